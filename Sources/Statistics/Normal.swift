#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The standard normal distribution.
public enum Normal {
  /// φ(x) = e^(−x²/2) / √(2π)
  public static func density(_ x: Double) -> Double { exp(-0.5 * x * x) / (2 * Double.pi).squareRoot() }

  /// Φ(x) = P(Z ≤ x) = ½ erfc(−x/√2), which keeps its digits far below 0; for the upper tail ask for Φ(−x).
  public static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// The x with Φ(x) = p; −∞ and ∞ for p ≤ 0 and p ≥ 1.
  ///
  /// A starting value good to three digits (Hastings 1955, sheet 67; Abramowitz & Stegun 26.2.23), then Halley's steps on
  /// Φ, each of which trebles the digits.
  public static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p <= 0 ? -.infinity : p >= 1 ? .infinity : .nan }
    if p > 0.5 { return -quantile(1 - p) }
    let t = (-2 * log(p)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    var x = numerator / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    for _ in 0..<3 {
      let step = (cumulative(x) - p) / density(x)
      x -= step / (1 + 0.5 * x * step)
    }
    return x
  }
}
