public import VectorMath

/// x Φ(x), with Φ the distribution function of the standard normal distribution.
///
/// max(x, 0) − |x| Φ(−|x|) with Φ(−t) = e^(−t²/2) R(t) as in `NormalTail`: by erfc, in effect. The usual
/// ½ x (1 + erf(x / √2)) has lost every digit at x = −6. The derivative is Φ(x) + x φ(x).
public struct GELU: StagedFunction {
  public static let facts = ActivationFacts(
    name: "gelu", title: "GELU", aliases: ["gelu-erf", "gelu-exact", "gaussian-error-linear-unit"], formula: "x Phi(x)",
    derivativeFormula: "Phi(x) + x phi(x)", range: "[-0.16997, inf)", limits: (0, .infinity),
    cancellations: [-0.7517915246935645], isMonotonic: false,
    isSmooth: true, isCentred: true, backwardNeeds: .input, initialization: .he,
    elsewhere: Elsewhere(pytorch: "nn.GELU()", kerasName: "gelu", jax: "jax.nn.gelu(x, approximate=False)"),
    strength: "Smooth, weighs inputs by how likely they are to be larger than others; the transformers' choice.",
    weakness: "The dearest of the common functions: an exponential and a normal distribution.",
    citation: Citation(
      "Hendrycks, D.; Gimpel, K.", 2016, "Gaussian error linear units (GELUs)", "arXiv:1606.08415")
  )

  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? {
    wanted == .value
      ? PieceForm(.belowReLU, .normal, degree: 7, beyond: .left) : PieceForm(.rising, .normal, degree: 7, beyond: .left)
  }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    let t = x.magnitude.upTo(NormalTail<V>.bound)
    let reduced = NormalTail.reduced(t)
    return Prepared(reduced.biased, reduced.remainder, NormalTail.weight(t))
  }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    let tail = NormalTail(weight: numbers.third, numbers.reduced)
    guard V.isDouble || NormalTail<V>.isCoreAlone else { return Prepared(keeping: numbers, second: tail.excess) }
    let coreOrCurve = V.isDouble ? MillsRatio.curve(at: numbers.third) : tail.core
    return Prepared(keeping: numbers, second: tail.excess, fourth: coreOrCurve)
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    NormalTail(prepared).product(subtractedFrom: V.larger(V(0), x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let scaled = NormalTail(prepared).scaledDifference(V.smaller(NormalTail<V>.bound, x.magnitude))
    return sided(x, scaled: scaled, scale: NormalTail<V>.scale)
  }
}

extension NormalTail {
  @inlinable @inline(__always)
  init(_ prepared: Prepared<V>) {
    let power = V.powerOfTwo(biased: prepared.first)
    self.init(weight: prepared.third, power: power, excess: prepared.second, coreOrCurve: prepared.fourth)
  }
}
