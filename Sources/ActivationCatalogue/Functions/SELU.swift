public import VectorMath

/// λ times an ELU with α, the two constants being such that activations keep mean 0 and variance 1.
public struct SELU: StagedFunction {
  public static let facts = ActivationFacts(
    name: "selu", title: "SELU", aliases: ["scaled-elu"], formula: "lambda (x if x > 0, else alpha (exp(x) - 1))",
    derivativeFormula: "lambda (1 if x > 0, else alpha exp(x))", range: "(-lambda alpha, inf)",
    limits: (-1.7580993408473768, .infinity), kinks: [0],
    kinkConvention: "f'(0) = lambda alpha, the derivative from the left", isMonotonic: true, isSmooth: false,
    isCentred: true, backwardNeeds: .inputOrOutput, initialization: .lecun,
    elsewhere: Elsewhere(pytorch: "nn.SELU()", kerasName: "selu", jax: "jax.nn.selu(x)"),
    strength: "Self-normalising: with LeCun initialisation, mean 0 and variance 1 carry through the layers.",
    weakness: "Only for plain stacks of layers with its own initialisation and alpha dropout.",
    citation: Citation(
      "Klambauer, G.; Unterthiner, T.; Mayr, A.; Hochreiter, S.", 2017, "Self-normalizing neural networks",
      "arXiv:1706.02515")
  )

  @inlinable public static var stages: Int { @inline(__always) get { 2 } }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    Prepared(NegativePart.reduced(x, for: wanted))
  }

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    // No number of the lane's type.
    let below = NegativePart(prepared.reduced).exponentialMinusOne(
      times: V(V.isDouble ? 1.7580993408473768 : 1.7580993175506592),
      low: V(V.isDouble ? 1.41535193801e-17 : 2.32967176803e-08))
    let above = V(1.0507009873554805) * x
    return V.choose(V.less(x, V(0)), below, above)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let below = NegativePart(prepared.reduced).exponential(times: V(1.7580993408473768))
    return V.choose(V.less(V(0), x), V(1.0507009873554805), below)
  }

  /// y + λα on the negative side
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    V.choose(V.less(V(0), y), V(1.0507009873554805), y + V(1.7580993408473768))
  }

  /// λ, from the fixed point's equations (Klambauer et al. 2017, section 2).
  public static let lambda = 1.0507009873554805
  /// α, likewise.
  public static let alpha = 1.6732632423543772
}
