/// The few statistics that a comparison of paired runs needs.
public enum Sample {
  public static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// The sample's standard deviation, with n − 1; 0 for fewer than two values.
  public static func deviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let m = mean(values)
    return (values.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(values.count - 1)).squareRoot()
  }

  /// Whether the values agree to nine digits: differences of scores that are equal on paper differ by rounding.
  public static func areEqual(_ values: [Double]) -> Bool {
    guard let low = values.min(), let high = values.max() else { return true }
    guard values.allSatisfy(\.isFinite) else { return false }
    return high - low <= 1e-9 * max(abs(low), abs(high))
  }

  /// The mean with its t interval: mean ± t s / √n. One value is its own interval. Nil for none.
  ///
  /// Not the bootstrap: of five values it gives intervals that are far too narrow.
  public static func interval(_ values: [Double], confidence: Double = 0.95) -> Estimate? {
    guard !values.isEmpty else { return nil }
    let m = mean(values)
    guard values.count > 1 else { return Estimate(value: m, low: m, high: m) }
    let n = Double(values.count)
    let t = StudentT.upperQuantile((1 - confidence) / 2, freedom: n - 1)
    let half = t * deviation(values) / n.squareRoot()
    return Estimate(value: m, low: m - half, high: m + half)
  }

  /// The p-value that the mean of paired differences is not 0 (two-sided t test); nil for fewer than two.
  ///
  /// Equal differences say nothing of how much they vary, and two of them are common where scores are counts of a small
  /// test set: t would be infinite. Of them only the signs are used: p = 2 · 2⁻ⁿ, or 1 if they are 0 (sign test).
  public static func pairedP(_ differences: [Double]) -> Double? {
    guard differences.count > 1 else { return nil }
    let m = mean(differences)
    if areEqual(differences) { return m == 0 ? 1 : 2 * signs(differences.count) }
    let n = Double(differences.count)
    return StudentT.twoSided(m / (deviation(differences) / n.squareRoot()), freedom: n - 1)
  }

  /// 2⁻ⁿ: how likely n signs are all what they are.
  static func signs(_ count: Int) -> Double { Double(sign: .plus, exponent: -min(count, 1_000), significand: 1) }

  /// Holm's correction (1979, Scandinavian Journal of Statistics 6, 65–70): p-values adjusted for all comparisons made, in
  /// the given order. The one of rank r, from 0, is multiplied by (n − r), and none is below one before it.
  public static func holm(_ values: [Double]) -> [Double] {
    var result = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      largest = max(largest, min(1, values[index] * Double(values.count - rank)))
      result[index] = largest
    }
    return result
  }
}
