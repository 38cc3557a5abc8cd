/// What the comparison with the baseline came to.
public enum Verdict: String, Codable, Hashable, Sendable {
  case baseline, better, worse, equivalent, undecided
  /// It diverged with half of the final seeds or more, or at every rate.
  case diverged
}

/// What the paired differences of one method to the baseline say.
public struct Judgement: Codable, Hashable, Sendable {
  /// How many pairs it rests on.
  public var pairs: Int
  /// The mean difference with its t interval at 1 − alpha, uncorrected for other comparisons; nil for no pairs.
  public var difference: Estimate?
  /// The same with its BCa bootstrap interval; nil for no pairs, or if not asked for.
  public var bootstrap: Estimate?
  /// The two-sided p-value of the paired t test; nil for fewer than two pairs, as are the others.
  public var p: Double?
  /// The p-value that is compared with alpha: corrected by Holm for all comparisons, and in a race for all looks.
  public var adjustedP: Double?
  /// By sign flips, uncorrected: whether the t test's assumptions matter. Nil if not asked for.
  public var permutationP: Double?
  /// That the mean lies within the margin (two one-sided tests), uncorrected for other comparisons; in a race corrected
  /// for all looks.
  public var equivalenceP: Double?
  public var verdict: Verdict
  /// About how many seeds more would decide an undecided comparison; nil for others and for fewer than two pairs.
  public var moreSeedsNeeded: Int?

  public init(
    pairs: Int, difference: Estimate?, bootstrap: Estimate?, p: Double?, adjustedP: Double?, permutationP: Double?,
    equivalenceP: Double?, verdict: Verdict, moreSeedsNeeded: Int?
  ) {
    self.pairs = pairs
    self.difference = difference
    self.bootstrap = bootstrap
    self.p = p
    self.adjustedP = adjustedP
    self.permutationP = permutationP
    self.equivalenceP = equivalenceP
    self.verdict = verdict
    self.moreSeedsNeeded = moreSeedsNeeded
  }
}

/// Comparisons of several methods with one baseline, on the same seeds.
public enum Judgements {
  /// One judgement for each list of paired differences (method less baseline), in their order. Differences that are not
  /// finite are left out. `resamples` are those of the bootstrap and the permutation test; 0 does without both.
  ///
  /// The rule: **equivalent** if two one-sided tests at `alpha` show the mean difference to lie within ±`margin`;
  /// otherwise **better** or **worse** if the paired t test's p-value, corrected by Holm, is below `alpha`; otherwise
  /// **undecided**, as is whatever has fewer than two pairs.
  ///
  /// - Equivalence comes first. The margin says which differences do not matter; that one of them is surely not 0 is no
  ///   reason to change a network. In the other order every method would be better or worse in the end, however little it
  ///   differs, and more seeds would turn *equivalent* into *better*. In this order more seeds lead to *equivalent* within
  ///   the margin and to *better* or *worse* beyond it. It can only take away from the false *better* and *worse*, which
  ///   Holm's correction keeps to `alpha` for all comparisons together.
  /// - Equivalence is not corrected for the number of comparisons. The correction is for those who look through many
  ///   comparisons for the one that stands out; *equivalent* stands for each comparison by itself, and no one's choice falls
  ///   on a method because it was called so. Of the methods that do differ by the margin or more, a share of up to `alpha`
  ///   is called equivalent.
  public static func judge(
    _ differences: [[Double]], alpha: Double = 0.05, margin: Double, resamples: Int = Bootstrap.resamples
  ) -> [Judgement] {
    let values = differences.map { $0.filter(\.isFinite) }
    let tested = values.indices.filter { values[$0].count > 1 }
    var adjusted = [Double?](repeating: nil, count: values.count)
    let corrected = Statistics.holm(tested.compactMap { Statistics.pairedP(values[$0]) })
    for (index, p) in zip(tested, corrected) { adjusted[index] = p }
    return values.indices.map { i in
      let equivalenceP = Equivalence.p(values[i], margin: margin)
      let verdict = verdict(values[i], adjustedP: adjusted[i], equivalenceP: equivalenceP, alpha: alpha)
      let more =
        verdict == .undecided
        ? Power.morePairsNeeded(values[i], margin: margin, alpha: alpha, comparisons: tested.count) : nil
      return describe(
        values[i], alpha: alpha, adjustedP: adjusted[i], equivalenceP: equivalenceP, verdict: verdict,
        moreSeedsNeeded: more, resamples: resamples)
    }
  }

  /// The rule, given p-values corrected for whatever there is to correct.
  static func verdict(_ values: [Double], adjustedP: Double?, equivalenceP: Double?, alpha: Double) -> Verdict {
    if let equivalenceP, equivalenceP < alpha { return .equivalent }
    guard let adjustedP, adjustedP < alpha else { return .undecided }
    return Statistics.mean(values) > 0 ? .better : .worse
  }

  static func describe(
    _ values: [Double], alpha: Double, adjustedP: Double?, equivalenceP: Double?, verdict: Verdict,
    moreSeedsNeeded: Int?, resamples: Int
  ) -> Judgement {
    Judgement(
      pairs: values.count, difference: Statistics.interval(values, confidence: 1 - alpha),
      bootstrap: resamples > 0 ? Bootstrap.interval(values, confidence: 1 - alpha, resamples: resamples) : nil,
      p: Statistics.pairedP(values), adjustedP: adjustedP,
      permutationP: resamples > 0 && values.count > 1 ? Permutation.pairedP(values, resamples: resamples) : nil,
      equivalenceP: equivalenceP, verdict: verdict, moreSeedsNeeded: moreSeedsNeeded)
  }
}
