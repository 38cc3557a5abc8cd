public import VectorMath

/// max(x, 0), the rectifier.
public struct ReLU: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "relu", title: "ReLU", aliases: ["rectifier", "rectified-linear-unit"], formula: "max(x, 0)",
    derivativeFormula: "1 if x > 0, else 0", range: "[0, inf)", limits: (0, .infinity), kinks: [0],
    kinkConvention: "f'(0) = 0, so that a unit at rest stays at rest", isMonotonic: true, isSmooth: false,
    isCentred: false, backwardNeeds: .inputOrOutput, initialization: .he,
    elsewhere: Elsewhere(pytorch: "nn.ReLU()", kerasName: "relu", jax: "jax.nn.relu(x)"),
    strength: "Costs next to nothing and does not saturate for positive inputs.",
    weakness: "A unit whose input is negative for every example gets no gradient: it is dead.",
    citation: Citation(
      "Nair, V.; Hinton, G. E.", 2010, "Rectified linear units improve restricted Boltzmann machines (ICML)")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.lessOrEqual(x, V(0)), V(0), x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x.propagatingNaN(to: V.choose(V.lessOrEqual(x, V(0)), V(0), V(1)))
  }
}
