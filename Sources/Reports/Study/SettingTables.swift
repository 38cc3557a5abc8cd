internal import Activations
internal import Charts
internal import Datasets
internal import Statistics
internal import Studies

/// The tables of one setting.
struct SettingTables {
  let result: StudyResult
  let setting: SettingResult

  private typealias Cell = ReportTable.Cell
  private var figures: Figures { setting.figures }
  private var rows: [LeaderboardRow] { setting.leaderboard }
  private var baseline: String { result.plan.baseline.activation.title }

  // MARK: - Leaderboard

  /// One line for each activation, best first; below them what stands beside the networks, outside the comparisons.
  /// - Parameters:
  ///   - isTyped: with names as they are typed, for a terminal.
  ///   - hasTimes: with what `trades` has too.
  func leaderboard(isTyped: Bool = false, hasTimes: Bool = true) -> ReportTable {
    let isCurrent = result.isCurrent
    let columns: [(column: ReportTable.Column, cell: (LeaderboardRow) -> Cell)?] = [
      (.init(name: "#", isNumber: true), { Cell(text: "\($0.rank)") }),
      (.init(name: "activation", isHead: true), { Cell(text: isTyped ? $0.typed : $0.title) }),
      (
        .init(name: setting.metric.title, isNumber: true),
        { Cell(text: $0.score.map { figures.score($0.value) } ?? "–") }
      ),
      isCurrent ? (.init(name: "95 % interval"), { Cell(text: $0.score.map(figures.interval) ?? "") }) : nil,
      (.init(name: isCurrent ? "runs" : "seeds", isNumber: true), { Cell(text: "\($0.runs)") }),
      isCurrent
        ? (
          .init(name: "to \(baseline)", isNumber: true),
          { Cell(text: difference($0).map { figures.difference($0.value) } ?? "") }
        ) : nil,
      isCurrent
        ? (.init(name: "95 % simultaneous"), { Cell(text: difference($0).map(figures.differenceInterval) ?? "") })
        : nil,
      isCurrent
        ? (.init(name: "verdict"), { Cell(text: figures.verdict($0), style: $0.verdict.rawValue) }) : nil,
      (.init(name: "rate", isNumber: true), { Cell(text: figures.tuned($0)) }),
      (.init(name: "diverged", isNumber: true), { Cell(text: "\($0.divergedTrials)/\($0.trials)") }),
      hasTimes && rows.contains { $0.millisecondsPerStep != nil }
        ? (.init(name: "ms/step", isNumber: true), { Cell(text: figures.milliseconds($0.millisecondsPerStep)) }) : nil,
      hasTimes && rows.contains { $0.swapRank != nil }
        ? (.init(name: "swap rank", isNumber: true), { Cell(text: $0.swapRank.map(String.init) ?? "–") }) : nil,
    ]
    let shown = columns.compactMap { $0 }
    var table = ReportTable(
      caption: isCurrent
        ? "Test \(setting.metric.title), each activation at the rate that suited it on the tuning parts"
        : "Test \(setting.metric.title) of one split, by an earlier protocol",
      columns: shown.map(\.column))
    table.rows = rows.map { row in shown.map { $0.cell(row) } }
    for (name, score, rate) in references {
      table.rows.append(
        shown.map { column, _ in
          switch column.name {
          case "activation": Cell(text: name, style: "beside")
          case setting.metric.title: Cell(text: figures.score(score.value), style: "beside")
          case "95 % interval": Cell(text: figures.interval(score), style: "beside")
          case "rate": Cell(text: rate.map(figures.rate) ?? "", style: "beside")
          default: Cell(text: "")
          }
        })
    }
    return table
  }

  private func difference(_ row: LeaderboardRow) -> Estimate? {
    row.judgement.flatMap { $0.replicates > 0 ? $0.difference : nil }
  }

  private var references: [(name: String, score: Estimate, rate: Double?)] {
    guard let own = setting.references else { return [] }
    var all: [(String, Estimate, Double?)] = []
    if let linear = own.linear { all.append(("(linear model)", linear, own.linearRate)) }
    if let constant = own.constant {
      all.append(("(constant guess)", Estimate(value: constant, low: .nan, high: .nan), nil))
    }
    return all
  }

  /// What a star at a rate means; nil where there is none.
  var edgeNote: String? {
    let edge = rows.filter(\.isRateAtEdge)
    guard !edge.isEmpty else { return nil }
    let text = "* at the edge of the rates that were tried: a better one may lie beyond"
    guard edge.contains(where: { $0.tunings > 1 }), edge.count <= 3 else { return text }
    return text
      + " (\(Finding.list(edge.map { "\($0.choice.title) in \($0.tuningsAtEdge) of \($0.tunings) tunings" })))"
  }

