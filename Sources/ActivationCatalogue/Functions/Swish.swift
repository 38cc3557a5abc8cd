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
    // With β < 0 it is −f(−x) of −β.
    let sign = V(1).withSign(of: p.first)
    let (bounded, t, low) = linearArgument(x, slope: p.first.magnitude, slopeLow: V(0))
    return LogisticTail(t, low: low).gating(x * sign, bounded: bounded) * sign
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let sign = V(1).withSign(of: p.first)
    let (_, t, low) = linearArgument(x, slope: p.first.magnitude, slopeLow: V(0))
    return LogisticTail(t, low: low).linearGatingDerivative(x * sign, t: t, low: low)
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let sign = V(1).withSign(of: p.first)
    let (bounded, t, low) = linearArgument(x, slope: p.first.magnitude, slopeLow: V(0))
    let tail = LogisticTail(t, low: low)
    return (
      tail.gating(x * sign, bounded: bounded) * sign, tail.linearGatingDerivative(x * sign, t: t, low: low)
    )
  }

  @inlinable @inline(__always)
  public static func parameterDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (bounded, t, low) = linearArgument(x, slope: p.first.magnitude, slopeLow: V(0))
    let tail = LogisticTail(t, low: low)
    return (bounded * tail.scaled) * (bounded * (V(1) - tail.value)) * LogisticTail<V>.scale
  }
}
