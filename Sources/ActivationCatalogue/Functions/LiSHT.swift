public import VectorMath

/// x tanh x. The derivative, tanh x + x (1 − tanh² x), is a sum of two terms of one sign: nothing cancels.
public struct LiSHT: ActivationFunction {
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
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (t, rest) = Tanh.rest(x)
    return value(x, t, rest)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (t, rest) = Tanh.rest(x)
    return derivative(x, t, rest)
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let (t, rest) = Tanh.rest(x)
    return (value(x, t, rest), derivative(x, t, rest))
  }

  @inlinable @inline(__always)
  static func value<V: Lanes>(_ x: V, _ t: V, _ rest: V) -> V {
    let square = t * t
    let small = t * V.multiplyAdd(t * square, tanhPolynomial(square), t)
    // |x| − |x| (1 − tanh |x|), rounded once; the bounded t keeps ∞ · 0 away.
    return V.choose(V.less(t, V(0.625)), small, V.multiplyAdd(-t, rest, x.magnitude))
  }

  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ x: V, _ t: V, _ rest: V) -> V {
    V.multiplyAdd(t, Tanh.slope(rest), hyperbolicTangent(t, rest: rest)).withSign(of: x)
  }
}
