/// The few statistics that a comparison of paired runs needs.
public enum Statistics {
  public static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// The sample's standard deviation, with n − 1; 0 for fewer than two values.
  public static func deviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let m = mean(values)
    return (values.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(values.count - 1)).squareRoot()
  }

  /// The mean with its t interval: mean ± t s / √n. One value is its own interval. Nil for none.
  ///
  /// Not the bootstrap: of five values it gives intervals that are far too narrow.
  public static func interval(_ values: [Double], confidence: Double = 0.95) -> Estimate? {
    guard !values.isEmpty else { return nil }
    let m = mean(values)
    guard values.count > 1 else { return Estimate(value: m, low: m, high: m) }
    let n = Double(values.count)
    let t = StudentT.quantile(1 - (1 - confidence) / 2, freedom: n - 1)
    let half = t * deviation(values) / n.squareRoot()
    return Estimate(value: m, low: m - half, high: m + half)
  }

  /// The p-value that the mean of paired differences is not 0 (two-sided t test); nil for fewer than two.
  public static func pairedP(_ differences: [Double]) -> Double? {
    guard differences.count > 1 else { return nil }
    let s = deviation(differences)
    let m = mean(differences)
    if s == 0 { return m == 0 ? 1 : 0 }
    let n = Double(differences.count)
    return StudentT.twoSided(m / (s / n.squareRoot()), freedom: n - 1)
  }

  /// Holm's correction (1979): p-values adjusted for all comparisons made, in the given order.
  public static func holm(_ values: [Double]) -> [Double] {
    var result = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      largest = max(largest, min(1, values[index] * Double(values.count - rank)))
      result[index] = largest
    }
    return result
  }

  /// Whether the mean difference is shown to lie within ±margin: two one-sided t tests at 5 %, which is the 90 % interval
  /// within the margin (Schuirmann 1987, doi:10.1007/BF01068419).
  public static func isEquivalent(_ differences: [Double], margin: Double) -> Bool {
    guard differences.count > 1, let interval = interval(differences, confidence: 0.9) else { return false }
    return interval.low > -margin && interval.high < margin
  }

  /// About how many pairs, more than there are, would decide with a power of 80 %: for the mean seen to differ from 0 at
  /// 5 % corrected for all `comparisons`, or for the 90 % interval to fit into the margin, whichever takes fewer. By the
  /// normal distribution, so too few for very few pairs; at most 999.
  public static func morePairsNeeded(_ differences: [Double], margin: Double, comparisons: Int = 1) -> Int? {
    guard differences.count > 1 else { return nil }
    let s = deviation(differences)
    let m = abs(mean(differences))
    func needed(_ tail: Double, _ gap: Double) -> Double {
      guard gap > 0 else { return .infinity }
      let quantiles = normalQuantile(1 - tail) + normalQuantile(0.8)
      return (quantiles * s / gap) * (quantiles * s / gap)
    }
    let pairs = min(needed(0.025 / Double(max(1, comparisons)), m), needed(0.05, margin - m))
    return max(1, min(999, Int(min(1e6, pairs.rounded(.up))) - differences.count))
  }

  private static func normalQuantile(_ p: Double) -> Double { StudentT.quantile(p, freedom: 1e7) }
}
