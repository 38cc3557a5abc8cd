public import VectorMath

/// x times the hard sigmoid.
public struct HardSwish: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "hard-swish", title: "Hard Swish", aliases: ["hardswish", "hard-silu"],
    formula: "x min(max(x + 3, 0), 6) / 6", derivativeFormula: "0 if x <= -3, 1 if x >= 3, else (2x + 3) / 6",
    range: "[-0.375, inf)", limits: (0, .infinity), kinks: [-3, 3], kinkConvention: "f'(-3) = 0 and f'(3) = 1",
    isMonotonic: false, isSmooth: false, isCentred: true, backwardNeeds: .input, initialization: .he,
    elsewhere: Elsewhere(pytorch: "nn.Hardswish()", kerasName: "hard_swish", jax: "jax.nn.hard_swish(x)"),
    strength: "A Swish without an exponential.", weakness: "Kinks at -3 and 3, and no gradient below -3.",
    citation: Citation(
      "Howard, A.; Sandler, M.; Chu, G.; et al.", 2019, "Searching for MobileNetV3", "arXiv:1905.02244")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.lessOrEqual(V(3), x), x, V.choose(V.lessOrEqual(x, V(-3)), V(0), middle(x)))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let middle = (x + x + V(3)) / V(6)
    return V.choose(V.lessOrEqual(V(3), x), V(1), V.choose(V.lessOrEqual(x, V(-3)), V(0), middle))
  }

  /// x (x + 3) / 6, fused as x (x/6 + ½), which is rounded once in the bracket and once in the end. Without a fused
  /// instruction as it stands where x + 3 is exact, elsewhere as x²/6 + x/2, where the errors of the first term count
  /// half.
  @inlinable @inline(__always)
  static func middle<V: Lanes>(_ x: V) -> V {
    guard V.isFused else {
      let isLeft = V.lessOrEqual(x, V(-1))
      return x * (x + V.choose(isLeft, V(3), V(0))) / V(6) + V.choose(isLeft, V(0), x * V(0.5))
    }
    // Rounded up, so that the rest, x² times what is below 0, leaves −0 as it is.
    let sixth = V(V.isDouble ? 0.16666666666666669 : 0.1666666716337204)
    let low = V(V.isDouble ? -1.8503717077085943e-17 : -4.967053731282552e-09)
    return V.multiplyAdd(x, V.multiplyAdd(x, sixth, V(0.5)), x * low * x)
  }
}
