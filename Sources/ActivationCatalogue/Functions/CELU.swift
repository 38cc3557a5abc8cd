public import VectorMath

/// max(x, 0) + min(0, α (e^(x/α) − 1)): an ELU whose derivative is continuous for every α.
public struct CELU: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "celu", title: "CELU", aliases: ["continuous-elu"], formula: "x if x > 0, else alpha (exp(x/alpha) - 1)",
    derivativeFormula: "1 if x > 0, else exp(x/alpha)", range: "(-alpha, inf)", limits: (-1, .infinity),
    isMonotonic: true, isSmooth: false, isCentred: true, backwardNeeds: .inputOrOutput,
    parameters: [
      ParameterFacts(
        name: "alpha", symbol: "α", defaultValue: 1, origin: "Barron 2017; with 1 it is ELU", allowed: 0.001...100)
    ],
    initialization: .he, strength: "Continuously differentiable whatever its parameter.",
    weakness: "An exponential for every negative input; with alpha = 1 it is ELU.",
    citation: Citation(
      "Barron, J. T.", 2017, "Continuously differentiable exponential linear units", "arXiv:1704.07483")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    V.choose(V.lessOrEqual(x, V(0)), p.first * exponentialMinusOne(x / p.first), x)
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    // The quotient's rounding error is put back in, as the exponential would magnify it.
    let below = V.choose(V.less(V(0), x), V(0), x.clamped(to: V(1e5)))
    let quotient = below / p.first
    let product = quotient * p.first
    let error = ((below - product) - V.productError(quotient, p.first, product)) / p.first
    let (part, scale) = exponentialParts(quotient)
    return V.choose(V.less(V(0), x), V(1), V.multiplyAdd(part, error, part) * scale)
  }
}
