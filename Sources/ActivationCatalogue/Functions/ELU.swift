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
    let parts = NegativePart(x)
    return V.choose(V.less(x, V(0)), parts.exponentialMinusOne(times: p.first), x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.less(V(0), x), V(1), NegativePart(x).exponential(times: p.first))
  }

  /// y + α on the negative side
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    V.choose(V.less(V(0), y), V(1), y + p.first)
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let parts = NegativePart(x)
    return (
      V.choose(V.less(x, V(0)), parts.exponentialMinusOne(times: p.first), x),
      V.choose(V.less(V(0), x), V(1), parts.exponential(times: p.first))
    )
  }
}

/// eˣ and eˣ − 1 for the x that are negative; meaningless for the others.
@frozen
@usableFromInline
struct NegativePart<V: Lanes> {
  @usableFromInline var parts: Exponential<V>

  @inlinable @inline(__always)
  init(_ x: V) {
    parts = Exponential(V.larger(-exponentialBound(), x), headroom: Exponential<V>.down)
  }

  /// - Parameter low: what rounding took from x.
  @inlinable @inline(__always)
  init(_ x: V, low: V) {
    parts = Exponential(V.larger(-exponentialBound(), x), low: low, headroom: Exponential<V>.down)
  }

  /// a (eˣ − 1): the subtraction of 1 happens in the power of two, never in the digits.
  @inlinable @inline(__always)
  func exponentialMinusOne(times a: V) -> V {
    let (high, low) = exponentialMinusOne
    return .nearProduct(a, high, a * low)
  }

  /// (a + `aLow`) (eˣ − 1) for an a that the lane's type cannot hold.
  @inlinable @inline(__always)
  func exponentialMinusOne(times a: V, low aLow: V) -> V {
    let (high, low) = exponentialMinusOne
    let lower = V.multiplyAdd(parts.power * Exponential<V>.scale, parts.excessLow, low)
    return .nearProduct(a, high, V.multiplyAdd(a, lower, aLow * high))
  }

  /// eˣ − 1 in two parts.
  @inlinable @inline(__always)
  var exponentialMinusOne: (high: V, low: V) {
    let power = parts.power * Exponential<V>.scale
    let less = power - V(1)
    let high = V.multiplyAdd(power, parts.excess, less)
    return (high, V.multiplyAdd(power, parts.excess, less - high))
  }

  /// a eˣ
  @inlinable @inline(__always)
  func exponential(times a: V) -> V {
    a * V.multiplyAdd(parts.power, parts.excess, parts.power) * Exponential<V>.scale
  }
}
