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
    // ∞ / ∞ would be NaN.
    let bounded = x.clamped(to: V(V.isDouble ? 0x1p1000 : 0x1p100))
    return bounded / (bounded.magnitude + V(1))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let reciprocal = V(1) / (x.magnitude + V(1))
    return reciprocal * reciprocal
  }
}
