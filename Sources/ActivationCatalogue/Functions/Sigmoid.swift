public import VectorMath

/// The logistic function, 1 / (1 + e⁻ˣ).
///
/// By `LogisticTail`, whose result is never above ½. The derivative is σ(x) σ(−x), never σ (1 − σ), which loses its digits for
/// large x.
public struct Sigmoid: StagedFunction {
  public static let facts = ActivationFacts(
    name: "sigmoid", title: "Sigmoid", aliases: ["logistic", "expit"], formula: "1 / (1 + exp(-x))",
    derivativeFormula: "f(x) f(-x)", range: "(0, 1)", limits: (0, 1), isMonotonic: true, isSmooth: true,
    isCentred: false, backwardNeeds: .inputOrOutput, initialization: .glorot,
    elsewhere: Elsewhere(pytorch: "nn.Sigmoid()", kerasName: "sigmoid", jax: "jax.nn.sigmoid(x)"),
    strength: "A probability: bounded, smooth, and the right output of a binary classifier.",
    weakness: "Saturates at both ends, its slope is at most 1/4 and its outputs are all positive.",
    citation: Citation(
      "Rumelhart, D. E.; Hinton, G. E.; Williams, R. J.", 1986,
      "Learning representations by back-propagating errors", "doi:10.1038/323533a0")
  )

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Prepared(reduced(x))
  }

  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    let tail = LogisticTail(Exponential(numbers.reduced))
    return wanted.contains(.value) ? Prepared(tail) : Prepared(tail.denominator)
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    sided(x, scaled: LogisticTail(prepared).correctedReciprocal, scale: LogisticTail<V>.scale)
  }

  /// s (1 − s) with s = σ(−|x|)
  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let share = LogisticTail(prepared).quotient()
    return V.multiplyAdd(-share, share, share)
  }

  /// y (1 − y)
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    y * (V(1) - y)
  }

  @inlinable @inline(__always)
  static func reduced<V: Lanes>(_ x: V) -> ReducedArgument<V> {
    ReducedArgument(V.smaller(exponentialBound(), x.magnitude), headroom: Exponential<V>.up)
  }
}
