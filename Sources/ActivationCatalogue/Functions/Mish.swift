public import VectorMath

/// x tanh(softplus(x)) = x (1 − 2 / D) with D = n (n + 2) + 2 and n = eˣ (Misra 2019).
///
/// n² overflows only where the function has long become x.
public struct Mish: StagedFunction {
  public static let facts = ActivationFacts(
    name: "mish", title: "Mish", formula: "x tanh(softplus(x))",
    derivativeFormula: "tanh(softplus(x)) + x s(x) (1 - tanh(softplus(x))^2)", range: "[-0.30884, inf)",
    limits: (0, .infinity), cancellations: [-1.192431214515495], isMonotonic: false, isSmooth: true, isCentred: true,
    backwardNeeds: .input,
    initialization: .he,
    elsewhere: Elsewhere(pytorch: "nn.Mish()", kerasName: "mish", jax: "jax.nn.mish(x)"),
    strength: "Smooth, not monotonic, with a continuous derivative of every order.",
    weakness: "Dear to compute by its definition; differences to Swish are within the noise of few seeds.",
    citation: Citation(
      "Misra, D.", 2019, "Mish: a self regularized non-monotonic activation function", "arXiv:1908.08681")
  )

  @inlinable @inline(__always)
  public static func pieces(for wanted: Wanted) -> PieceForm? {
    PieceForm(wanted == .value ? .gated : .plain, .twoSided, degree: 7, beyond: .left)
  }

  @inlinable @inline(__always)
  public static func prepare<V: Lanes>(_ x: V, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    let reduced = ReducedArgument(x.downTo(-exponentialBound()), headroom: Exponential<V>.down)
    return wanted.contains(.derivative) ? exponential(reduced) : Prepared(reduced)
  }

  /// The exponential, or, where `prepare` found that, what the derivative divides by.
  @inlinable @inline(__always)
  public static func refine<V: Lanes>(_ numbers: Prepared<V>, _ p: Parameters<V>, for wanted: Wanted) -> Prepared<V> {
    guard wanted.contains(.derivative) else { return exponential(numbers.reduced) }
    return Prepared(keeping: numbers, third: squaredDenominator(exponential(numbers).n))
  }

  /// x (1 − 2 / D) with D = n (n + 2) + 2, and x n (1 − n (n + 1) / D) below −0.22 (`Double`: −0.1): on either side the
  /// errors of the quotient count for less than their size. In `Double` x n keeps what rounding takes from it, and the
  /// difference is the sum of a large and a small part.
  @inlinable @inline(__always)
  public static func value<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let n = exponential(prepared).n
    let isLeft = V.less(x, V(V.isDouble ? -0.1 : -0.22))
    let bounded = x.downTo(-exponentialBound())
    let unit = bounded * prepared.first
    // x · 2ᵏ is exact for whole powers only.
    let lost = V.hasTables ? V.productError(bounded, prepared.first, unit) : V(0)
    let product =
      V.hasTables ? unit + V.multiplyAdd(unit, prepared.second, lost) : V.multiplyAdd(unit, prepared.second, unit)
    let factor = V.choose(isLeft, product * Exponential<V>.scale, x)
    let share = share(of: n, isLeft)
    var result = V.multiplyAdd(-factor, share, factor)
    if V.isDouble {
      // With what x n lost, where that is the factor.
      let low = V.difference(unit - product, -unit, prepared.second) * Exponential<V>.scale
      let factorLow = V.choose(isLeft, low, V(0))
      result = factor + V.difference(V.multiplyAdd(-factorLow, share, factorLow), factor, share)
    }
    // The difference of −0 and −0 is 0.
    return V.choose(V.lessOrEqual(x, bound()), result.withSign(of: x), x)
  }

  /// 2 / D, or n (n + 1) / D. In `Double` without a fused instruction, with what rounding takes from D.
  @inlinable @inline(__always)
  static func share<V: Lanes>(of n: V, _ isLeft: V.Mask) -> V {
    let sum = n + V(2)
    let denominator = V.multiplyAdd(n, sum, V(2))
    let share = V.choose(isLeft, V.multiplyAdd(n, n, n), V(2)) / denominator
    guard V.isDouble, !V.isFused else { return share }
    let low = V.difference(denominator - V(2), n, sum) - n * (n - (sum - V(2)))
    return V.multiplyAdd(share * low, denominator.roughReciprocal, share)
  }

  /// n (4 (x + 1) + n (4x + 6 + n (n + 4))) / D² with D = (n + 1)² + 1. Without a fused instruction, for x > 0, where
  /// the large terms would be rounded too often, 1 + 4 (n (x − 1 + n (x − ½)) − 1) / D².
  @inlinable @inline(__always)
  public static func derivative<V: Lanes>(_ x: V, _ p: Parameters<V>, _ prepared: Prepared<V>) -> V {
    let (n, scaled) = exponential(prepared)
    let slope = bounded(x) * V(4)
    let square = prepared.third
    let (large, small) = (slope + V(4), V.multiplyAdd(n, n + V(4), slope + V(6)))
    let sum = V.multiplyAdd(n, small, large)
    let product = scaled * sum
    var result = product / square
    if V.hasTables {
      // What the sums, the product and the quotient lost: there is time, as only what is beyond the pieces comes here.
      let low = V.multiplyAdd(n, small, large - sum) + (V(4) - (large - slope))
      let lost = V.residual(product, result, square) + V.multiplyAdd(scaled, low, V.productError(scaled, sum, product))
      result = V.multiplyAdd(lost, square.roughReciprocal, result)
    }
    result = result * Exponential<V>.scale
    if !V.isFused {
      let rise = V.multiplyAdd(n, V.multiplyAdd(n, x - V(0.5), x - V(1)), V(-1))
      result = V.choose(V.less(V(0), x), V.multiplyAdd(rise / square, V(4), V(1)), result)
    }
    return V.choose(V.less(bound(), x), V(1), result)
  }

  /// ((n + 1)² + 1)², with what rounding takes from the bracket for n ≤ 1: it would count twice.
  @inlinable @inline(__always)
  static func squaredDenominator<V: Lanes>(_ n: V) -> V {
    let root = n + V(1)
    let d = V.multiplyAdd(root, root, V(1))
    let low = V.multiplyAdd(root + root, n - (root - V(1)), -V.residual(d - V(1), root, root))
    return V.multiplyAdd(d, d, (d + d) * low)
  }

  @inlinable @inline(__always)
  static func exponential<V: Lanes>(_ reduced: ReducedArgument<V>) -> Prepared<V> {
    let e = Exponential(reduced)
    return Prepared(e.power, e.excess)
  }

  /// n = eˣ, also with the headroom that spares its digits near the smallest number; meaningless from `bound` on.
  @inlinable @inline(__always)
  static func exponential<V: Lanes>(_ prepared: Prepared<V>) -> (n: V, scaled: V) {
    let scaled = V.multiplyAdd(prepared.first, prepared.second, prepared.first)
    return (scaled * Exponential<V>.scale, scaled)
  }

  /// x, bounded below: ∞ · 0 would be NaN.
  @inlinable @inline(__always)
  static func bounded<V: Lanes>(_ x: V) -> V { V.larger(-exponentialBound(), x) }

  /// Where the function has become x and its derivative 1.
  @inlinable @inline(__always)
  static func bound<V: Lanes>() -> V { V(V.isDouble ? 22 : 11) }
}
