public import VectorMath

/// x for x > 0, α (eˣ − 1) otherwise: by expm1, since eˣ − 1 has no digits left near 0.
public struct ELU: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "elu", title: "ELU", aliases: ["exponential-linear-unit"], formula: "x if x > 0, else alpha (exp(x) - 1)",
    derivativeFormula: "1 if x > 0, else alpha exp(x)", range: "(-alpha, inf)", limits: (-1, .infinity), kinks: [],
    kinkConvention: "f'(0) = alpha, the derivative from the left; for alpha = 1 both sides agree", isMonotonic: true,
    isSmooth: false, isCentred: true, backwardNeeds: .inputOrOutput,
    parameters: [
      ParameterFacts(
        name: "alpha", symbol: "α", defaultValue: 1, origin: "Clevert et al. 2015", allowed: 0...100)
    ],
    initialization: .he,
    strength: "Negative outputs bring the mean nearer to zero, and the negative side saturates softly.",
    weakness: "An exponential for every negative input.",
    citation: Citation(
      "Clevert, D.-A.; Unterthiner, T.; Hochreiter, S.", 2015,
      "Fast and accurate deep network learning by exponential linear units (ELUs)", "arXiv:1511.07289")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.lessOrEqual(x, V(0)), p.first * exponentialMinusOne(x), x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (part, scale) = exponentialParts(V.choose(V.less(V(0), x), V(0), x))
    return V.choose(V.less(V(0), x), V(1), p.first * part * scale)
  }
}
