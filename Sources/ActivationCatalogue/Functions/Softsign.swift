public import VectorMath

/// x / (1 + |x|): saturates like 1/x instead of like e⁻ˣ.
public struct Softsign: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "softsign", title: "Softsign", aliases: ["soft-sign"], formula: "x / (1 + |x|)",
    derivativeFormula: "1 / (1 + |x|)^2", range: "(-1, 1)", limits: (-1, 1), isMonotonic: true, isSmooth: false,
    isCentred: true, backwardNeeds: .inputOrOutput, initialization: .glorot,
    strength: "Saturates gently, so a gradient is left far from zero.",
    weakness: "Still bounded, with a slope that falls from the first step.",
    citation: Citation(
      "Bergstra, J.; Desjardins, G.; Lamblin, P.; Bengio, Y.", 2009,
      "Quadratic polynomials learn better image features (technical report 1337, Université de Montréal)")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (bounded, quotient) = reciprocal(x)
    return bounded * quotient
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let quotient = reciprocal(x).quotient
    return quotient * quotient
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let (bounded, quotient) = reciprocal(x)
    return (bounded * quotient, quotient * quotient)
  }

  /// 1 / (1 + |x|) with what rounding took from the sum and from the quotient put back in.
  @inlinable @inline(__always)
  static func reciprocal<V: Lanes>(_ x: V) -> (bounded: V, quotient: V) {
    // ∞ / ∞ would be NaN.
    let bounded = x.clamped(to: V(V.isDouble ? 0x1p600 : 0x1p100))
    let magnitude = bounded.magnitude
    let sum = magnitude + V(1)
    let quotient = V(1) / sum
    if V.isWide { return (bounded, quotient) }
    let (less, more) = (V.smaller(V(1), magnitude), V.larger(V(1), magnitude))
    let error = V.multiplyAdd(-(less - (sum - more)), quotient, V.residual(V(1), sum, quotient))
    return (bounded, V.multiplyAdd(quotient, error, quotient))
  }
}
