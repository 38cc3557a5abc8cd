public import VectorMath

/// x / (1 + |x|): saturates like 1/x instead of like e⁻ˣ.
public struct Softsign: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "softsign", title: "Softsign", aliases: ["soft-sign"], formula: "x / (1 + |x|)",
    derivativeFormula: "1 / (1 + |x|)^2", range: "(-1, 1)", limits: (-1, 1), isMonotonic: true, isSmooth: false,
    isCentred: true, backwardNeeds: .inputOrOutput, initialization: .glorot,
    elsewhere: Elsewhere(pytorch: "nn.Softsign()", kerasName: "softsign", jax: "jax.nn.soft_sign(x)"),
    strength: "Saturates gently, so a gradient is left far from zero.",
    weakness: "Still bounded, with a slope that falls from the first step.",
    citation: Citation(
      "Bergstra, J.; Desjardins, G.; Lamblin, P.; Bengio, Y.", 2009,
      "Quadratic polynomials learn better image features (technical report 1337, Université de Montréal)")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    value(x, denominator(x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    derivative(denominator(x))
  }

  /// (1 − |y|)²
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    let rest = V(1) - y.magnitude
    return rest * rest
  }

  /// |x|, bounded, as ∞ / ∞ would be NaN; and 1 + |x| = `sum` + `low`.
  @inlinable @inline(__always)
  static func denominator<V: Lanes>(_ x: V) -> (magnitude: V, sum: V, low: V) {
    let magnitude = V.smaller(V(V.isDouble ? 0x1p600 : 0x1p100), x.magnitude)
    let sum = magnitude + V(1)
    return (magnitude, sum, V.smaller(V(1), magnitude) - (sum - V.larger(V(1), magnitude)))
  }

  /// With what rounding took from the sum and from the quotient: almost correctly rounded, so that it never falls.
  /// Without a fused instruction the last difference is rounded as well, and still it never falls.
  @inlinable @inline(__always)
  static func value<V: Lanes>(_ x: V, _ parts: (magnitude: V, sum: V, low: V)) -> V {
    let (magnitude, sum, low) = parts
    if V.isFused {
      let quotient = magnitude / sum
      let lost = V.multiplyAdd(quotient, -low, V.residual(magnitude, quotient, sum))
      return (quotient + lost / sum).withSign(of: x)
    }
    // 1 − 1 / (1 + |x|) for |x| ≥ 1: where results crowd below 1 the quotient would have to be far more accurate than
    // is cheap.
    let numerator = V.smaller(V(1), magnitude)
    let quotient = numerator / sum
    // `low` in two operations less; from 2²⁴ on not quite, where it does not matter.
    let lost = V.difference(numerator, quotient, sum) - quotient * (magnitude - (sum - V(1)))
    let share = quotient + lost * sum.roughReciprocal
    return (V.choose(V.less(magnitude, V(1)), V(0), V(1)) - share).withSign(of: x)
  }

  /// Without a fused instruction the division's rounding stays, which takes longer to find than everything else.
  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ parts: (magnitude: V, sum: V, low: V)) -> V {
    let reciprocal = V(1) / parts.sum
    let square = reciprocal * reciprocal
    let rounding = V.isFused ? V.residual(V(1), parts.sum, reciprocal) : V(0)
    let error = V.multiplyAdd(-parts.low, reciprocal, rounding)
    return V.multiplyAdd(square, error + error, square)
  }
}
