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

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let v = scaledArgument(x, high: p.first, low: V(0))
    return Gate(high: v.high, low: v.low).gating(x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let v = scaledArgument(x, high: p.first, low: V(0))
    return Gate(high: v.high, low: v.low).gatingDerivative(xTimesSlope: v.high, low: v.low)
  }

  @inlinable @inline(__always)
  public static func parameterDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let v = scaledArgument(x, high: p.first, low: V(0))
    let gate = Gate(high: v.high, low: v.low)
    // x² would overflow before the tail has made it small.
    let bounded = x.clamped(to: V(1e18))
    return (bounded * gate.part * gate.upper) * (bounded * gate.upper) * gate.scale
  }
}
