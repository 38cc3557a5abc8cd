internal import Statistics
public import Studies

extension StudyText {
  /// A line for each activation and setting; numbers in full and in the metric's own unit, empty where there is none.
  public static func csv(_ results: [StudyResult]) -> String {
    let columns = columns
    var lines = [(["study"] + columns.map(\.name)).joined(separator: ",")]
    for (place, result) in results.enumerated() {
      for setting in result.settings {
        for row in setting.leaderboard {
          lines.append(
            (["\(place + 1)"] + columns.map { $0.cell(Place(result: result, setting: setting, row: row)) }).joined(
              separator: ","))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Place {
    var result: StudyResult
    var setting: SettingResult
    var row: LeaderboardRow

    var difference: Estimate? { row.judgement.flatMap { $0.replicates > 0 ? $0.difference : nil } }
  }

  private typealias Column = (name: String, cell: (Place) -> String)

  private static func number(_ value: Double?) -> String { value.map { $0.isFinite ? "\($0)" : "" } ?? "" }

  private static func number(_ value: Int?) -> String { value.map(String.init) ?? "" }

  private static func quoted(_ text: String) -> String {
    text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  private static var columns: [Column] {
    let own: [Column] = [
      ("setting", { quoted($0.setting.title) }),
      ("data", { quoted($0.setting.data.name) }),
      ("network", { quoted($0.setting.setting.network.name) }),
      ("metric", { $0.setting.metric.rawValue }),
      ("rank", { "\($0.row.rank)" }),
      ("activation", { quoted($0.row.choice.description) }),
      ("same_as", { quoted($0.row.twins.map(\.description).joined(separator: "; ")) }),
      ("score", { number($0.row.score?.value) }),
      ("score_low", { number($0.row.score?.low) }),
      ("score_high", { number($0.row.score?.high) }),
      ("runs", { "\($0.row.runs)" }),
      ("diverged_runs", { "\($0.row.divergedRuns)" }),
      ("units", { "\($0.setting.units)" }),
      ("test_examples", { "\($0.setting.testCount)" }),
      ("difference", { number($0.difference?.value) }),
      ("difference_low", { number($0.difference?.low) }),
      ("difference_high", { number($0.difference?.high) }),
      ("margin", { number($0.setting.equivalenceMargin) }),
      ("adjusted_p", { number($0.row.judgement?.adjustedP) }),
      ("verdict", { $0.result.isCurrent ? $0.row.verdict.rawValue : "" }),
      ("seeds_needed", { number($0.row.seedsNeeded) }),
      ("rows_needed", { number($0.row.rowsNeeded) }),
      ("learning_rate", { number($0.row.hyperparameters?.learningRate) }),
      ("lowest_rate", { number($0.row.lowestRate) }),
      ("highest_rate", { number($0.row.highestRate) }),
      ("tunings", { "\($0.row.tunings)" }),
      ("tunings_at_edge", { "\($0.row.tuningsAtEdge)" }),
      ("weight_decay", { number($0.row.hyperparameters?.weightDecay) }),
      ("dropout", { number($0.row.hyperparameters?.dropout) }),
      ("diverged_trials", { "\($0.row.divergedTrials)" }),
      ("trials", { "\($0.row.trials)" }),
      ("ms_per_step", { number($0.row.millisecondsPerStep) }),
      ("kept_bytes", { "\($0.row.keptBytes)" }),
      ("pareto", { pareto($0.row.isOnParetoFront) }),
      ("score_at_equal_time", { number($0.row.scoreAtEqualTime) }),
      ("good_rates_decades", { number($0.row.goodRates?.decades) }),
      ("swap_score", { number($0.row.swapScore?.value) }),
      ("swap_rank", { number($0.row.swapRank) }),
    ]
    return own
      + Metric.allCases.map { metric in
        (metric.rawValue.replacing("-", with: "_"), { number($0.row.metrics[metric.rawValue]) })
      }
  }

  private static func pareto(_ value: Bool?) -> String { value.map { $0 ? "1" : "0" } ?? "" }
}
