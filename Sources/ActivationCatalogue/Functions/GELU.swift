public import VectorMath

/// x Φ(x), with Φ the distribution function of the standard normal distribution.
///
/// Φ(−t) = e^(−t²/2) R(t) as in `scaledNormalTail`: by erfc, in effect. The usual ½ x (1 + erf(x / √2)) has lost every digit at
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
    // Beyond ±64 the tail is zero in either precision.
    let t = V.choose(V.less(x.magnitude, V(64)), x.magnitude, x.propagatingNaN(to: V(64)))
    let (tail, part, scale) = normalTailParts(t)
    return V.choose(V.less(x, V(0)), -t * tail * part * scale, x * (V(1) - tail * part * scale))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let t = V.choose(V.less(x.magnitude, V(64)), x.magnitude, x.propagatingNaN(to: V(64)))
    let (part, scale) = gaussianParts(t)
    // Φ(−t) − t φ(t) without its exponential.
    let rest = V.multiplyAdd(t, V(-0.3989422804014327), scaledNormalTail(t))
    let below = rest * part * scale
    return V.choose(V.less(x, V(0)), below, V(1) - below)
  }
}
