#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The incomplete beta function and the F distribution, which rests on it.
public enum Beta {
  /// The regularised incomplete beta function Iₓ(a, b), by its continued fraction (Lentz's method; Press et al.,
  /// *Numerical Recipes*, 3rd edition 2007, section 6.4).
  public static func regularised(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
  }

  /// P(F ≥ f) of the F distribution with d₁ and d₂ degrees of freedom: I of d₂ / (d₂ + d₁ f) at (d₂/2, d₁/2).
  public static func upperTailOfF(_ f: Double, _ d1: Double, _ d2: Double) -> Double {
    f <= 0 ? 1 : f.isInfinite ? 0 : regularised(d2 / (d2 + d1 * f), d2 / 2, d1 / 2)
  }

  /// The x at which Iₓ(a, b) is p, by bisection.
  public static func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if regularised(middle, a, b) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var result = d
    for i in 1...500 {
      let m = Double(i)
      for isEven in [true, false] {
        let term =
          isEven
          ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
          : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 + term * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + term / c
        if abs(c) < tiny { c = tiny }
        result *= d * c
      }
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }
}
