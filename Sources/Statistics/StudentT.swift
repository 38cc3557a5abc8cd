#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Student's t distribution, for the means of few numbers.
public enum StudentT {
  /// P(T ≤ t) with `freedom` degrees of freedom (any positive number).
  public static func cumulative(_ t: Double, freedom: Double) -> Double {
    let tail = upperTail(abs(t), freedom: freedom)
    return t > 0 ? 1 - tail : tail
  }

  /// P(T ≥ t), with all its digits where it is small.
  public static func upperTail(_ t: Double, freedom: Double) -> Double {
    let tail = 0.5 * twoSided(t, freedom: freedom)
    return t < 0 ? 1 - tail : tail
  }

  /// P(|T| ≥ |t|)
  public static func twoSided(_ t: Double, freedom: Double) -> Double {
    t.isInfinite ? 0 : Beta.regularised(freedom / (freedom + t * t), freedom / 2, 0.5)
  }

  /// The t with P(T ≤ t) = p.
  public static func quantile(_ p: Double, freedom: Double) -> Double {
    guard p > 0, p < 1 else { return p <= 0 ? -.infinity : p >= 1 ? .infinity : .nan }
    return p < 0.5 ? -upperQuantile(p, freedom: freedom) : upperQuantile(1 - p, freedom: freedom)
  }

  /// The t with P(T ≥ t) = `tail`, for tails in (0, ½]; beyond, 0 or ∞.
  ///
  /// Newton's method on the logarithm of the tail, which is nearly straight; a step out of the interval known to hold the
  /// root is replaced by its middle.
  public static func upperQuantile(_ tail: Double, freedom: Double) -> Double {
    guard tail > 0 else { return .infinity }
    guard tail < 0.5 else { return 0 }
    var low = 0.0
    var high = 1.0
    while upperTail(high, freedom: freedom) > tail, high < 1e150 {
      low = high
      high *= 2
    }
    let constant = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / (freedom * Double.pi).squareRoot()
    let goal = log(tail)
    var t = (low + high) / 2
    for _ in 0..<200 {
      let found = upperTail(t, freedom: freedom)
      if found > tail { low = t } else { high = t }
      let density = constant * exp(-(freedom + 1) / 2 * log1p(t * t / freedom))
      var next = t + (log(found) - goal) * found / density
      if !(next > low && next < high) { next = (low + high) / 2 }
      if abs(next - t) <= 4e-16 * t || next == low || next == high { return next }
      t = next
    }
    return t
  }
}
