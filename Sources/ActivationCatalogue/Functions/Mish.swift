public import VectorMath

/// x tanh(softplus(x)) = x n (n + 2) / (n (n + 2) + 2) with n = eˣ (Misra 2019).
///
/// For x > 0 numerator and denominator are divided by n²: with E = e⁻ˣ, (1 + 2E) / (1 + 2E + 2E²) overflows nowhere. The
/// derivative, n ((n + 2) D + 4x (n + 1)) / D² with D = n (n + 2) + 2, likewise; for x < 0 as n/D (2 + 2x + n − 2x n²/D).
public struct Mish: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "mish", title: "Mish", formula: "x tanh(softplus(x))",
    derivativeFormula: "tanh(softplus(x)) + x s(x) (1 - tanh(softplus(x))^2)", range: "[-0.30884, inf)",
    limits: (0, .infinity), cancellations: [-1.192431214515495], isMonotonic: false, isSmooth: true, isCentred: true,
    backwardNeeds: .input,
    initialization: .he, strength: "Smooth, not monotonic, with a continuous derivative of every order.",
    weakness: "Dear to compute by its definition; differences to Swish are within the noise of few seeds.",
    citation: Citation(
      "Misra, D.", 2019, "Mish: a self regularized non-monotonic activation function", "arXiv:1908.08681")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let bounded = x.clamped(to: V(2000))
    let (part, scale) = exponentialParts(-bounded.magnitude)
    let e = part * scale
    let isNegative = V.less(x, V(0))
    let twice = e + e
    let above = V.multiplyAdd(twice, e, twice + V(1))
    let below = V.multiplyAdd(e, e, twice + V(2))
    // As 1 − a small quotient, whose error then counts little.
    let numerator = V.choose(isNegative, V.multiplyAdd(e, e, e), twice * e)
    let factor = V(1) - numerator / V.choose(isNegative, below, above)
    return V.choose(isNegative, bounded * part * factor * scale, x * factor)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let bounded = x.clamped(to: V(2000))
    let (part, scale) = exponentialParts(-bounded.magnitude)
    let e = part * scale
    let isNegative = V.less(x, V(0))
    let twice = e + e
    let above = V.multiplyAdd(twice, e, twice + V(1))
    let below = V.multiplyAdd(e, e, twice + V(2))
    let reciprocal = V(1) / V.choose(isNegative, below, above)
    // As 4 (n + 1) = 2 D − 2 n², the large terms 2 + 2x meet without having been rounded.
    let square = e * e
    let bracket = (bounded + V(1)) * V(2) + V.multiplyAdd(bounded * V(-2) * square, reciprocal, e)
    let low = part * reciprocal * bracket * scale
    let high =
      V.multiplyAdd(
        twice + V(1), above, bounded * V(4) * square * (e + V(1))) * reciprocal * reciprocal
    return V.choose(isNegative, low, high)
  }
}
