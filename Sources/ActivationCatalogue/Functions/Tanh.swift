public import VectorMath

/// The hyperbolic tangent, 2 σ(2x) − 1.
///
/// The derivative is 4 σ(2x) σ(−2x), never 1 − tanh², which loses its digits where the function saturates.
public struct Tanh: StagedFunction {
  public static let facts = ActivationFacts(
    name: "tanh", title: "Tanh", aliases: ["hyperbolic-tangent"], formula: "tanh(x)",
    derivativeFormula: "1 - tanh(x)^2",
    range: "(-1, 1)", limits: (-1, 1), isMonotonic: true, isSmooth: true, isCentred: true,
    backwardNeeds: .inputOrOutput, initialization: .glorot,
    elsewhere: Elsewhere(pytorch: "nn.Tanh()", kerasName: "tanh", jax: "jnp.tanh(x)"),
    strength: "Centred on zero, with slope 1 at the origin.",
    weakness: "Saturates at both ends, so gradients still vanish with depth.",
    citation: Citation(
      "LeCun, Y.; Bottou, L.; Orr, G. B.; Müller, K.-R.", 1998, "Efficient BackProp", "doi:10.1007/3-540-49430-8_2")
  )

  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? {
    wanted == .value ? PieceForm(.odd, .exponential, degree: 6, beyond: .neither) : nil
  }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    // The derivative takes from here that x is NaN.
    let t = wanted.contains(.derivative) ? bounded(x) : clamped(x)
    return Prepared(ReducedArgument(t + t, headroom: Exponential<V>.up))
  }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Prepared(LogisticTail(Exponential(numbers.reduced)).denominator)
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    hyperbolicTangent(x.magnitude, rest: rest(prepared)).withSign(of: x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    slope(rest(prepared))
  }

  /// (1 − y) (1 + y), whose first factor is exact where tanh saturates
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    (V(1) - y) * (V(1) + y)
  }

  /// |x| up to where the function has reached 1.
  @inlinable @inline(__always)
  static func bounded<V: Lanes>(_ x: V) -> V { V.smaller(bound(), x.magnitude) }

  /// For NaN perhaps the bound.
  @inlinable @inline(__always)
  static func clamped<V: Lanes>(_ x: V) -> V { x.magnitude.upTo(bound()) }

  @inlinable @inline(__always)
  static func bound<V: Lanes>() -> V { exponentialBound() * V(0.5) }

  /// 2 σ(−2|x|), which is 1 − tanh |x|.
  @inlinable @inline(__always)
  static func rest<V: Lanes>(_ prepared: Prepared<V>) -> V {
    LogisticTail(denominator: prepared.first, low: V(0)).quotient(times: 2)
  }

  @inlinable @inline(__always)
  static func slope<V: Lanes>(_ rest: V) -> V { V.multiplyAdd(-rest, rest, rest + rest) }
}
