public import VectorMath

/// Leaky ReLU whose slope is learned. ∂f/∂slope = min(x, 0).
public struct PReLU: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "prelu", title: "PReLU", aliases: ["parametric-relu", "parameterized-relu"],
    formula: "x if x > 0, else slope x", derivativeFormula: "1 if x > 0, else slope", range: "(-inf, inf)",
    limits: (-.infinity, .infinity), kinks: [0], kinkConvention: "f'(0) = slope, the derivative from the left",
    isMonotonic: true, isSmooth: false, isCentred: true, backwardNeeds: .input,
    parameters: [
      ParameterFacts(
        name: "slope", symbol: "a", defaultValue: 0.25, origin: "He et al. 2015, section 2.1", allowed: -10...10,
        isLearnable: true)
    ],
    initialization: .he,
    elsewhere: Elsewhere(
      pytorch: "nn.LeakyReLU(negative_slope={slope})",
      keras: "keras.layers.LeakyReLU(negative_slope={slope})",
      jax: "jax.nn.leaky_relu(x, negative_slope={slope})"),
    learnedByLayer: Elsewhere(
      pytorch: "nn.PReLU(num_parameters=1, init={slope})",
      keras: "keras.layers.PReLU(alpha_initializer=keras.initializers.Constant({slope}), shared_axes=[1])"),
    learnedByChannel: Elsewhere(
      pytorch: "nn.PReLU(num_parameters={channels}, init={slope})",
      keras: "keras.layers.PReLU(alpha_initializer=keras.initializers.Constant({slope}))"),
    strength: "Learns how much of the negative side to let through, per layer or per channel.",
    weakness: "More parameters, which can overfit small data; weight decay on the slopes biases them to ReLU.",
    citation: Citation(
      "He, K.; Zhang, X.; Ren, S.; Sun, J.", 2015, "Delving deep into rectifiers", "arXiv:1502.01852")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.lessOrEqual(x, V(0)), p.first * x, x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x.propagatingNaN(to: V.choose(V.lessOrEqual(x, V(0)), p.first, V(1)))
  }

  @inlinable @inline(__always)
  public static func parameterDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.lessOrEqual(x, V(0)), x, V(0))
  }
}
