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

  /// About how many pairs, more than there are, would decide: for the mean seen, if it is beyond the margin, to differ
  /// from 0 at 5 % with power 80 %; otherwise for the interval to fit into the margin. At most 999.
  public static func morePairsNeeded(_ differences: [Double], margin: Double) -> Int? {
    guard differences.count > 1 else { return nil }
    let s = deviation(differences)
    let m = abs(mean(differences))
    // The normal quantiles of 0.975 and 0.8, and of 0.95 and 0.8.
    let gap = max(m, margin - m)
    let quantiles = m > margin - m ? 1.96 + 0.842 : 1.645 + 0.842
    let needed = gap > 0 ? (quantiles * s / gap) * (quantiles * s / gap) : .infinity
    return max(1, min(999, Int(min(1e6, needed.rounded(.up))) - differences.count))
  }
}
