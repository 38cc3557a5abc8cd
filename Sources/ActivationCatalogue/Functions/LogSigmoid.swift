public import VectorMath

/// ln σ(x) = min(x, 0) − ln(1 + e^(−|x|)), never the logarithm of a sigmoid that has become 0 or 1.
public struct LogSigmoid: StagedFunction {
  public static let facts = ActivationFacts(
    name: "log-sigmoid", title: "Log-sigmoid", aliases: ["logsigmoid"], formula: "-ln(1 + exp(-x))",
    derivativeFormula: "s(-x)", range: "(-inf, 0)", limits: (-.infinity, 0), isMonotonic: true, isSmooth: true,
    isCentred: false, backwardNeeds: .inputOrOutput, initialization: .glorot,
    elsewhere: Elsewhere(pytorch: "nn.LogSigmoid()", kerasName: "log_sigmoid", jax: "jax.nn.log_sigmoid(x)"),
    strength: "The logarithm of a probability, exact where the probability has become 0 or 1.",
    weakness: "Never positive: meant for losses, not for hidden layers.",
    citation: Citation(
      "Dugas, C.; Bengio, Y.; Bélisle, F.; Nadeau, C.; Garcia, R.", 2000,
      "Incorporating second-order functional knowledge for better option pricing (NIPS)")
  )

  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? {
    wanted == .value ? PieceForm(.belowNegativePart, .exponential, degree: 6) : nil
  }

  // −softplus(−x), for which the same is prepared as for x.

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Softplus.prepare(x, p, for: wanted)
  }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Softplus.refine(numbers, p, for: wanted)
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    -Softplus.value(-x, p, prepared)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    Softplus.derivative(-x, p, prepared)
  }

  /// 1 − eʸ
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    NegativePart(NegativePart.reduced(y, for: .derivative)).exponentialMinusOne(times: V(-1))
  }
}
