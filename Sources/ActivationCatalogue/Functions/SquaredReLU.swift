public import VectorMath

/// max(x, 0)².
public struct SquaredReLU: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "squared-relu", title: "Squared ReLU", aliases: ["relu2", "relu-squared", "squaredrelu"],
    formula: "max(x, 0)^2", derivativeFormula: "2 max(x, 0)", range: "[0, inf)", limits: (0, .infinity),
    isMonotonic: true, isSmooth: false, isCentred: false, backwardNeeds: .input, initialization: .he,
    strength: "Found by search for transformers; its derivative is continuous.",
    weakness: "Grows quadratically: deep stacks without normalisation blow up.",
    citation: Citation(
      "So, D. R.; Mańke, W.; Liu, H.; Dai, Z.; Shazeer, N.; Le, Q. V.", 2021,
      "Primer: searching for efficient transformers for language modeling", "arXiv:2109.08668")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let positive = V.choose(V.lessOrEqual(x, V(0)), V(0), x)
    return positive * positive
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let positive = V.choose(V.lessOrEqual(x, V(0)), V(0), x)
    return positive + positive
  }
}
