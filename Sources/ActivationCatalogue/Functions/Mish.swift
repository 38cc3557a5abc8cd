public import VectorMath

/// x tanh(softplus(x)) = x n (n + 2) / (n (n + 2) + 2) with n = eˣ (Misra 2019).
///
/// For x > 0 numerator and denominator are divided by n², so that with E = e^(−|x|) nothing overflows: see `value` and
/// `derivative` for the two forms of each.
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
    value(x, MishParts(x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    derivative(x, MishParts(x))
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let parts = MishParts(x)
    return (value(x, parts), derivative(x, parts))
  }

  /// |x| E (E + 2) / D, which is −f, for x < 0, and |x| 2E² / D, which is x − f, for x > 0.
  @inlinable @inline(__always)
  static func value<V: Lanes>(_ x: V, _ parts: MishParts<V>) -> V {
    let (t, e) = (parts.t, parts.e)
    let quotient = V.multiplyAdd(t, e, t * V.choose(V.less(x, V(0)), V(2), e)) / parts.denominator
    return V.larger(V(0), x)
      - V.multiplyAdd(quotient, parts.excess, quotient) * parts.power * Exponential<V>.scale
  }

  /// For x < 0, as 4 (E + 1) = 2 D − 2 E²: E/D (2 + 2x + E − 2x E²/D), whose large terms meet without having been rounded.
  /// For x > 0: 1 − (2E²/D) (1 − 2x (1 + E)/D).
  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ x: V, _ parts: MishParts<V>) -> V {
    let (e, denominator) = (parts.e, parts.denominator)
    let twice = parts.t + parts.t
    let share = e * e / denominator
    let bracket = (V(2) - twice) + V.multiplyAdd(twice, share, e)
    let below = bracket * parts.scaled / denominator * Exponential<V>.scale
    let rest = V(1) - V.multiplyAdd(twice, e, twice) / denominator
    return V.choose(V.less(x, V(0)), below, V.multiplyAdd(-(share + share), rest, V(1)))
  }
}

/// What Mish and its derivative have in common.
@frozen
@usableFromInline
struct MishParts<V: Lanes> {
  /// |x|, bounded: ∞ · 0 would be NaN.
  @usableFromInline var t: V
  /// E = `power` (1 + `excess`) `scale` = `scaled` `scale`
  @usableFromInline var e: V
  @usableFromInline var scaled: V
  @usableFromInline var power: V
  @usableFromInline var excess: V
  /// D = E² + 2E + 2 for x < 0, 2E² + 2E + 1 for x > 0.
  @usableFromInline var denominator: V

  @inlinable @inline(__always)
  init(_ x: V) {
    t = V.smaller(exponentialBound(), x.magnitude)
    let exponential = Exponential(-t, headroom: Exponential<V>.down)
    power = exponential.power
    excess = exponential.excess
    scaled = V.multiplyAdd(power, excess, power)
    e = scaled * Exponential<V>.scale
    let isNegative = V.less(x, V(0))
    let constant = V.choose(isNegative, V(2), V.multiplyAdd(e, V(2), V(1)))
    denominator = V.multiplyAdd(e + V.choose(isNegative, V(2), e), e, constant)
  }
}
