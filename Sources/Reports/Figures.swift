internal import Activations
internal import Charts
public import Studies

/// How a study's figures are written, the same in every table and picture: accuracy in percent with two decimals, its
/// differences in percentage points; R² with four decimals.
public struct Figures: Sendable {
  let isClassification: Bool

  public init(_ result: StudyResult) { isClassification = result.data.isClassification }

  public func score(_ value: Double) -> String {
    isClassification ? Text.fixed(value * 100, 2) + " %" : Text.fixed(value, 4)
  }

  /// An accuracy's interval ends at 0 and 100 %, also where the t distribution goes beyond.
  public func interval(_ estimate: Estimate) -> String {
    isClassification
      ? "\(Text.fixed(max(0, estimate.low) * 100, 2)) to \(Text.fixed(min(1, estimate.high) * 100, 2))"
      : "\(Text.fixed(estimate.low, 4)) to \(Text.fixed(estimate.high, 4))"
  }

  public func difference(_ value: Double) -> String {
    let text = isClassification ? Text.fixed(value * 100, 2) : Text.fixed(value, 4)
    return text.hasPrefix("−") ? text : "+" + text
  }

  public func differenceInterval(_ estimate: Estimate) -> String {
    "\(difference(estimate.low)) to \(difference(estimate.high))"
  }

  /// Milliseconds, with a decimal where there are few.
  public func milliseconds(_ value: Double) -> String { Text.fixed(value, value < 9.95 ? 1 : 0) }

  public func rate(_ value: Double) -> String { Text.short(value, 6) }

  /// "better", or "undecided, about 7 more seeds"
  public func verdict(_ row: LeaderboardRow) -> String {
    if row.verdict == .diverged {
      let ended = row.scores.count { $0 != nil }
      return ended == 0 ? "diverged" : "diverged with \(row.scores.count - ended) of \(row.scores.count) seeds"
    }
    guard row.verdict == .undecided, let more = row.moreSeedsNeeded else { return row.verdict.rawValue }
    return more >= 999 ? "undecided" : "undecided, ~\(more) more seed\(more == 1 ? "" : "s")"
  }

  /// The unit of a difference.
  public var differenceUnit: String { isClassification ? "percentage points" : "R²" }
}

/// What a study found, in a few sentences that claim no more than the figures.
public enum Finding {
  public static func text(_ result: StudyResult) -> String {
    let figures = Figures(result)
    let baseline = result.plan.baseline
    guard let best = result.leaderboard.first, let score = best.score else {
      return "No trial came to an end: every one diverged."
    }
    func names(_ verdict: Verdict) -> [String] {
      result.leaderboard.filter { $0.verdict == verdict && $0.score != nil }.map(\.activation.title)
    }
    let n = result.plan.finalSeeds.count
    var sentences = [
      "\(best.activation.title) has the best mean \(result.scoreName), \(figures.score(score.value)) over \(n) seed\(n == 1 ? "" : "s")."
    ]
    let others = result.leaderboard.count - 1
    guard others > 0 else { return sentences[0] }
    let (better, worse, same) = (names(.better), names(.worse), names(.equivalent))
    let undecided = names(.undecided)
    sentences.append(
      better.isEmpty
        ? "None is shown to be better than \(baseline.title)." : "Better than \(baseline.title): \(list(better)).")
    if !same.isEmpty { sentences.append("Equivalent to it within \(margin(result)): \(list(same)).") }
    if !worse.isEmpty { sentences.append("Worse: \(list(worse)).") }
    if !undecided.isEmpty { sentences.append("Not decided with \(n) seed\(n == 1 ? "" : "s"): \(list(undecided)).") }
    let diverged = result.leaderboard.filter { $0.verdict == .diverged }.map(\.activation.title)
    if !diverged.isEmpty { sentences.append("Diverged: \(list(diverged)).") }
    return sentences.joined(separator: " ")
  }

  static func margin(_ result: StudyResult) -> String {
    result.data.isClassification
      ? "±\(Text.short(result.equivalenceMargin * 100)) percentage points" : "±\(Text.short(result.equivalenceMargin))"
  }

  private static func list(_ names: [String]) -> String {
    names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
  }
}
