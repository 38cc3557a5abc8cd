public import VectorMath

/// x σ(1.702 x), the quick form of GELU. 1.702 is no `Float`: it is carried in two numbers.
public struct GELUSigmoid: StagedFunction {
  public static let facts = ActivationFacts(
    name: "gelu-sigmoid", title: "GELU (sigmoid)", aliases: ["gelusigmoid", "quick-gelu"], formula: "x s(1.702 x)",
    derivativeFormula: "s(v) (1 + v s(-v)), v = 1.702 x", range: "[-0.16361, inf)", limits: (0, .infinity),
    cancellations: [-0.7511542554412889], isMonotonic: false, isSmooth: true, isCentred: true, backwardNeeds: .input,
    initialization: .he,
    strength: "GELU for the price of a sigmoid.", weakness: "Off by up to 0.02 from GELU.",
    citation: Citation(
      "Hendrycks, D.; Gimpel, K.", 2016, "Gaussian error linear units (GELUs)", "arXiv:1606.08415")
  )

  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? {
    wanted == .value
      ? PieceForm(.belowReLU, .exponential, degree: 6) : PieceForm(.rising, .exponential, degree: 6)
  }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Prepared(
      ReducedArgument(
        linearlyClamped(x, slope: slope()), times: slope(), slopeLow: slopeLow(), headroom: Exponential<V>.up))
  }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Prepared(LogisticTail(Exponential(numbers.reduced)))
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    LogisticTail(prepared).gating(x, bounded: linearlyClamped(x, slope: slope()))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let (bounded, tail) = (linearlyBounded(x, slope: slope()), LogisticTail(prepared))
    let rest = V.difference(V(1), bounded, slope(), low: slopeLow())
    let rise = bounded * (slope() * LogisticTail<V>.scale)
    let bracket = V.multiplyAdd(rise, tail.reciprocal, rest)
    return tail.gatingDerivative(x, bracket: bracket, low: V.multiplyAdd(rise, tail.reciprocal, rest - bracket))
  }

  @inlinable @inline(__always)
  static func slope<V: Lanes>() -> V { V(V.isDouble ? 1.702 : 1.7020000219345093) }

  /// What rounding took from it.
  @inlinable @inline(__always)
  static func slopeLow<V: Lanes>() -> V { V(V.isDouble ? 4.263256414560601e-17 : -2.193450927734375e-08) }
}
