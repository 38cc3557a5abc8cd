internal import Charts
public import Statistics
public import Studies

/// How a study's figures are written, the same in every table and picture: accuracy in percent with two decimals, its
/// differences in percentage points; R² with four decimals.
public struct Figures: Sendable {
  let isClassification: Bool

  public init(isClassification: Bool) { self.isClassification = isClassification }

  public func score(_ value: Double) -> String {
    isClassification ? Text.fixed(value * 100, 2) + " %" : Text.fixed(value, 4)
  }

  /// An accuracy's interval ends at 0 and 100 %, also where the t distribution goes beyond.
  public func interval(_ estimate: Estimate) -> String {
    isClassification
      ? "\(Text.fixed(max(0, estimate.low) * 100, 2)) to \(Text.fixed(min(1, estimate.high) * 100, 2))"
      : "\(Text.fixed(estimate.low, 4)) to \(Text.fixed(min(1, estimate.high), 4))"
  }

  public func difference(_ value: Double) -> String {
    let text = isClassification ? Text.fixed(value * 100, 2) : Text.fixed(value, 4)
    return text.hasPrefix("−") ? text : "+" + text
  }

  public func differenceInterval(_ estimate: Estimate) -> String {
    "\(difference(estimate.low)) to \(difference(estimate.high))"
  }

  /// Milliseconds, with decimals where there are few.
  public func milliseconds(_ value: Double?) -> String {
    value.map { Text.fixed($0, $0 < 0.995 ? 3 : $0 < 9.95 ? 1 : 0) } ?? "–"
  }

  public func rate(_ value: Double) -> String { Text.short(value, 6) }

  /// "0.003", or "0.003, decay 0.0001, dropout 0.1"
  public func tuned(_ row: LeaderboardRow) -> String {
    guard let tuned = row.hyperparameters else { return "–" }
    var text = rate(tuned.learningRate) + (row.isRateAtEdge ? "*" : "")
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

  /// "better", or "undecided, ~7 more seeds"
  public func verdict(_ row: LeaderboardRow) -> String {
    if row.verdict == .diverged {
      let ended = row.scores.count { $0 != nil }
      return ended == 0 ? "diverged" : "diverged with \(row.scores.count - ended) of \(row.scores.count) seeds"
    }
    guard row.verdict == .undecided, let more = row.judgement?.moreSeedsNeeded else { return row.verdict.rawValue }
    return more >= 999 ? "undecided" : "undecided, ~\(more) more seed\(more == 1 ? "" : "s")"
  }

  /// p-values as they are printed: "< 0.0001", "0.032".
  public func p(_ value: Double) -> String { value < 0.0001 ? "< 0.0001" : Text.short(value, value < 0.001 ? 4 : 3) }

  /// The unit of a difference.
  public var differenceUnit: String { isClassification ? "percentage points" : "R²" }

  public func margin(_ value: Double) -> String {
    isClassification ? "±\(Text.short(value * 100)) percentage points" : "±\(Text.short(value))"
  }
}

extension SettingResult {
  public var figures: Figures { Figures(isClassification: data.isClassification) }
}
