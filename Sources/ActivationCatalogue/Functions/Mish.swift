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
    let e = Exponential(decaying: x)
    return value(x, e, factors(x, e))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let e = Exponential(decaying: x)
    return derivative(x, e, factors(x, e))
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let e = Exponential(decaying: x)
    let factors = factors(x, e)
    return (value(x, e, factors), derivative(x, e, factors))
  }

  /// E, and 1/D = `reciprocal` (1 + `error`) with D = E² + 2E + 2 for x < 0, 2E² + 2E + 1 for x > 0.
  @inlinable @inline(__always)
  static func factors<V: Lanes>(_ x: V, _ exponential: Exponential<V>) -> (e: V, reciprocal: V, error: V) {
    let e = V.multiplyAdd(exponential.power, exponential.excess, exponential.power) * Exponential<V>.scale
    let twice = e + e
    let isNegative = V.less(x, V(0))
    let first = V.choose(isNegative, e, twice)
    let constant = V.choose(isNegative, V(2), V(1))
    let sum = twice + constant
    let denominator = V.multiplyAdd(first, e, sum)
    let reciprocal = V(1) / denominator
    if V.isWide { return (e, reciprocal, V(0)) }
    let lost = V.multiplyAdd(first, e, sum - denominator) + (twice - (sum - constant))
    return (e, reciprocal, V.multiplyAdd(-lost, reciprocal, V.residual(V(1), denominator, reciprocal)))
  }

  /// tanh(softplus x) = E (E + 2) / D for x < 0, and 1 − 2E² / D for x > 0.
  @inlinable @inline(__always)
  static func value<V: Lanes>(
    _ x: V, _ exponential: Exponential<V>, _ factors: (e: V, reciprocal: V, error: V)
  ) -> V {
    let (e, reciprocal, error) = factors
    let isNegative = V.less(x, V(0))
    let weight = reciprocal * V.choose(isNegative, V(1), e + e)
    let straight = V.choose(isNegative, reciprocal + reciprocal, V(0))
    let quotient = V.multiplyAdd(e, weight, straight)
    // ∞ · 0 would be NaN.
    let t = V.smaller(exponentialBound(), x.magnitude)
    let product = t * quotient
    let quotientLow = V.isWide ? V(0) : V.multiplyAdd(e, weight, straight - quotient)
    let low = V.isWide ? V(0) : V.multiplyAdd(t, quotientLow, V.productError(t, quotient, product))
    let corrected = V.multiplyAdd(product, error, V.multiplyAdd(product, exponential.excessLow, low))
    let sum =
      product
      + V.multiplyAdd(
        product, exponential.excess, V.multiplyAdd(corrected, exponential.excess, corrected))
    let above = V.multiplyAdd(-t, quotient + V.multiplyAdd(quotient, error, quotientLow), x)
    return V.choose(isNegative, -(sum * exponential.power * Exponential<V>.scale), above)
  }

  /// For x < 0, as 4 (E + 1) = 2 D − 2 E²: E/D (2 + 2x + E − 2x E²/D), whose large terms meet without having been rounded.
  /// For x > 0: 1 − (2E²/D) (1 − 2x (1 + E)/D).
  @inlinable @inline(__always)
  static func derivative<V: Lanes>(
    _ x: V, _ exponential: Exponential<V>, _ factors: (e: V, reciprocal: V, error: V)
  ) -> V {
    let (e, reciprocal, error) = factors
    let t = V.smaller(exponentialBound(), x.magnitude)
    let twice = t + t
    let share = e * e * reciprocal
    let bracket = (V(2) - twice) + V.multiplyAdd(twice, share, e)
    let product = bracket * reciprocal
    let low = V.isWide ? V(0) : V.productError(bracket, reciprocal, product)
    let below =
      (product + V.multiplyAdd(product, exponential.excess, V.multiplyAdd(product, error, low))) * exponential.power
      * Exponential<V>.scale
    let rest = V.multiplyAdd(-(twice * reciprocal), e + V(1), V(1))
    return V.choose(V.less(x, V(0)), below, V.multiplyAdd(-(share + share), rest, V(1)))
  }
}