  // MARK: - Other metrics

  /// Nil where nothing but the study's own metric is known.
  func metrics(isTyped: Bool = false) -> ReportTable? {
    let known = Metric.allCases.filter { metric in
      metric != setting.metric && rows.contains { $0.metrics[metric.rawValue] != nil }
    }
    guard !known.isEmpty else { return nil }
    var table = ReportTable(
      caption: "What the same runs come to by other metrics, which no rate was chosen by: means, without verdicts",
      columns: [.init(name: "activation", isHead: true)] + known.map { .init(name: $0.title, isNumber: true) })
    table.rows = rows.filter { !$0.metrics.isEmpty }.map { row in
      [Cell(text: isTyped ? row.choice.description : row.choice.title)]
        + known.map { metric in
          let figures = Figures(metric: metric, deviation: setting.data.targetDeviation)
          return Cell(text: row.metrics[metric.rawValue].map(figures.score) ?? "–")
        }
    }
    return table
  }

  // MARK: - Time and memory

  func trades() -> ReportTable {
    let hasSwap = rows.contains { $0.swapRank != nil }
    let columns: [(column: ReportTable.Column, cell: (LeaderboardRow) -> String)?] = [
      (.init(name: "activation", isHead: true), { $0.choice.title }),
      (.init(name: "ms/step", isNumber: true), { figures.milliseconds($0.millisecondsPerStep) }),
      hasSwap
        ? nil : (.init(name: "ms/epoch", isNumber: true), { figures.milliseconds($0.millisecondsPerEpoch) }),
      (.init(name: "memory kept", isNumber: true), { ByteCount.text($0.keptBytes) }),
      (.init(name: "on the front"), { $0.isOnParetoFront ?? false ? "yes" : "" }),
      (
        .init(name: "at equal time", isNumber: true),
        { $0.scoreAtEqualTime.map(figures.score) ?? "–" }
      ),
      (.init(name: "good rates (decades)"), { $0.goodRates.map(figures.range) ?? "–" }),
      hasSwap
        ? (.init(name: "swapped only", isNumber: true), { $0.swapScore.map { figures.score($0.value) } ?? "–" }) : nil,
      hasSwap ? (.init(name: "rank", isNumber: true), { $0.swapRank.map(String.init) ?? "–" }) : nil,
      (
        .init(name: "beats \(baseline)", isNumber: true),
        { $0.probabilityOfImprovement.map { Text.fixed($0 * 100, 0) + " %" } ?? "" }
      ),
    ]
    let shown = columns.compactMap { $0 }
    var table = ReportTable(
      caption: "Time, memory, and how forgiving the learning rate is", columns: shown.map(\.column))
    table.rows = rows.map { row in shown.map { Cell(text: $0.cell(row)) } }
    return table
  }
}

extension OverallResult {
  /// Verdicts against the baseline by setting; with the measures over all runs, for a page.
  func table(_ baseline: String, isTyped: Bool = false, hasMeasures: Bool = false) -> ReportTable {
    let counts: [(name: String, count: KeyPath<OverallRow, Int>)] = [
      ("better", \.better), ("equivalent", \.equivalent), ("undecided", \.undecided), ("worse", \.worse),
      ("unstable", \.unstable), ("diverged", \.diverged),
    ]
    // "0.95 (0.93 to 0.97)"
    func share(_ estimate: Estimate) -> String {
      "\(Text.fixed(estimate.value, 3)) (\(Text.fixed(estimate.low, 3)) to \(Text.fixed(estimate.high, 3)))"
    }
    var table = ReportTable(
      caption: "Settings by their verdict against \(baseline)\(hasMeasures ? ", and measures over all runs" : "")",
      columns: [.init(name: "activation", isHead: true), .init(name: "average rank", isNumber: true)]
        + counts.map { .init(name: $0.name, isNumber: true) }
        + (hasMeasures ? [.init(name: "interquartile mean"), .init(name: "improvement")] : []))
    table.rows = rows.map { row in
      let cells =
        [isTyped ? row.choice.description : row.choice.title, Text.fixed(row.averageRank, 2)]
        + counts.map { String(row[keyPath: $0.count]) }
        + (hasMeasures
          ? [row.interquartileMean.map(share) ?? "–", row.probabilityOfImprovement.map(share) ?? ""] : [])
      return cells.map { ReportTable.Cell(text: $0) }
    }
    return table
  }
}
