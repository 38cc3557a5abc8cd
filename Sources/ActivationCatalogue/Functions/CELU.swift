public import VectorMath

/// max(x, 0) + min(0, α (e^(x/α) − 1)): an ELU whose derivative is continuous for every α.
public struct CELU: StagedFunction {
  public static let facts = ActivationFacts(
    name: "celu", title: "CELU", aliases: ["continuous-elu"], formula: "x if x > 0, else alpha (exp(x/alpha) - 1)",
    derivativeFormula: "1 if x > 0, else exp(x/alpha)", range: "(-alpha, inf)", limits: (-1, .infinity),
    isMonotonic: true, isSmooth: false, isCentred: true, backwardNeeds: .inputOrOutput,
    parameters: [
      ParameterFacts(
        name: "alpha", symbol: "α", defaultValue: 1, origin: "Barron 2017; with 1 it is ELU", allowed: 0.001...100)
    ],
    initialization: .he,
    elsewhere: Elsewhere(
      pytorch: "nn.CELU(alpha={alpha})",
      keras: "keras.layers.Activation(lambda x: keras.activations.celu(x, alpha={alpha}))",
      jax: "jax.nn.celu(x, alpha={alpha})"),
    strength: "Continuously differentiable whatever its parameter.",
    weakness: "An exponential for every negative input; with alpha = 1 it is ELU.",
    citation: Citation(
      "Barron, J. T.", 2017, "Continuously differentiable exponential linear units", "arXiv:1704.07483")
  )

  @inlinable public static var stages: Int { @inline(__always) get { 2 } }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    let bound = -(exponentialBound() * p.first)
    // The derivative takes from here that x is NaN.
    let bounded = wanted.contains(.derivative) ? V.larger(bound, x) : x.downTo(bound)
    let (power, scaled) = DividedExponential.reduced(bounded, by: p.first)
    return Prepared(power, scaled)
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let e = DividedExponential(power: prepared.first, scaled: prepared.second, by: p.first)
    let (_, whole, low) = lessOne(e.power, times: p.first)
    let below = whole + V.multiplyAdd(e.power * Exponential<V>.scale, e.product, low)
    return V.choose(V.less(x, V(0)), below, x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let e = DividedExponential(power: prepared.first, scaled: prepared.second, by: p.first)
    let below = V.multiplyAdd(e.power, e.excess, e.power) * Exponential<V>.scale
    return V.choose(V.less(V(0), x), V(1), below)
  }

  /// 1 + y/α on the negative side
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    V.choose(V.less(V(0), y), V(1), V(1) + y / p.first)
  }
}
