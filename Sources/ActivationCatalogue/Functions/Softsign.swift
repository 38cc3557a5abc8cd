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
    value(x, reciprocal(x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    derivative(reciprocal(x))
  }

  /// (1 − |y|)²
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    let rest = V(1) - y.magnitude
    return rest * rest
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let parts = reciprocal(x)
    return (value(x, parts), derivative(parts))
  }

  /// 1 / (1 + |x|) = `quotient` (1 + `error`)
  @inlinable @inline(__always)
  static func reciprocal<V: Lanes>(_ x: V) -> (magnitude: V, quotient: V, error: V) {
    // ∞ / ∞ would be NaN.
    let magnitude = V.smaller(V(V.isDouble ? 0x1p600 : 0x1p100), x.magnitude)
    let sum = magnitude + V(1)
    let quotient = V(1) / sum
    let (less, more) = (V.smaller(V(1), magnitude), V.larger(V(1), magnitude))
    let error = V.multiplyAdd(-(less - (sum - more)), quotient, V.residual(V(1), sum, quotient))
    return (magnitude, quotient, error)
  }

  /// Below 1 the product, almost correctly rounded; above, 1 minus the reciprocal, in which every step rises with x: either
  /// never falls.
  @inlinable @inline(__always)
  static func value<V: Lanes>(_ x: V, _ parts: (magnitude: V, quotient: V, error: V)) -> V {
    let (magnitude, quotient, error) = parts
    let product = magnitude * quotient
    let small = product + V.multiplyAdd(product, error, V.productError(magnitude, quotient, product))
    return V.choose(V.less(magnitude, V(1)), small, V(1) - quotient).withSign(of: x)
  }

  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ parts: (magnitude: V, quotient: V, error: V)) -> V {
    let square = parts.quotient * parts.quotient
    return V.multiplyAdd(square, parts.error + parts.error, square)
  }
}
