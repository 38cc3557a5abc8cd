public import VectorMath

/// x within [−1, 1].
public struct HardTanh: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "hard-tanh", title: "Hard tanh", aliases: ["hardtanh"], formula: "min(max(x, -1), 1)",
    derivativeFormula: "1 if -1 < x < 1, else 0", range: "[-1, 1]", limits: (-1, 1), kinks: [-1, 1],
    kinkConvention: "f'(-1) = f'(1) = 0", isMonotonic: true, isSmooth: false, isCentred: true,
    backwardNeeds: .inputOrOutput, initialization: .glorot,
    elsewhere: Elsewhere(pytorch: "nn.Hardtanh()", kerasName: "hard_tanh", jax: "jax.nn.hard_tanh(x)"),
    strength: "A tanh without an exponential.",
    weakness: "Outside of [-1, 1] the gradient is exactly zero.",
    citation: Citation(
      "Collobert, R.", 2004, "Large scale machine learning (thesis, Université Paris VI)")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.less(V(1), x), V(1), V.choose(V.less(x, V(-1)), V(-1), x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x.propagatingNaN(to: V.choose(V.less(x.magnitude, V(1)), V(1), V(0)))
  }
}
