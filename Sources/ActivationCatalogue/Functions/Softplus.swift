public import VectorMath

/// ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|)): the exponential cannot overflow, and log1p keeps the digits of what is small.
/// For |x| < 1 it is x/2 + ln(2 cosh(x/2)), as neighbours are so close there that after a rounded exponential it would fall from
/// one to the next.
public struct Softplus: StagedFunction {
  public static let facts = ActivationFacts(
    name: "softplus", title: "Softplus", aliases: ["soft-relu"], formula: "ln(1 + exp(x))", derivativeFormula: "s(x)",
    range: "(0, inf)", limits: (0, .infinity), isMonotonic: true, isSmooth: true, isCentred: false,
    backwardNeeds: .inputOrOutput, initialization: .he,
    elsewhere: Elsewhere(pytorch: "nn.Softplus()", kerasName: "softplus", jax: "jax.nn.softplus(x)"),
    strength: "A smooth ReLU whose derivative is the sigmoid.",
    weakness: "Never zero and never negative: outputs drift upwards layer by layer.",
    citation: Citation(
      "Dugas, C.; Bengio, Y.; Bélisle, F.; Nadeau, C.; Garcia, R.", 2000,
      "Incorporating second-order functional knowledge for better option pricing (NIPS)")
  )

  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? {
    wanted == .value ? PieceForm(.aboveReLU, .exponential, degree: 6) : nil
  }

  /// For ln(1 + e^−|x|) the argument of e^−|x|, for its derivative that of the sigmoid.
  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    let (value, derivative) = (ReducedArgument(decaying: x), Sigmoid.reduced(x))
    if !wanted.contains(.value) { return Prepared(third: derivative.biased, fourth: derivative.remainder) }
    if !wanted.contains(.derivative) { return Prepared(value) }
    return Prepared(value.biased, value.remainder, derivative.biased, derivative.remainder)
  }

  /// e^−|x| in two numbers, and what the sigmoid divides by.
  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    let (u, low) = Exponential(numbers.reduced).parts
    let derivative = ReducedArgument(biased: numbers.third, remainder: numbers.fourth)
    let denominator = LogisticTail(Exponential(derivative)).denominator
    if !wanted.contains(.value) { return Prepared(third: denominator) }
    if !wanted.contains(.derivative) { return Prepared(u, low) }
    return Prepared(u, low, denominator)
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let far = logOnePlus(prepared.first, low: prepared.second, plus: V.larger(V(0), x))
    return V.choose(V.less(x.magnitude, V(1)), near(x), far)
  }

  /// For |x| ≤ 1; the constant, whose rounding is the last, is added to what rises with x by itself.
  @inlinable @inline(__always)
  static func near<V: Lanes>(_ x: V) -> V {
    let square = x * x
    let (constant, slope): (V, V) = logCoshPolynomial(square)
    return constant + V.multiplyAdd(slope, square, x * V(0.5))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    sided(x, scaled: LogisticTail(denominator: prepared.third, low: V(0)).reciprocal, scale: LogisticTail<V>.scale)
  }

  /// 1 − e⁻ʸ
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    NegativePart(NegativePart.reduced(-y, for: .derivative)).exponentialMinusOne(times: V(-1))
  }
}
