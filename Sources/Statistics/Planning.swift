/// How much more data an undecided comparison would take, were mean and variance what they seem to be.
public enum Planning {
  /// No answer is greater: a study of more replicates is not worth its name.
  public static let mostReplicates = 9_999
  /// Nor is a table so many times as long.
  public static let mostTimesRows = 1_000.0

  /// About how many independent replicates, in all, decide the comparison with probability `power` at the two-sided
  /// `level`, by default the judgement's: the difference or equivalence, whichever takes fewer. Nil for fewer than two replicates or if it is more than
  /// ``mostReplicates``, because the difference is too small or because what replicates share keeps it open.
  ///
  /// Equal differences leave no variance to plan with; for them it is the number at which their signs suffice.
  public static func replicatesNeeded(
    _ judgement: Judgement, comparison: Comparison, level: Double? = nil, power: Double = 0.8
  ) -> Int? {
    guard let level = level ?? judgement.level, comparison.replicates > 1 else { return nil }
    let mean = comparison.mean
    let isFlat = comparison.variance == 0
    func decides(_ count: Int) -> Bool {
      if isFlat { return 2 * Sample.signs(count) <= level && (mean != 0 || comparison.margin > 0) }
      return self.decides(
        mean: mean, margin: comparison.margin, error: comparison.variance(replicates: count).squareRoot(),
        freedom: Double(count - 1), level: level, power: power)
    }
    let least = max(Simultaneous.fewest, comparison.replicates + 1)
    guard least <= mostReplicates, decides(mostReplicates) else { return nil }
    return Power.first(from: least, to: mostReplicates, decides)
  }

  /// About how many distinct test rows decide the comparison with probability `power` at the two-sided `level`, by default
  /// the judgement's, where replicates are overlapping splits of one table or share one test part: `rows`, what there is
  /// today, times the variance of the mean difference over the variance needed. Nil for fewer than two replicates, without
  /// variance, or if it is more than ``mostTimesRows`` times as many.
  public static func rowsNeeded(
    _ judgement: Judgement, comparison: Comparison, rows: Int, level: Double? = nil, power: Double = 0.8
  ) -> Int? {
    guard let level = level ?? judgement.level, comparison.replicates > 1, comparison.variance > 0, rows > 0
    else { return nil }
    let (mean, variance, freedom) = (comparison.mean, comparison.variance, comparison.freedom)
    func decides(_ times: Double) -> Bool {
      self.decides(
        mean: mean, margin: comparison.margin, error: (variance / times).squareRoot(), freedom: freedom, level: level,
        power: power)
    }
    guard decides(mostTimesRows) else { return nil }
    var (low, high) = (1.0, mostTimesRows)
    for _ in 0..<40 {
      let middle = (low * high).squareRoot()
      if decides(middle) { high = middle } else { low = middle }
    }
    return max(rows + 1, Int((high * Double(rows)).rounded(.up)))
  }

  private static func decides(
    mean: Double, margin: Double, error: Double, freedom: Double, level: Double, power: Double
  ) -> Bool {
    // With a known variance the normal distribution gives the power of a one-sided test, which that of neither t test
    // exceeds: where it does not suffice, as so often, there is nothing to integrate.
    let z = Normal.quantile(level / 2)
    return Normal.cumulative(abs(mean) / error + z) >= power
      && Power.ofDifference(shift: abs(mean) / error, freedom: freedom, level: level) >= power
      || Normal.cumulative((margin - abs(mean)) / error + z) >= power
        && Power.ofEquivalence(
          low: (-margin - mean) / error, high: (margin - mean) / error, freedom: freedom, level: level / 2) >= power
  }
}
