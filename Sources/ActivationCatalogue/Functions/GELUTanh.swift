public import VectorMath

/// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))) = x σ(v), v = 2 √(2/π) (x + 0.044715 x³).
///
/// By the sigmoid, as 1 + tanh cancels for negative x. v is carried in two numbers: where it is −80, its last digit is worth
/// a relative error of 64 ULP of the result.
public struct GELUTanh: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "gelu-tanh", title: "GELU (tanh)", aliases: ["gelutanh", "gelu-new", "gelu-approximate"],
    formula: "x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))",
    derivativeFormula: "s(v) (1 + x v'(x) s(-v)), v = 2 sqrt(2/pi) (x + 0.044715 x^3)", range: "[-0.17004, inf)",
    limits: (0, .infinity), cancellations: [-0.7524614220710163], isMonotonic: false, isSmooth: true, isCentred: true,
    backwardNeeds: .input,
    initialization: .he, strength: "Within 0.0005 of GELU without an error function.",
    weakness: "Not the same function: weights trained with one form should be used with that form.",
    citation: Citation(
      "Hendrycks, D.; Gimpel, K.", 2016, "Gaussian error linear units (GELUs)", "arXiv:1606.08415")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let v = argument(x.clamped(to: V(64)))
    return Gate(high: v.high, low: v.low).gating(x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let bounded = x.clamped(to: V(64))
    let v = argument(bounded)
    // x v′(x) = v + 2 b x³, with the rounding errors of the product and of the sum.
    let twice = bounded + bounded
    let product = twice * v.cubic
    let sum = v.high + product
    let low = (product - (sum - v.high)) + V.productError(twice, v.cubic, product) + v.low
    return Gate(high: v.high, low: v.low).gatingDerivative(xTimesSlope: sum, low: low)
  }

  /// v = x (a + b x²) as `high` + `low` with a = 2 √(2/π) and b = 0.044715 a, every operation with its rounding error, and
  /// `cubic` = b x².
  @inlinable @inline(__always)
  static func argument<V: Lanes>(_ x: V) -> (high: V, low: V, cubic: V) {
    let a = V(V.isDouble ? 1.5957691216057308 : 1.5957691669464111)
    let aLow = V(V.isDouble ? -9.96930880911092e-17 : -4.534068042105272e-08)
    let b = V(V.isDouble ? 0.07135481627260025 : 0.07135481387376785)
    let bLow = V(V.isDouble ? -6.175149918155315e-19 : 2.3988323959931355e-09)
    let square = x * x
    let squareLow = V.productError(x, x, square)
    let cubic = b * square
    let cubicLow = V.productError(b, square, cubic) + V.multiplyAdd(b, squareLow, bLow * square)
    // Knuth's two-sum: a + cubic = factor + its error.
    let factor = a + cubic
    let shifted = factor - a
    let factorLow = (a - (factor - shifted)) + (cubic - shifted) + cubicLow + aLow
    let v = x * factor
    return (v, V.multiplyAdd(x, factorLow, V.productError(x, factor, v)), cubic)
  }
}
