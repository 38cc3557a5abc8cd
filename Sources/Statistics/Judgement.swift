/// What the comparison with the baseline came to.
public enum Verdict: String, Codable, Hashable, Sendable, CaseIterable {
  case baseline, better, worse, equivalent, undecided
  /// There is a difference, but it goes away when the diverged runs are left out.
  case unstable
  /// It diverged with half of the final seeds or more, or at every rate.
  case diverged
}

/// What the differences of one method to the baseline say.
public struct Judgement: Codable, Hashable, Sendable {
  /// How many replicates it rests on.
  public var replicates: Int
  /// The mean difference and its simultaneous interval, the one that is shown and from which the verdict is read; nil
  /// without replicates. One replicate, and equal differences with nothing else to go by, are their own interval.
  public var difference: Estimate?
  /// The standard error of the mean difference; nil for fewer than two replicates, as are the four that follow.
  public var standardError: Double?
  public var freedom: Double?
  /// The two-sided p-value, uncorrected.
  public var p: Double?
  /// The p-value corrected for all comparisons of the study, and in a race for its looks: at most alpha where the interval
  /// does not hold 0.
  public var adjustedP: Double?
  /// The two-sided level of the interval by itself: alpha corrected for all comparisons, and in a race for its looks.
  public var level: Double?
  public var verdict: Verdict

  public init(
    replicates: Int, difference: Estimate? = nil, standardError: Double? = nil, freedom: Double? = nil,
    p: Double? = nil, adjustedP: Double? = nil, level: Double? = nil, verdict: Verdict
  ) {
    self.replicates = replicates
    self.difference = difference
    self.standardError = standardError
    self.freedom = freedom
    self.p = p
    self.adjustedP = adjustedP
    self.level = level
    self.verdict = verdict
  }

  /// Judges one comparison by its interval at the two-sided `level`, given how a p-value is corrected.
  ///
  /// The rule: **equivalent** if the whole interval lies within ±margin; otherwise **better** or **worse** if it lies on
  /// one side of 0; otherwise **undecided**, as is whatever has fewer than `fewest` replicates.
  ///
  /// Equivalence comes first. The margin says which differences do not matter; that one of them is surely not 0 is no
  /// reason to change a network. In the other order every method would be better or worse in the end, however little it
  /// differs. In this order more data lead to *equivalent* within the margin and to *better* or *worse* beyond it.
  ///
  /// Equal differences without a floor say nothing of how much they vary, and two of them are common where scores are
  /// counts of a small test part: t would be infinite. Of them only the signs are used: the p-value is 2 · 2⁻ᴶ, also for
  /// that they lie within the margin, and the verdict is read from it.
  init(_ comparison: Comparison, level: Double, fewest: Int, adjust: (Double) -> Double) {
    let count = comparison.replicates
    let mean = comparison.mean
    self.init(replicates: count, verdict: .undecided)
    guard count > 0 else { return }
    difference = Estimate(value: mean, low: mean, high: mean)
    guard count > 1 else { return }
    let error = comparison.variance.squareRoot()
    let freedom = comparison.freedom
    let margin = comparison.margin
    standardError = error
    self.freedom = freedom
    self.level = level
    if error > 0 {
      let half = StudentT.upperQuantile(level / 2, freedom: freedom) * error
      let interval = Estimate(value: mean, low: mean - half, high: mean + half)
      let p = StudentT.twoSided(mean / error, freedom: freedom)
      difference = interval
      self.p = p
      adjustedP = max(p, adjust(p))
      guard count >= fewest else { return }
      if interval.low > -margin, interval.high < margin {
        verdict = .equivalent
      } else if interval.low > 0 {
        verdict = .better
      } else if interval.high < 0 {
        verdict = .worse
      }
    } else {
      let signs = 2 * Sample.signs(count)
      p = mean == 0 ? 1 : signs
      adjustedP = mean == 0 ? 1 : max(signs, adjust(signs))
      guard count >= fewest, signs <= level else { return }
      if abs(mean) < margin { verdict = .equivalent } else if mean != 0 { verdict = mean > 0 ? .better : .worse }
    }
  }
}
