public import VectorMath

/// x for x > 0, slope · x otherwise.
public struct LeakyReLU: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "leaky-relu", title: "Leaky ReLU", aliases: ["leakyrelu", "lrelu", "leaky"],
    formula: "x if x > 0, else slope x", derivativeFormula: "1 if x > 0, else slope", range: "(-inf, inf)",
    limits: (-.infinity, .infinity), kinks: [0], kinkConvention: "f'(0) = slope, the derivative from the left",
    isMonotonic: true, isSmooth: false, isCentred: true, backwardNeeds: .input,
    parameters: [
      ParameterFacts(
        name: "slope", symbol: "a", defaultValue: 0.01, origin: "Maas et al. 2013", allowed: -10...10,
        isLearnable: false)
    ],
    initialization: .he,
    elsewhere: Elsewhere(
      pytorch: "nn.LeakyReLU(negative_slope={slope})",
      keras: "keras.layers.LeakyReLU(negative_slope={slope})",
      jax: "jax.nn.leaky_relu(x, negative_slope={slope})"),
    strength: "Keeps a gradient for negative inputs, so that a unit can come back.",
    weakness: "The slope is one more thing to choose, and gains over ReLU are small.",
    citation: Citation(
      "Maas, A. L.; Hannun, A. Y.; Ng, A. Y.", 2013,
      "Rectifier nonlinearities improve neural network acoustic models (ICML)")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.lessOrEqual(x, V(0)), p.first * x, x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x.propagatingNaN(to: V.choose(V.lessOrEqual(x, V(0)), p.first, V(1)))
  }
}
