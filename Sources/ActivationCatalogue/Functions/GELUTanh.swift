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
    let (bounded, t, low) = argument(x)
    return LogisticTail(t, low: low).gating(x, bounded: bounded)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (bounded, t, low) = argument(x)
    return derivative(x, bounded, t, low, LogisticTail(t, low: low))
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let (bounded, t, low) = argument(x)
    let tail = LogisticTail(t, low: low)
    return (tail.gating(x, bounded: bounded), derivative(x, bounded, t, low, tail))
  }

  /// |v| = `t` + `low` with v = b x (x² + c), b = 2 √(2/π) · 0.044715 and c = 1 / 0.044715; |x| up to where σ(v) has reached
  /// 0 or 1.
  @inlinable @inline(__always)
  static func argument<V: Lanes>(_ x: V) -> (bounded: V, t: V, low: V) {
    let bounded = V.smaller(bound(), x.magnitude)
    // With digits left free at its end, so that (x² + c) − c is exact within the bounds.
    let c = V(V.isDouble ? 22.36386000223638 : 22.363861083984375)
    let cLow = V(V.isDouble ? 7.06808473367e-15 : -1.081747989e-06)
    let b = V(V.isDouble ? 0.07135481627260025 : 0.07135481387376785)
    let bLow = V(V.isDouble ? -6.175149918155315e-19 : 2.3988323959931355e-09)
    let factor = V.multiplyAdd(bounded, bounded, c)
    let scaled = bounded * b
    let t = scaled * factor
    let rest = factor - c
    let scaledLow = V.multiplyAdd(bounded, bLow, V.productError(bounded, b, scaled))
    let low = V.multiplyAdd(
      scaled, cLow - V.residual(rest, bounded, bounded),
      V.multiplyAdd(scaledLow, factor, V.productError(scaled, factor, t)))
    return (bounded, t, low)
  }

  /// Where σ(v) has reached 0 or 1.
  @inlinable @inline(__always)
  static func bound<V: Lanes>() -> V { V(V.isDouble ? 21.95 : 11.2) }

  /// By |x v′(x)| = 3 |v| − 2 a |x| with a = 2 √(2/π); the bracket's largest term comes last.
  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ x: V, _ bounded: V, _ t: V, _ low: V, _ tail: LogisticTail<V>) -> V {
    let a = V(V.isDouble ? 3.1915382432114616 : 3.1915383338928223)
    let aLow = V(V.isDouble ? -1.993861761822184e-16 : -9.068136084210544e-08)
    let straight = bounded * a
    let product = V.isFused ? V.multiplyAdd(t, V(3), -straight) : (t - straight) + (t + t)
    let lost = V.multiplyAdd(bounded, aLow, V.productError(bounded, a, straight))
    let scaled = product * LogisticTail<V>.scale
    let small = V.multiplyAdd(scaled, tail.reciprocal, V.multiplyAdd(low, V(-3), lost))
    return tail.gatingDerivative(x, bracket: (V(1) + small) - product)
  }
}
