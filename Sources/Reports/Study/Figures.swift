internal import Charts
public import Statistics
public import Studies

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How a study's figures are written, the same in every table and picture: shares in percent with two decimals, their
/// differences in percentage points; errors in the target's unit with as many digits as mean something.
public struct Figures: Sendable {
  public let metric: Metric
  private let decimals: Int

  /// - Parameter deviation: of the target, by which RMSE and MAE get their digits.
  public init(metric: Metric, deviation: Double? = nil) {
    self.metric = metric
    // Four digits of the target's deviation: a margin is a hundredth of it.
    let known = metric.isInTargetUnit ? deviation.flatMap { $0 > 0 && $0.isFinite ? log10($0) : nil } : nil
    decimals = metric.isShare ? 2 : known.map { max(0, min(12, 3 - Int($0.rounded(.down)))) } ?? 4
  }

  public init(isClassification: Bool) { self.init(metric: isClassification ? .accuracy : .r2) }

  var isClassification: Bool { metric.isForClasses }

  /// From values to the numbers that are shown.
  var scale: Double { metric.isShare ? 100 : 1 }

  /// The values that the metric can take.
  var lowest: Double { metric == .r2 ? -.infinity : 0 }
  var highest: Double {
    switch metric {
    case .accuracy, .balancedAccuracy, .macroF1, .auc, .r2: 1
    case .logLoss, .rmse, .mae: .infinity
    }
  }

  /// What is beneath an axis: "accuracy (%)".
  var axis: String {
    switch metric {
    case .accuracy, .balancedAccuracy, .macroF1: "\(metric.title) (%)"
    case .logLoss: "\(metric.title) (nats)"
    case .rmse, .mae: "\(metric.title) (in the target’s unit)"
    case .auc, .r2: metric.title
    }
  }

  // MARK: - Scores

  public func score(_ value: Double) -> String { number(value) + (metric.isShare ? " %" : "") }

  /// It ends where the metric does, also where the t distribution goes beyond; empty where a single unit has none.
  public func interval(_ estimate: Estimate) -> String {
    guard let own = clipped(estimate) else { return "" }
    return "\(number(own.low)) to \(number(own.high))"
  }

  /// The interval within what the metric can be; nil where a single unit has none.
  func clipped(_ estimate: Estimate) -> Estimate? {
    guard estimate.low.isFinite, estimate.high.isFinite else { return nil }
    return Estimate(value: estimate.value, low: max(lowest, estimate.low), high: min(highest, estimate.high))
  }

  private func number(_ value: Double) -> String { Text.fixed(value * scale, decimals) }

  // MARK: - Differences

  /// With its sign, also where nothing else is left of it: an interval that ends a little below 0 holds 0.
  public func difference(_ value: Double) -> String {
    guard value.isFinite else { return number(value) }
    return (value < 0 ? "−" : value > 0 ? "+" : "") + number(abs(value))
  }

  public func differenceInterval(_ estimate: Estimate) -> String {
    guard estimate.low.isFinite, estimate.high.isFinite else { return "" }
    return "\(difference(estimate.low)) to \(difference(estimate.high))"
  }

  /// The unit of a difference.
  public var differenceUnit: String {
    switch metric {
    case .accuracy, .balancedAccuracy, .macroF1: "percentage points"
    case .logLoss: "nats"
    case .rmse, .mae: "the target’s unit"
    case .auc, .r2: metric.title
    }
  }

  /// How much, whatever its direction: "1.20 percentage points of accuracy", "0.012 of RMSE".
  func amount(_ value: Double) -> String {
    let text = number(abs(value))
    switch metric {
    case .accuracy, .balancedAccuracy, .macroF1: return "\(text) percentage points of \(metric.title)"
    case .logLoss: return "\(text) nats of log loss"
    case .auc, .r2, .rmse, .mae: return "\(text) of \(metric.title)"
    }
  }

  public func margin(_ value: Double) -> String {
    metric.isShare ? "±\(Text.short(value * 100)) percentage points" : "±\(Text.short(value, max(4, decimals)))"
  }

  // MARK: - The rest of a row

  /// Milliseconds, with decimals where there are few.
  public func milliseconds(_ value: Double?) -> String {
    value.map { Text.fixed($0, $0 < 0.995 ? 3 : $0 < 9.95 ? 1 : 0) } ?? "–"
  }

  public func rate(_ value: Double) -> String { Text.short(value, 6) }

  /// "0.003", or "0.003* (0.001 to 0.01), decay 0.0001, dropout 0.1"
  public func tuned(_ row: LeaderboardRow) -> String {
    guard let tuned = row.hyperparameters else { return "–" }
    var text = rate(tuned.learningRate) + (row.isRateAtEdge ? "*" : "")
    if let low = row.lowestRate, let high = row.highestRate, low < high { text += " (\(rate(low)) to \(rate(high)))" }
    if tuned.weightDecay > 0 { text += ", decay \(rate(tuned.weightDecay))" }
    if tuned.dropout > 0 { text += ", dropout \(rate(tuned.dropout))" }
    return text
  }

  /// "0.01 to 0.3 (1.5 decades)"
  public func range(_ range: RateRange) -> String {
    "\(Text.short(Self.significant(range.low), 6)) to \(Text.short(Self.significant(range.high), 6)) "
      + "(\(Text.fixed(range.decades, 1)))"
  }

  /// Two significant digits.
  private static func significant(_ value: Double) -> Double {
    var scale = 1.0
    while value * scale < 10, scale < 1e12 { scale *= 10 }
    return (value * scale).rounded() / scale
  }

  /// "better", "unstable at its rate", "diverged in 3 of 5 runs"
  public func verdict(_ row: LeaderboardRow) -> String {
    switch row.verdict {
    case .diverged:
      row.runs == 0
        ? "diverged"
        : row.divergedRuns < row.runs
          ? "diverged in \(row.divergedRuns) of \(row.runs) runs" : "diverged in every run"
    case .unstable: "unstable at its rate"
    case .baseline, .better, .worse, .equivalent, .undecided: row.verdict.rawValue
    }
  }

  /// p-values as they are printed: "< 0.0001", "0.032".
  public func p(_ value: Double) -> String { value < 0.0001 ? "< 0.0001" : Text.short(value, value < 0.001 ? 4 : 3) }
}

extension SettingResult {
  public var figures: Figures { Figures(metric: metric, deviation: data.targetDeviation) }
}

extension LeaderboardRow {
  /// "ELU, the same as CELU"
  var title: String { choice.title + same(twins.map(\.title)) }

  /// As it is typed: "elu, the same as celu".
  var typed: String { choice.description + same(twins.map(\.description)) }

  private func same(_ names: [String]) -> String { names.isEmpty ? "" : ", the same as \(Finding.list(names))" }
}
