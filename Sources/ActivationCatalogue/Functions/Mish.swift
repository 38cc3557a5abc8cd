public import VectorMath

/// x tanh(softplus(x)) = x n (n + 2) / (n (n + 2) + 2) with n = eˣ (Misra 2019).
///
/// Nothing cancels on either side of 0, but for the derivative's own zero; n² overflows only where the function has long
/// become x.
public struct Mish: ActivationFunction {
  public static let facts = ActivationFacts(
    name: "mish", title: "Mish", formula: "x tanh(softplus(x))",
    derivativeFormula: "tanh(softplus(x)) + x s(x) (1 - tanh(softplus(x))^2)", range: "[-0.30884, inf)",
    limits: (0, .infinity), cancellations: [-1.192431214515495], isMonotonic: false, isSmooth: true, isCentred: true,
    backwardNeeds: .input,
    initialization: .he, strength: "Smooth, not monotonic, with a continuous derivative of every order.",
    weakness: "Dear to compute by its definition; differences to Swish are within the noise of few seeds.",
    citation: Citation(
      "Misra, D.", 2019, "Mish: a self regularized non-monotonic activation function", "arXiv:1908.08681")
  )

  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    value(x, MishParts(x))
  }

  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> V {
    derivative(x, MishParts(x))
  }

  @inlinable @inline(__always)
  public static func valueAndDerivative<V: Lanes>(_ x: V, _ p: Parameters<V>) -> (value: V, derivative: V) {
    let parts = MishParts(x)
    return (value(x, parts), derivative(x, parts))
  }

  /// x w / (w + 2) with w = n (n + 2)
  @inlinable @inline(__always)
  static func value<V: Lanes>(_ x: V, _ parts: MishParts<V>) -> V {
    let quotient = parts.bounded * parts.scaledProduct / parts.denominator
    return V.choose(V.less(MishParts.bound, x), x, quotient * Exponential<V>.scale)
  }

  /// n (4 (x + 1) + n (4x + 6 + n (n + 4))) / D² with D = (n + 1)² + 1. Without a fused instruction, for x > 0, where the large
  /// terms would be rounded too often, 1 + 4 (n (x − 1 + n (x − ½)) − 1) / D².
  @inlinable @inline(__always)
  static func derivative<V: Lanes>(_ x: V, _ parts: MishParts<V>) -> V {
    let (n, slope) = (parts.n, parts.bounded * V(4))
    let square = squaredDenominator(n)
    let sum = V.multiplyAdd(n, V.multiplyAdd(n, n + V(4), slope + V(6)), slope + V(4))
    var result = parts.scaled * sum / square * Exponential<V>.scale
    if !V.isFused {
      let rise = V.multiplyAdd(n, V.multiplyAdd(n, x - V(0.5), x - V(1)), V(-1))
      result = V.choose(V.less(V(0), x), V.multiplyAdd(rise / square, V(4), V(1)), result)
    }
    return V.choose(V.less(MishParts.bound, x), V(1), result)
  }

  /// ((n + 1)² + 1)², with what rounding takes from the bracket for n ≤ 1: it would count twice.
  @inlinable @inline(__always)
  static func squaredDenominator<V: Lanes>(_ n: V) -> V {
    let root = n + V(1)
    let d = V.multiplyAdd(root, root, V(1))
    let low = V.multiplyAdd(root + root, n - (root - V(1)), -V.residual(d - V(1), root, root))
    return V.multiplyAdd(d, d, (d + d) * low)
  }
}

/// What Mish and its derivative have in common.
@frozen
@usableFromInline
struct MishParts<V: Lanes> {
  /// x, bounded below: ∞ · 0 would be NaN.
  @usableFromInline var bounded: V
  /// n = eˣ = `scaled` `scale`; meaningless from `bound` on.
  @usableFromInline var n: V
  @usableFromInline var scaled: V
  /// w / `scale`, w = n (n + 2)
  @usableFromInline var scaledProduct: V
  /// w + 2
  @usableFromInline var denominator: V

  /// Where the function has become x and its derivative 1.
  @inlinable static var bound: V { @inline(__always) get { V(V.isDouble ? 22 : 11) } }

  @inlinable @inline(__always)
  init(_ x: V) {
    bounded = V.larger(-exponentialBound(), x)
    let exponential = Exponential(bounded, headroom: Exponential<V>.down)
    scaled = V.multiplyAdd(exponential.power, exponential.excess, exponential.power)
    n = scaled * Exponential<V>.scale
    scaledProduct = V.multiplyAdd(scaled, n, scaled + scaled)
    denominator = V.multiplyAdd(scaledProduct, Exponential<V>.scale, V(2))
  }
}
