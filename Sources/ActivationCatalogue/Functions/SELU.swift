public import VectorMath

/// λ times an ELU with α, the two constants being such that activations keep mean 0 and variance 1.
public struct SELU: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "selu", title: "SELU", aliases: ["scaled-elu"], formula: "lambda (x if x > 0, else alpha (exp(x) - 1))",
    derivativeFormula: "lambda (1 if x > 0, else alpha exp(x))", range: "(-lambda alpha, inf)",
    limits: (-1.7580993408473766, .infinity), kinks: [0],
    kinkConvention: "f'(0) = lambda alpha, the derivative from the left", isMonotonic: true, isSmooth: false,
    isCentred: true, backwardNeeds: .inputOrOutput, initialization: .lecun,
    strength: "Self-normalising: with LeCun initialisation, mean 0 and variance 1 carry through the layers.",
    weakness: "Only for plain stacks of layers with its own initialisation and alpha dropout.",
    citation: Citation(
      "Klambauer, G.; Unterthiner, T.; Mayr, A.; Hochreiter, S.", 2017, "Self-normalizing neural networks",
      "arXiv:1706.02515")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.lessOrEqual(x, V(0)), V(scaledAlpha) * exponentialMinusOne(x), V(scale) * x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    let (part, scale) = exponentialParts(V.choose(V.less(V(0), x), V(0), x))
    return V.choose(V.less(V(0), x), V(Self.scale), V(scaledAlpha) * part * scale)
  }

  /// λ, from the fixed point's equations (Klambauer et al. 2017, section 2).
  public static let lambda = 1.0507009873554805
  /// α, likewise.
  public static let alpha = 1.6732632423543772

  @inlinable static var scale: Double { @inline(__always) get { 1.0507009873554805 } }
  /// λ α
  @inlinable static var scaledAlpha: Double { @inline(__always) get { 1.7580993408473766 } }
}
