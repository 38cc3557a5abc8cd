public import VectorMath

/// x for x > 0, α (eˣ − 1) otherwise: by expm1, since eˣ − 1 has no digits left near 0.
public struct ELU: StagedFunction {
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
    elsewhere: Elsewhere(
      pytorch: "nn.ELU(alpha={alpha})",
      keras: "keras.layers.ELU(alpha={alpha})",
      jax: "jax.nn.elu(x, alpha={alpha})"),
    strength: "Negative outputs bring the mean nearer to zero, and the negative side saturates softly.",
    weakness: "An exponential for every negative input.",
    citation: Citation(
      "Clevert, D.-A.; Unterthiner, T.; Hochreiter, S.", 2015,
      "Fast and accurate deep network learning by exponential linear units (ELUs)", "arXiv:1511.07289")
  )

  @inlinable public static var stages: Int { @inline(__always) get { 2 } }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Prepared(NegativePart.reduced(x, for: wanted))
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    V.choose(V.less(x, V(0)), NegativePart(prepared.reduced).exponentialMinusOne(times: p.first), x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    V.choose(V.less(V(0), x), V(1), NegativePart(prepared.reduced).exponential(times: p.first))
  }

  /// y + α on the negative side
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    V.choose(V.less(V(0), y), V(1), y + p.first)
  }
}

/// eˣ and eˣ − 1 for the x that are negative; meaningless for the others.
@frozen
@usableFromInline
struct NegativePart<V: Lanes> {
  @usableFromInline var parts: Exponential<V>

  /// From what `reduced` finds.
  @inlinable @inline(__always)
  init(_ reduced: ReducedArgument<V>) { parts = Exponential(whole: reduced) }

  /// For NaN that, or, where only the value is wanted, perhaps that of a bound.
  @inlinable @inline(__always)
  static func reduced(_ x: V, for wanted: Wanted) -> ReducedArgument<V> {
    let bounded = wanted.contains(.derivative) ? V.larger(-exponentialBound(), x) : x.downTo(-exponentialBound())
    return ReducedArgument(whole: bounded, headroom: Exponential<V>.down)
  }

  /// a (eˣ − 1): the subtraction of 1 happens in the power of two, never in the digits.
  @inlinable @inline(__always)
  func exponentialMinusOne(times a: V) -> V {
    let (power, whole, low) = lessOne(parts.power, times: a)
    return whole + V.multiplyAdd(power, parts.excess, low)
  }

  /// The same for a + `aLow`, which the lane's type cannot hold. Without a fused instruction with the headroom, as products'
  /// errors vanish below the normal range.
  @inlinable @inline(__always)
  func exponentialMinusOne(times a: V, low aLow: V) -> V {
    if V.isFused { return sum(times: a, low: aLow) }
    let unit = V(1) / Exponential<V>.scale
    return sum(times: a * unit, low: aLow * unit) * Exponential<V>.scale
  }

  /// The same in the unit that a is in.
  @inlinable @inline(__always)
  func sum(times a: V, low aLow: V) -> V {
    let (power, whole, low) = lessOne(parts.power, times: a)
    let lower = parts.power * (aLow * Exponential<V>.scale)
    let rest = V.multiplyAdd(lower, parts.excess, V.multiplyAdd(power, parts.excessLow, (lower - aLow) + low))
    return whole + V.nearProduct(power, parts.excess, rest)
  }

  /// a eˣ
  @inlinable @inline(__always)
  func exponential(times a: V) -> V {
    let power = parts.power * a
    return V.multiplyAdd(power, parts.excess, power) * Exponential<V>.scale
  }
}

/// 2ᵏ a, and 2ᵏ a − a = `whole` + `low`, given a power with headroom. Without `low`, a function could fall from one k to the
/// next.
@inlinable @inline(__always)
func lessOne<V: Lanes>(_ scaledPower: V, times a: V) -> (power: V, whole: V, low: V) {
  let power = scaledPower * (a * Exponential<V>.scale)
  let whole = power - a
  return (power, whole, power - (whole + a))
}
