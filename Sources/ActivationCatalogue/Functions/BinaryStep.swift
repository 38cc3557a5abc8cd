public import VectorMath

/// 1 for x ≥ 0, otherwise 0: the threshold unit of McCulloch and Pitts. Its derivative is 0 wherever it exists, so no
/// gradient reaches the layers before it.
public struct BinaryStep: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "binary-step", title: "Binary step", aliases: ["step", "heaviside", "threshold"],
    formula: "1 if x >= 0, else 0", derivativeFormula: "0", range: "{0, 1}", limits: (0, 1), kinks: [0],
    kinkConvention: "f(0) = 1; the derivative at the jump is 0, as everywhere else", isMonotonic: true, isSmooth: false,
    isCentred: false, backwardNeeds: .nothing, initialization: .glorot,
    strength: "A yes-or-no output that needs no arithmetic.",
    weakness: "Its derivative is zero, so gradient descent cannot train anything below it.",
    citation: Citation(
      "McCulloch, W. S.; Pitts, W.", 1943, "A logical calculus of the ideas immanent in nervous activity",
      "doi:10.1007/BF02478259")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x.propagatingNaN(to: V.choose(V.less(x, V(0)), V(0), V(1)))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x.propagatingNaN(to: V(0))
  }
}
