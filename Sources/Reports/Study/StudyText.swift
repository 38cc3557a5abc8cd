internal import Activations
internal import Charts
internal import Foundation
public import Studies

/// Studies as text: for a terminal, for Markdown, for a spreadsheet.
public enum StudyText {
  private static let columns = [
    "#", "activation", "score", "95 % interval", "seeds", "to baseline", "95 % interval", "verdict", "group", "rate",
    "diverged", "ms/step", "swap rank",
  ]

  private static func cells(_ row: LeaderboardRow, _ figures: Figures) -> [String] {
    let difference = row.judgement.flatMap { $0.pairs > 0 ? $0.difference : nil }
    return [
      "\(row.rank)", row.choice.description, row.score.map { figures.score($0.value) } ?? "–",
      row.score.map(figures.interval) ?? "", "\(row.seeds)", difference.map { figures.difference($0.value) } ?? "",
      difference.map(figures.differenceInterval) ?? "", figures.verdict(row), row.groups, figures.tuned(row),
      "\(row.divergedTrials)/\(row.trials)", figures.milliseconds(row.millisecondsPerStep),
      row.swapRank.map(String.init) ?? "",
    ]
  }

  private static func header(_ setting: SettingResult, _ result: StudyResult) -> [String] {
    var names = columns
    names[2] = setting.data.scoreName
    names[5] = "to \(result.plan.baseline.activation.title)"
    return names
  }

  /// One table for each setting, and one over all of them.
  public static func tables(_ result: StudyResult) -> String {
    var parts: [String] = []
    for setting in result.settings {
      var text = result.settings.count > 1 ? setting.title + "\n" : ""
      text += aligned([header(setting, result)] + setting.leaderboard.map { cells($0, setting.figures) })
      if setting.leaderboard.contains(where: \.isRateAtEdge) {
        text += "\n* at the edge of the rates that were tried: a better one may lie beyond"
      }
      parts.append(text)
    }
    if let overall = result.overall {
      parts.append("all \(overall.settings) settings\n" + aligned([overallHeader] + overall.rows.map(overallCells)))
    }
    return parts.joined(separator: "\n\n")
  }

  private static let overallHeader = [
    "activation", "average rank", "better", "equivalent", "undecided", "worse", "diverged",
  ]

  private static func overallCells(_ row: OverallRow) -> [String] {
    [row.choice.description, Text.fixed(row.averageRank, 2)]
      + [row.better, row.equivalent, row.undecided, row.worse, row.diverged].map(String.init)
  }

  private static func aligned(_ rows: [[String]]) -> String { Table(rows).lines.joined(separator: "\n") }

  public static func markdown(_ result: StudyResult) -> String {
    func table(_ rows: [[String]]) -> String {
      func line(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
      }
      return ([line(rows[0]), line(rows[0].map { _ in "---" })] + rows.dropFirst().map(line)).joined(separator: "\n")
    }
    let names = result.plan.data.map { $0.summary?.name ?? $0.source }.joined(separator: ", ")
    var parts = ["# Which activation for \(names)?", Finding.verdict(result)]
    if let overall = result.overall {
      parts += [
        "## All \(overall.settings) settings together", table([overallHeader] + overall.rows.map(overallCells)),
      ]
    }
    for setting in result.settings {
      parts += [
        "## \(setting.title)", Finding.detail(result, setting),
        table([header(setting, result)] + setting.leaderboard.map { cells($0, setting.figures) }),
      ]
      if !setting.failures.isEmpty { parts.append("\(setting.failures.count) trials diverged.") }
    }
    parts += [
      "## Protocol", StudyProtocol.rows(result).map { "- \($0.name): \($0.value)" }.joined(separator: "\n"),
      "To repeat it:", "```\n\(result.command)\n```",
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// A line for each activation and setting; numbers in full, empty where there is none.
  public static func csv(_ results: [StudyResult]) -> String {
    var lines = [
      "study,setting,data,network,rank,activation,score,score_low,score_high,seeds,difference,difference_low,"
        + "difference_high,adjusted_p,verdict,group,learning_rate,weight_decay,dropout,diverged_trials,trials,"
        + "ms_per_step,kept_bytes,pareto,score_at_equal_time,good_rates_decades,swap_score,swap_rank"
    ]
    func number(_ value: Double?) -> String { value.map { $0.isFinite ? "\($0)" : "" } ?? "" }
    func quoted(_ text: String) -> String {
      text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
    for (place, result) in results.enumerated() {
      for setting in result.settings {
        for row in setting.leaderboard {
          let difference = row.judgement.flatMap { $0.pairs > 0 ? $0.difference : nil }
          let cells = [
            "\(place + 1)", quoted(setting.title), quoted(setting.data.name), quoted(setting.setting.network.name),
            "\(row.rank)", quoted(row.choice.description), number(row.score?.value), number(row.score?.low),
            number(row.score?.high), "\(row.seeds)", number(difference?.value), number(difference?.low),
            number(difference?.high), number(row.judgement?.adjustedP), row.verdict.rawValue, row.groups,
            number(row.hyperparameters?.learningRate), number(row.hyperparameters?.weightDecay),
            number(row.hyperparameters?.dropout), "\(row.divergedTrials)", "\(row.trials)",
            number(row.millisecondsPerStep), "\(row.keptBytes)", row.isOnParetoFront.map { $0 ? "1" : "0" } ?? "",
            number(row.scoreAtEqualTime), number(row.goodRates?.decades), number(row.swapScore?.value),
            row.swapRank.map(String.init) ?? "",
          ]
          lines.append(cells.joined(separator: ","))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Two studies side by side.
  public static func comparison(_ comparison: StudyComparison, names: [String]) -> String {
    comparison.pairs.map { pair in
      let figures = Figures(isClassification: pair.isClassification)
      let rows = pair.rows.map { row in
        [
          row.choice.description, row.first.map { figures.score($0.value) } ?? "–",
          row.second.map { figures.score($0.value) } ?? "–", row.difference.map { figures.difference($0.value) } ?? "",
          row.difference.map(figures.differenceInterval) ?? "", row.adjustedP.map(figures.p) ?? "",
          "\(row.firstRank)", "\(row.secondRank)", row.firstVerdict.rawValue, row.secondVerdict.rawValue,
        ]
      }
      var text = "A: \(names[0]), \(pair.firstTitle)\nB: \(names[1]), \(pair.secondTitle)\n"
      if !pair.isSameData { text += "Other data: scores are not to be compared, ranks and verdicts are.\n" }
      text += aligned(
        [["activation", "A", "B", "B − A", "95 % interval", "p", "rank A", "rank B", "verdict A", "verdict B"]] + rows)
      if let tau = pair.rankCorrelation {
        text += "\nAgreement of the rankings (Kendall’s τ): \(Text.fixed(tau, 2))"
      }
      return text
    }.joined(separator: "\n\n")
  }
}
