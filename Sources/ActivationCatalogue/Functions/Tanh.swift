public import VectorMath

/// The hyperbolic tangent, 2 σ(2x) − 1.
///
/// The derivative is 4 σ(2x) σ(−2x), never 1 − tanh², which loses its digits where the function saturates.
public struct Tanh: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "tanh", title: "Tanh", aliases: ["hyperbolic-tangent"], formula: "tanh(x)",
    derivativeFormula: "1 - tanh(x)^2",
    range: "(-1, 1)", limits: (-1, 1), isMonotonic: true, isSmooth: true, isCentred: true,
    backwardNeeds: .inputOrOutput, initialization: .glorot,
    strength: "Centred on zero, with slope 1 at the origin.",
    weakness: "Saturates at both ends, so gradients still vanish with depth.",
    citation: Citation(
      "LeCun, Y.; Bottou, L.; Orr, G. B.; Müller, K.-R.", 1998, "Efficient BackProp", "doi:10.1007/3-540-49430-8_2")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (t, rest) = rest(x)
    return hyperbolicTangent(t, rest: rest).withSign(of: x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    slope(rest(x).rest)
  }

  /// (1 − y) (1 + y), whose first factor is exact where tanh saturates
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    (V(1) - y) * (V(1) + y)
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let (t, rest) = rest(x)
    return (hyperbolicTangent(t, rest: rest).withSign(of: x), slope(rest))
  }

  /// |x| up to where the function has reached 1, and 2 σ(−2|x|), which is 1 − tanh |x|.
  @inlinable @inline(__always)
  static func rest<V: Lanes>(_ x: V) -> (t: V, rest: V) {
    let t = V.smaller(exponentialBound() * V(0.5), x.magnitude)
    return (t, LogisticTail(t + t).quotient(times: 2))
  }

  @inlinable @inline(__always)
  static func slope<V: Lanes>(_ rest: V) -> V { V.multiplyAdd(-rest, rest, rest + rest) }
}
