public import VectorMath

/// The sigmoid by three straight lines: (x + 3) / 6 within [0, 1].
public struct HardSigmoid: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "hard-sigmoid", title: "Hard sigmoid", aliases: ["hardsigmoid"], formula: "min(max(x + 3, 0), 6) / 6",
    derivativeFormula: "1/6 if -3 < x < 3, else 0", range: "[0, 1]", limits: (0, 1), kinks: [-3, 3],
    kinkConvention: "f'(-3) = f'(3) = 0", isMonotonic: true, isSmooth: false, isCentred: false,
    backwardNeeds: .inputOrOutput, initialization: .glorot,
    elsewhere: Elsewhere(pytorch: "nn.Hardsigmoid()", kerasName: "hard_sigmoid", jax: "jax.nn.hard_sigmoid(x)"),
    strength: "A sigmoid without an exponential.",
    weakness: "Outside of [-3, 3] the gradient is exactly zero.",
    citation: Citation(
      "Howard, A.; Sandler, M.; Chu, G.; et al.", 2019, "Searching for MobileNetV3", "arXiv:1905.02244")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let sum = V.choose(V.less(V(3), x), V(6), V.choose(V.less(x, V(-3)), V(0), x + V(3)))
    return sum / V(6)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    x.propagatingNaN(to: V.choose(V.less(x.magnitude, V(3)), V(0.16666666666666666), V(0)))
  }

  /// 1/6 between the limits
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    let isBetween = V.choose(V.less(V(0), y), V.choose(V.less(y, V(1)), V(0.16666666666666666), V(0)), V(0))
    return y.propagatingNaN(to: isBetween)
  }
}
