public import VectorMath

/// The identity. A network of linear layers is one linear layer, however deep it is.
public struct Linear: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "linear", title: "Linear", aliases: ["identity", "none"], formula: "x", derivativeFormula: "1",
    range: "(-inf, inf)", limits: (-.infinity, .infinity), isMonotonic: true, isSmooth: true, isCentred: true,
    backwardNeeds: .nothing, initialization: .lecun,
    elsewhere: Elsewhere(pytorch: "nn.Identity()", kerasName: "linear", jax: "jax.nn.identity(x)"),
    strength: "The output of a regression, and the gradient passes unchanged.",
    weakness: "Layers collapse into one: depth adds nothing that a linear regression cannot do.",
    citation: Citation(
      "Widrow, B.; Hoff, M. E.", 1960, "Adaptive switching circuits", "doi:10.21236/AD0241531")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x.propagatingNaN(to: V(1))
  }
}
