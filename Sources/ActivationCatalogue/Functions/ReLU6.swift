public import VectorMath

/// x within [0, 6].
public struct ReLU6: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "relu6", title: "ReLU6", aliases: ["relu-6"], formula: "min(max(x, 0), 6)",
    derivativeFormula: "1 if 0 < x < 6, else 0", range: "[0, 6]", limits: (0, 6), kinks: [0, 6],
    kinkConvention: "f'(0) = f'(6) = 0", isMonotonic: true, isSmooth: false, isCentred: false,
    backwardNeeds: .inputOrOutput, initialization: .he,
    elsewhere: Elsewhere(pytorch: "nn.ReLU6()", kerasName: "relu6", jax: "jax.nn.relu6(x)"),
    strength: "A ReLU whose activations cannot blow up; kind to low-precision arithmetic.",
    weakness: "Dies on both sides.",
    citation: Citation(
      "Krizhevsky, A.", 2010, "Convolutional deep belief networks on CIFAR-10 (unpublished manuscript)")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.less(V(6), x), V(6), V.choose(V.lessOrEqual(x, V(0)), V(0), x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let inside = V.choose(V.less(x, V(6)), V(1), V(0))
    return x.propagatingNaN(to: V.choose(V.lessOrEqual(x, V(0)), V(0), inside))
  }
}
