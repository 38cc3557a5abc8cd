public import VectorMath

/// x Φ(x), with Φ the distribution function of the standard normal distribution.
///
/// max(x, 0) − |x| Φ(−|x|) with Φ(−t) = e^(−t²/2) R(t) as in `NormalTail`: by erfc, in effect. The usual ½ x (1 + erf(x / √2)) has lost every digit at
/// x = −6. The derivative is Φ(x) + x φ(x).
public struct GELU: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "gelu", title: "GELU", aliases: ["gelu-erf", "gelu-exact", "gaussian-error-linear-unit"], formula: "x Phi(x)",
    derivativeFormula: "Phi(x) + x phi(x)", range: "[-0.16997, inf)", limits: (0, .infinity),
    cancellations: [-0.7517915246935645], isMonotonic: false,
    isSmooth: true, isCentred: true, backwardNeeds: .input, initialization: .he,
    strength: "Smooth, weighs inputs by how likely they are to be larger than others; the transformers' choice.",
    weakness: "The dearest of the common functions: an exponential and a normal distribution.",
    citation: Citation(
      "Hendrycks, D.; Gimpel, K.", 2016, "Gaussian error linear units (GELUs)", "arXiv:1606.08415")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    NormalTail(bounded(x)).product(subtractedFrom: V.larger(V(0), x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let t = bounded(x)
    return derivative(x, t, NormalTail(t))
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let t = bounded(x)
    let tail = NormalTail(t)
    return (tail.product(subtractedFrom: V.larger(V(0), x)), derivative(x, t, tail))
  }

  /// |x| up to where Φ has reached 0 or 1.
  @inlinable @inline(__always)
  static func bounded<V: Lanes>(_ x: V) -> V { V.smaller(NormalTail<V>.bound, x.magnitude) }

  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ x: V, _ t: V, _ tail: NormalTail<V>) -> V {
    sidedDerivative(x, scaled: tail.scaledDifference(t), scale: NormalTail<V>.scale)
  }
}
