public import VectorMath

/// The logistic function, 1 / (1 + e⁻ˣ).
///
/// By `LogisticTail`, whose result is never above ½, and without its correction, by which the function would fall from one
/// number to the next here and there. The derivative is σ(x) σ(−x), never σ (1 − σ), which loses its digits for large x.
public struct Sigmoid: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "sigmoid", title: "Sigmoid", aliases: ["logistic", "expit"], formula: "1 / (1 + exp(-x))",
    derivativeFormula: "f(x) f(-x)", range: "(0, 1)", limits: (0, 1), isMonotonic: true, isSmooth: true,
    isCentred: false, backwardNeeds: .inputOrOutput, initialization: .glorot,
    strength: "A probability: bounded, smooth, and the right output of a binary classifier.",
    weakness: "Saturates at both ends, its slope is at most 1/4 and its outputs are all positive.",
    citation: Citation(
      "Rumelhart, D. E.; Hinton, G. E.; Williams, R. J.", 1986,
      "Learning representations by back-propagating errors", "doi:10.1038/323533a0")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    value(x, tail(x).quotient())
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    slope(tail(x).quotient())
  }

  /// y (1 − y)
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    y * (V(1) - y)
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let share = tail(x).quotient()
    return (value(x, share), slope(share))
  }

  @inlinable @inline(__always)
  static func tail<V: Lanes>(_ x: V) -> LogisticTail<V> {
    LogisticTail(V.smaller(exponentialBound(), x.magnitude))
  }

  @inlinable @inline(__always)
  static func value<V: Lanes>(_ x: V, _ share: V) -> V {
    V.choose(V.less(x, V(0)), share, V(1) - share)
  }

  /// s (1 − s) with s = σ(−|x|)
  @inlinable @inline(__always)
  static func slope<V: Lanes>(_ share: V) -> V { V.multiplyAdd(-share, share, share) }
}
