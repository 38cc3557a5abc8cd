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
    value(x, p, exponential(x, p))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    derivative(x, exponential(x, p))
  }

  /// 1 + y/α on the negative side
  @inlinable @inline(__always)
  public static func derivativeFromOutput<V: Lanes>(_ y: V, _ p: Parameters<V>) -> V {
    V.choose(V.less(V(0), y), V(1), V(1) + y / p.first)
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let parts = exponential(x, p)
    return (value(x, p, parts), derivative(x, parts))
  }

  @inlinable @inline(__always)
  static func exponential<V: Lanes>(_ x: V, _ p: Parameters<V>) -> DividedExponential<V> {
    DividedExponential(V.larger(-exponentialBound() * p.first, x), by: p.first)
  }

  @inlinable @inline(__always)
  static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ parts: DividedExponential<V>) -> V {
    let (_, whole, low) = lessOne(parts.power, times: p.first)
    let below = whole + V.multiplyAdd(parts.power * Exponential<V>.scale, parts.product, low)
    return V.choose(V.less(x, V(0)), below, x)
  }

  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ x: V, _ parts: DividedExponential<V>) -> V {
    let below = V.multiplyAdd(parts.power, parts.excess, parts.power) * Exponential<V>.scale
    return V.choose(V.less(V(0), x), V(1), below)
  }
}
