public import Activations

/// What an activation makes of a normal variable, by quadrature: see `NormalRule`.
public struct ActivationMoments: Hashable, Sendable {
  /// E[f(x)].
  public let mean: Double
  /// E[f(x)²].
  public let meanSquare: Double
  /// E[f(x)⁴].
  public let meanFourth: Double
  /// E[f′(x)²].
  public let slopeSquare: Double
  /// E[f′(x)⁴].
  public let slopeFourth: Double

  /// - Parameters:
  ///   - mean: of x.
  ///   - variance: of x, 0 or more.
  public init(_ activation: Activation, mean: Double = 0, variance: Double) {
    guard variance > 0, variance.isFinite, mean.isFinite else {
      let (value, slope) = (activation.value(mean), activation.derivative(mean))
      let isKnown = variance == 0
      self.mean = isKnown ? value : .nan
      meanSquare = isKnown ? value * value : variance
      meanFourth = isKnown ? value * value * value * value : variance
      slopeSquare = isKnown ? slope * slope : .nan
      slopeFourth = isKnown ? slope * slope * slope * slope : .nan
      return
    }
    let rule = NormalRule(mean: mean, deviation: variance.squareRoot(), kinks: activation.facts.kinks)
    let (values, slopes) = activation.valueAndDerivative(of: rule.x, threads: .one)
    var sums = SIMD8<Double>()
    for (w, (f, d)) in zip(rule.weights, zip(values, slopes)) {
      let (f2, d2) = (f * f, d * d)
      sums += w * SIMD8(f, f2, f2 * f2, d2, d2 * d2, 0, 0, 0)
    }
    self.mean = sums[0]
    meanSquare = sums[1]
    meanFourth = sums[2]
    slopeSquare = sums[3]
    slopeFourth = sums[4]
  }

  /// E[f(u) f(v)] for u, v ~ N(mean, variance) with a correlation from −1 to 1: the dual of f, arc-cosine's kernel for
  /// ReLU (Cho & Saul 2009).
  public static func product(
    _ activation: Activation, mean: Double = 0, variance: Double, correlation: Double
  ) -> Double {
    product(activation, mean, variance, correlation) { activation.apply(to: $0, threads: .one) }
  }

  /// E[f′(u) f′(v)] for the same.
  public static func slopeProduct(
    _ activation: Activation, mean: Double = 0, variance: Double, correlation: Double
  ) -> Double {
    product(activation, mean, variance, correlation) { activation.derivative(of: $0, threads: .one) }
  }

  private static func product(
    _ activation: Activation, _ mean: Double, _ variance: Double, _ correlation: Double, _ g: ([Double]) -> [Double]
  ) -> Double {
    let kinks = activation.facts.kinks
    guard variance > 0, variance.isFinite else { return g([mean]).reduce(1) { $0 * $1 * $1 } }
    let (deviation, rest) = (variance.squareRoot(), 1 - correlation * correlation)
    guard rest > 1e-15 else {
      // u = ±v about the mean: one dimension.
      let mirrored = kinks.map { 2 * mean - $0 }
      let rule = NormalRule(mean: mean, deviation: deviation, kinks: correlation > 0 ? kinks : kinks + mirrored)
      let one = g(rule.x)
      let other = correlation > 0 ? one : g(rule.x.map { 2 * mean - $0 })
      return rule.sum(zip(one, other).map { $0 * $1 })
    }
    let t = rest.squareRoot()
    // Behind the inner integral a kink is a bend as wide as t / correlation.
    var cuts: [Double] = []
    if abs(correlation) > 0.5 {
      for kink in kinks + [0] {
        let at = (kink - mean) / deviation / correlation
        for w in [0, 1.5, 4, 8] { cuts += [at - w * t / correlation, at + w * t / correlation] }
      }
    }
    let outer = NormalRule(mean: mean, deviation: deviation, kinks: kinks, cuts: cuts, effort: .coarse)
    let values = g(outer.x)
    var total = 0.0
    for (i, z) in outer.z.enumerated() where outer.weights[i] > 1e-16 {
      let inner = NormalRule(
        mean: mean + deviation * correlation * z, deviation: deviation * t, kinks: kinks, effort: .coarse)
      total += outer.weights[i] * values[i] * inner.sum(g(inner.x))
    }
    return total
  }
}
