public import VectorMath

/// x tanh x. The derivative, tanh x + x (1 − tanh² x), is a sum of two terms of one sign: nothing cancels.
public struct LiSHT: StagedFunction {
  public static let facts = ActivationFacts(
    name: "lisht", title: "LiSHT", aliases: ["linearly-scaled-hyperbolic-tangent"], formula: "x tanh(x)",
    derivativeFormula: "tanh(x) + x (1 - tanh(x)^2)", range: "[0, inf)", limits: (.infinity, .infinity),
    isMonotonic: false, isSmooth: true, isCentred: false, backwardNeeds: .input, initialization: .glorot,
    strength: "Unbounded in both directions of its input, so large inputs keep their gradient.",
    weakness: "Symmetric: it forgets the sign of its input, and its outputs are never negative.",
    citation: Citation(
      "Roy, S. K.; Manna, S.; Dubey, S. R.; Chaudhuri, B. B.", 2019,
      "LiSHT: non-parametric linearly scaled hyperbolic tangent activation function", "arXiv:1901.05894")
  )

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Tanh.prepare(x, p, for: wanted)
  }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Tanh.refine(numbers, p, for: wanted)
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let t = Tanh.clamped(x)
    let square = t * t
    let small = t * V.multiplyAdd(t * square, tanhPolynomial(square), t)
    // |x| − |x| (1 − tanh |x|), rounded once; the bounded t keeps ∞ · 0 away.
    return V.choose(V.less(t, V(0.625)), small, V.multiplyAdd(-t, Tanh.rest(prepared), x.magnitude))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    // Where x is NaN, `rest` is.
    let (t, rest) = (Tanh.clamped(x), Tanh.rest(prepared))
    return V.multiplyAdd(t, Tanh.slope(rest), hyperbolicTangent(t, rest: rest)).withSign(of: x)
  }
}
