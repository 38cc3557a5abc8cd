#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How likely paired tests are to decide, and how many pairs that takes, for normal differences of known mean and
/// deviation.
///
/// Both are integrals over the distribution of the sample's deviation, of what the normal distribution says of its mean:
/// for the difference that is the noncentral t distribution, for equivalence what Owen's Q functions give (Owen 1965,
/// doi:10.1093/biomet/52.3-4.437; Phillips 1990, doi:10.1007/BF01063556). The normal distribution instead would promise too
/// much of few pairs.
public enum Power {
  /// The probability that a two-sided t test at `level` finds the difference with its right sign. `effect` is the true mean
  /// over the true deviation.
  public static func ofDifference(effect: Double, pairs: Int, level: Double = 0.05) -> Double {
    guard pairs > 1 else { return 0 }
    let shift = abs(effect) * Double(pairs).squareRoot()
    // An infinite effect: no deviation at all.
    guard shift.isFinite else { return effect.isNaN ? 0 : 1 }
    return ofDifference(shift: shift, freedom: Double(pairs - 1), level: level)
  }

  /// The same, with the true mean in units of its standard error, which is known with `freedom` degrees of freedom.
  static func ofDifference(shift: Double, freedom: Double, level: Double) -> Double {
    let t = StudentT.upperQuantile(level / 2, freedom: freedom)
    return overDeviation(freedom) { Normal.cumulative(shift - t * $0) }
  }

  /// The probability that two one-sided t tests at `level` show the mean to lie within ±margin. All three in units of the
  /// true deviation, or `mean` and `margin` in those of the score with the `deviation` given.
  public static func ofEquivalence(
    mean: Double, margin: Double, deviation: Double = 1, pairs: Int, level: Double = 0.05
  ) -> Double {
    guard pairs > 1, margin > 0 else { return 0 }
    let root = Double(pairs).squareRoot()
    let (low, high) = ((-margin - mean) / deviation * root, (margin - mean) / deviation * root)
    guard low.isFinite, high.isFinite else { return abs(mean) < margin ? 1 : 0 }
    return ofEquivalence(low: low, high: high, freedom: Double(pairs - 1), level: level)
  }

  /// The same, with the margin's ends less the true mean in units of its standard error.
  static func ofEquivalence(low: Double, high: Double, freedom: Double, level: Double) -> Double {
    guard high > low else { return 0 }
    let t = StudentT.upperQuantile(level, freedom: freedom)
    // With a sample deviation above this the interval cannot fit, wherever its middle is.
    return overDeviation(freedom, below: (high - low) / 2 / t) {
      max(0, Normal.cumulative(high - t * $0) - Normal.cumulative(low + t * $0))
    }
  }

  /// The least number for which `isEnough` holds, which has to hold for all that are greater; `to` if it is none of them.
  static func first(from: Int, to: Int, _ isEnough: (Int) -> Bool) -> Int {
    var (low, high) = (from, to)
    while low < high {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// ∫ f(u) g(u) du, g being the density of u = s/σ, the sample's deviation over the true one: that of √(χ²/ν).
  /// By Simpson's rule between nine deviations below and above, where g is 10⁻¹⁷ and less.
  private static func overDeviation(
    _ freedom: Double, below most: Double = .infinity, _ f: (Double) -> Double
  ) -> Double {
    let half = 4.5 * (2 / freedom).squareRoot()
    let low = max(0, 1 - half)
    let high = min(1 + half, most)
    guard high > low else { return 0 }
    let constant = log(2) + freedom / 2 * log(freedom / 2) - lgamma(freedom / 2)
    let count = 200
    let step = (high - low) / Double(count)
    var sum = 0.0
    for i in 0...count {
      let u = low + Double(i) * step
      // At 0 the logarithm is infinite; the density is not.
      let power = freedom == 1 ? 0 : (freedom - 1) * log(u)
      let density = exp(constant + power - freedom * u * u / 2)
      sum += (i == 0 || i == count ? 1 : i % 2 == 1 ? 4 : 2) * density * f(u)
    }
    return min(1, sum * step / 3)
  }
}
