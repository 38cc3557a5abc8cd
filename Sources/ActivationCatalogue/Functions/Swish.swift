public import VectorMath

/// x σ(βx). With β = 1 it is SiLU; β → 0 gives x/2 and β → ∞ gives ReLU. ∂f/∂β = x² σ(βx) σ(−βx).
public struct Swish: StagedFunction {
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
    elsewhere: Elsewhere(pytorch: "nn.SiLU()", kerasName: "silu", jax: "jax.nn.silu(x)"),
    strength: "Smooth and not monotonic; found by search to do well in deep networks.",
    weakness: "An exponential per element, and gains that depend on the network.",
    citation: Citation(
      "Ramachandran, P.; Zoph, B.; Le, Q. V.", 2017, "Searching for activation functions", "arXiv:1710.05941")
  )

  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? {
    wanted == .value
      ? PieceForm(.belowReLU, .even, degree: 6) : PieceForm(.rising, .even, degree: 6)
  }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Prepared(reduced(x, p))
  }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Prepared(LogisticTail(Exponential(numbers.reduced)))
  }

  // With β < 0 it is −f(−x) of −β.

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    LogisticTail(prepared).gating(x.flippingSign(by: p.first), bounded: clamped(x, p)).flippingSign(by: p.first)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let (bounded, slope, tail) = (bounded(x, p), p.first.magnitude, LogisticTail(prepared))
    let rise = bounded * (slope * LogisticTail<V>.scale)
    let bracket = V.multiplyAdd(rise, tail.reciprocal, V.difference(V(1), bounded, slope))
    return tail.gatingDerivative(x.flippingSign(by: p.first), bracket: bracket)
  }

  @inlinable @inline(__always)
  public static func parameterDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let bounded = bounded(x, p)
    let product = bounded * LogisticTail(Exponential(reduced(x, p))).reciprocal
    let scale = LogisticTail<V>.scale
    return product * V.multiplyAdd(product, -scale, bounded) * scale
  }

  @inlinable @inline(__always)
  static func bounded<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V { linearlyBounded(x, slope: p.first.magnitude) }

  /// For NaN perhaps the bound.
  @inlinable @inline(__always)
  static func clamped<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V { linearlyClamped(x, slope: p.first.magnitude) }

  @inlinable @inline(__always)
  static func reduced<V: Lanes>(_ x: V, _ p: Parameters<V>) -> ReducedArgument<V> {
    ReducedArgument(clamped(x, p), times: p.first.magnitude, headroom: Exponential<V>.up)
  }
}
