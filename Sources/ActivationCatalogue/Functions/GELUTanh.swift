public import VectorMath

/// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))) = x σ(v), v = 2 √(2/π) (x + 0.044715 x³).
///
/// By the sigmoid, as 1 + tanh cancels for negative x. v is carried in two numbers: where it is −80, its last digit is
/// worth a relative error of 64 ULP of the result.
public struct GELUTanh: StagedFunction {
  public static let facts = ActivationFacts(
    name: "gelu-tanh", title: "GELU (tanh)", aliases: ["gelutanh", "gelu-new", "gelu-approximate"],
    formula: "x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))",
    derivativeFormula: "s(v) (1 + x v'(x) s(-v)), v = 2 sqrt(2/pi) (x + 0.044715 x^3)", range: "[-0.17004, inf)",
    limits: (0, .infinity), cancellations: [-0.7524614220710163], isMonotonic: false, isSmooth: true, isCentred: true,
    backwardNeeds: .input,
    initialization: .he,
    elsewhere: Elsewhere(
      pytorch: "nn.GELU(approximate=\"tanh\")",
      keras: "keras.layers.Activation(lambda x: keras.activations.gelu(x, approximate=True))",
      jax: "jax.nn.gelu(x, approximate=True)"),
    strength: "Within 0.0005 of GELU without an error function.",
    weakness: "Not the same function: weights trained with one form should be used with that form.",
    citation: Citation(
      "Hendrycks, D.; Gimpel, K.", 2016, "Gaussian error linear units (GELUs)", "arXiv:1606.08415")
  )

  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? {
    wanted == .value
      ? PieceForm(.belowReLU, .steep, degree: 7, beyond: .left) : PieceForm(.rising, .steep, degree: 7, beyond: .left)
  }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    // The derivative takes from here that x is NaN.
    let bounded = wanted.contains(.derivative) ? bounded(x) : clamped(x)
    let (t, low) = argument(bounded)
    let reduced = ReducedArgument(t, low: low, headroom: Exponential<V>.up)
    guard wanted.contains(.derivative) else { return Prepared(reduced) }
    let (product, rest) = rise(bounded, t, low)
    return Prepared(reduced.biased, reduced.remainder, product, rest)
  }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    let tail = LogisticTail(Exponential(numbers.reduced))
    guard wanted.contains(.derivative) else { return Prepared(tail) }
    return Prepared(tail.denominator, tail.denominatorLow, keeping: numbers)
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    LogisticTail(prepared).gating(x, bounded: clamped(x))
  }

  /// The bracket 1 − |x v′(x)| (1 − s).
  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let (tail, product, rest) = (LogisticTail(prepared), prepared.third, prepared.fourth)
    let small = V.multiplyAdd(product * LogisticTail<V>.scale, tail.reciprocal, rest)
    let difference = V(1) - product
    let bracket = difference + small
    // Without a fused instruction more has been lost elsewhere.
    if V.isFused { return tail.gatingDerivative(x, bracket: bracket) }
    return tail.gatingDerivative(x, bracket: bracket, low: (difference - bracket) + small)
  }

  /// |v| = `t` + `low` with v = b x (x² + c), b = 2 √(2/π) · 0.044715 and c = 1 / 0.044715.
  @inlinable @inline(__always)
  static func argument<V: Lanes>(_ bounded: V) -> (t: V, low: V) {
    // With digits left free at its end, so that (x² + c) − c is exact within the bounds.
    let c = V(V.isDouble ? 22.36386000223638 : 22.363861083984375)
    let cLow = V(V.isDouble ? 7.06808473367e-15 : -1.081747989e-06)
    let b = V(V.isDouble ? 0.07135481627260025 : 0.07135481387376785)
    let bLow = V(V.isDouble ? -6.175149918155315e-19 : 2.3988323959931355e-09)
    let factor = V.multiplyAdd(bounded, bounded, c)
    let scaled = bounded * b
    let t = scaled * factor
    let rest = factor - c
    let scaledLow = V.multiplyAdd(bounded, bLow, V.productLost(bounded, b, scaled))
    let low = V.multiplyAdd(
      scaled, cLow - V.difference(rest, bounded, bounded),
      V.multiplyAdd(scaledLow, factor, V.productLost(scaled, factor, t)))
    return (t, low)
  }

  /// |x| up to where σ(v) has reached 0 or 1.
  @inlinable @inline(__always)
  static func bounded<V: Lanes>(_ x: V) -> V { V.smaller(bound(), x.magnitude) }

  /// For NaN perhaps the bound.
  @inlinable @inline(__always)
  static func clamped<V: Lanes>(_ x: V) -> V { x.magnitude.upTo(bound()) }

  @inlinable @inline(__always)
  static func bound<V: Lanes>() -> V { V(V.isDouble ? 21.95 : 11.2) }

  /// |x v′(x)| = 3 |v| − 2 a |x| with a = 2 √(2/π), as `product` − `rest`.
  @inlinable @inline(__always)
  static func rise<V: Lanes>(_ bounded: V, _ t: V, _ low: V) -> (product: V, rest: V) {
    let a = V(V.isDouble ? 3.1915382432114616 : 3.1915383338928223)
    let aLow = V(V.isDouble ? -1.993861761822184e-16 : -9.068136084210544e-08)
    let straight = bounded * a
    let (difference, twice) = (t - straight, t + t)
    let product = difference + twice
    // What rounding took from the sums.
    let lost = ((t - difference) - straight) + (difference - (product - twice))
    let rest = V.multiplyAdd(bounded, aLow, V.productLost(bounded, a, straight)) - lost
    return (product, V.multiplyAdd(low, V(-3), rest))
  }
}
