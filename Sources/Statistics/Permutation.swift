internal import Randomness

/// The sign-flip test of paired differences (Fisher 1935, *The Design of Experiments*, section 21): had the two methods
/// the same distribution, each difference could as well have the other sign.
public enum Permutation {
  /// With so many pairs all ways of giving them signs are counted: 2¹⁶ of them, of which half are mirrored.
  public static let largestExact = 16

  /// The share of ways of giving signs to the differences for which the sum is as far from 0 as it is, or farther: a
  /// two-sided p-value without any assumption of normality. No less than 2 · 2⁻ⁿ, so five pairs never reach 5 %. Nil for
  /// none.
  ///
  /// Beyond ``largestExact`` pairs, (b + 1) / (m + 1) for b among m drawn ways, which errs on the safe side (Phipson & Smyth
  /// 2010, doi:10.2202/1544-6115.1585). The same differences and seed give the same p-value.
  public static func pairedP(
    _ differences: [Double], resamples: Int = Bootstrap.resamples, seed: UInt64 = 0
  ) -> Double? {
    guard let first = differences.first else { return nil }
    let whole = abs(differences.reduce(0, +))
    // Sums that are equal on paper differ by rounding, and must count.
    let bound = whole - 1e-9 * differences.reduce(0) { $0 + abs($1) }
    if differences.count <= largestExact {
      var sums = [first]
      for value in differences.dropFirst() { sums = sums.map { $0 + value } + sums.map { $0 - value } }
      return Double(sums.count { abs($0) >= bound }) / Double(sums.count)
    }
    var random = RandomStream(seed: seed, purpose: .permutation)
    var found = 0
    for _ in 0..<max(0, resamples) {
      var sum = 0.0
      var bits: UInt64 = 0
      for (i, value) in differences.enumerated() {
        if i % 64 == 0 { bits = random.next() }
        sum += bits & 1 == 0 ? value : -value
        bits >>= 1
      }
      if abs(sum) >= bound { found += 1 }
    }
    return Double(found + 1) / Double(max(0, resamples) + 1)
  }
}
