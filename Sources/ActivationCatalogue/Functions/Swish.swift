public import VectorMath

/// x σ(βx). With β = 1 it is SiLU; β → 0 gives x/2 and β → ∞ gives ReLU. ∂f/∂β = x² σ(βx) σ(−βx).
public struct Swish: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "swish", title: "Swish", aliases: ["silu", "sigmoid-linear-unit"], formula: "x s(beta x)",
    derivativeFormula: "s(v) (1 + v s(-v)), v = beta x", range: "[-0.27846/beta, inf)", limits: (0, .infinity),
    cancellations: [-1.2784645427610738], isMonotonic: false, isSmooth: true, isCentred: true, backwardNeeds: .input,
    parameters: [
      ParameterFacts(
        name: "beta", symbol: "β", defaultValue: 1, origin: "Elfwing et al. 2017 (SiLU); Ramachandran et al. 2017",
        allowed: -100...100, isLearnable: true)
    ],
    initialization: .he,
    strength: "Smooth and not monotonic; found by search to do well in deep networks.",
    weakness: "An exponential per element, and gains that depend on the network.",
    citation: Citation(
      "Ramachandran, P.; Zoph, B.; Le, Q. V.", 2017, "Searching for activation functions", "arXiv:1710.05941")
  )

  // With β < 0 it is −f(−x) of −β.

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (bounded, tail) = tail(x, p)
    return tail.gating(x.flippingSign(by: p.first), bounded: bounded).flippingSign(by: p.first)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (bounded, tail) = tail(x, p)
    return derivative(x, p, bounded, tail)
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let (bounded, tail) = tail(x, p)
    return (
      tail.gating(x.flippingSign(by: p.first), bounded: bounded).flippingSign(by: p.first),
      derivative(x, p, bounded, tail)
    )
  }

  @inlinable @inline(__always)
  public static func parameterDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (bounded, tail) = tail(x, p)
    let product = bounded * tail.reciprocal
    let scale = LogisticTail<V>.scale
    return product * V.multiplyAdd(product, -scale, bounded) * scale
  }

  @inlinable @inline(__always)
  static func tail<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (bounded: V, tail: LogisticTail<V>) {
    let slope = p.first.magnitude
    let bounded = linearlyBounded(x, slope: slope)
    return (bounded, LogisticTail(bounded, times: slope))
  }

  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ bounded: V, _ tail: LogisticTail<V>) -> V {
    let slope = p.first.magnitude
    return tail.linearGatingDerivative(
      x.flippingSign(by: p.first), t: bounded * slope, rest: V.residual(V(1), bounded, slope))
  }
}
