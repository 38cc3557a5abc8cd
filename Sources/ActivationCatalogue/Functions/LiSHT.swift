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
    x * hyperbolicTangent(x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    // Beyond ±64 the second term is zero; ∞ · 0 would be NaN.
    let bounded = x.clamped(to: V(64))
    return V.multiplyAdd(bounded, Gate(bounded + bounded).slope * V(4), hyperbolicTangent(x))
  }
}
