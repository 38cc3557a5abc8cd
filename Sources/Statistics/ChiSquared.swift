#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The χ² distribution.
public enum ChiSquared {
  /// P(χ² ≥ x) with `freedom` degrees of freedom: the regularised incomplete gamma function Q(freedom/2, x/2), by its
  /// series where that converges fast, by its continued fraction elsewhere (Press et al., *Numerical Recipes*, 3rd edition
  /// 2007, section 6.2).
  public static func upperTail(_ x: Double, freedom: Double) -> Double {
    if x <= 0 { return 1 }
    if x.isInfinite { return 0 }
    let (a, z) = (freedom / 2, x / 2)
    let front = exp(a * log(z) - z - lgamma(a))
    return z < a + 1 ? 1 - front * series(a, z) : front * fraction(a, z)
  }

  /// Σ zⁿ / (a (a + 1) … (a + n))
  private static func series(_ a: Double, _ z: Double) -> Double {
    var term = 1 / a
    var sum = term
    var n = a
    for _ in 0..<10_000 where term > sum * 1e-17 {
      n += 1
      term *= z / n
      sum += term
    }
    return sum
  }

  private static func fraction(_ a: Double, _ z: Double) -> Double {
    var b = z + 1 - a
    var c = 1e300
    var d = 1 / b
    var result = d
    for i in 1...10_000 {
      let n = Double(i)
      let term = -n * (n - a)
      b += 2
      d = 1 / (term * d + b)
      c = b + term / c
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }
}
