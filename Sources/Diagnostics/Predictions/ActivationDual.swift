public import Activations

/// What an activation makes of two correlated normal variables, by quadrature in two dimensions: see `NormalRule`.
public struct ActivationDual: Hashable, Sendable {
  /// E[f(u) f(v)]: the dual of f, arc-cosine's kernel for ReLU (Cho & Saul 2009).
  public private(set) var product = 0.0
  /// E[f′(u) f′(v)].
  public private(set) var slopeProduct = 0.0
  /// E[f(u)² f(v)²].
  public private(set) var squareProduct = 0.0
  /// E[f′(u)² f′(v)²].
  public private(set) var slopeSquareProduct = 0.0

  /// - Parameters:
  ///   - mean: of u and v.
  ///   - variance: of both, 0 or more.
  ///   - correlation: from −1 to 1.
  public init(_ activation: Activation, mean: Double = 0, variance: Double, correlation: Double) {
    let kinks = activation.facts.kinks
    guard variance > 0, variance.isFinite else {
      add(1, activation.value(mean), activation.derivative(mean), activation.value(mean), activation.derivative(mean))
      return
    }
    let (deviation, rest) = (variance.squareRoot(), 1 - correlation * correlation)
    guard rest > 1e-15 else {
      // u = ±v about the mean: one dimension.
      let isSame = correlation > 0
      let mirrored = isSame ? [] : kinks.map { 2 * mean - $0 }
      let rule = NormalRule(mean: mean, deviation: deviation, kinks: kinks + mirrored)
      let one = activation.valueAndDerivative(of: rule.x, threads: .one)
      let other =
        isSame ? one : activation.valueAndDerivative(of: rule.x.map { 2 * mean - $0 }, threads: .one)
      for i in rule.x.indices {
        add(rule.weights[i], one.value[i], one.derivative[i], other.value[i], other.derivative[i])
      }
      return
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
    let (values, slopes) = activation.valueAndDerivative(of: outer.x, threads: .one)
    for (i, z) in outer.z.enumerated() where outer.weights[i] > 1e-16 {
      let inner = NormalRule(
        mean: mean + deviation * correlation * z, deviation: deviation * t, kinks: kinks, effort: .coarse)
      let (f, d) = activation.valueAndDerivative(of: inner.x, threads: .one)
      var sums = SIMD4<Double>()
      for (w, (value, slope)) in zip(inner.weights, zip(f, d)) {
        sums += w * SIMD4(value, slope, value * value, slope * slope)
      }
      let own = SIMD4(values[i], slopes[i], values[i] * values[i], slopes[i] * slopes[i])
      let part = outer.weights[i] * own * sums
      product += part[0]
      slopeProduct += part[1]
      squareProduct += part[2]
      slopeSquareProduct += part[3]
    }
  }

  private mutating func add(_ weight: Double, _ f: Double, _ d: Double, _ g: Double, _ e: Double) {
    product += weight * f * g
    slopeProduct += weight * d * e
    squareProduct += weight * f * f * g * g
    slopeSquareProduct += weight * d * d * e * e
  }
}
