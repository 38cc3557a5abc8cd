public import VectorMath

/// ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|)): the exponential cannot overflow, and log1p keeps the digits of what is small.
public struct Softplus: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "softplus", title: "Softplus", aliases: ["soft-relu"], formula: "ln(1 + exp(x))", derivativeFormula: "s(x)",
    range: "(0, inf)", limits: (0, .infinity), isMonotonic: true, isSmooth: true, isCentred: false,
    backwardNeeds: .inputOrOutput, initialization: .he, strength: "A smooth ReLU whose derivative is the sigmoid.",
    weakness: "Never zero and never negative: outputs drift upwards layer by layer.",
    citation: Citation(
      "Dugas, C.; Bengio, Y.; Bélisle, F.; Nadeau, C.; Garcia, R.", 2000,
      "Incorporating second-order functional knowledge for better option pricing (NIPS)")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    logOnePlus(Exponential(decaying: x), plus: V.larger(V(0), x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    Sigmoid.value(x, Sigmoid.tail(x).quotient())
  }

  /// 1 − e⁻ʸ
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    NegativePart(-y).exponentialMinusOne(times: V(-1))
  }
}
