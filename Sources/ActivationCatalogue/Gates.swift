public import VectorMath

// x σ(v) and its derivative, for an odd and rising v of x.
//
// With t = |v| and s = σ(−t) ≤ ½ the gate is s for v < 0 and 1 − s for v > 0; nothing overflows, and nothing that matters
// cancels. Functions of plain vectors: the compiler takes those apart that travel in nested structs.

extension LogisticTail {
  /// x σ(v), given |x| up to where σ has reached 0 or 1: what it lacks of max(x, 0) is |x| σ(−t).
  @inlinable @inline(__always)
  func gating(_ x: V, bounded: V) -> V {
    V.larger(V(0), x) - scaled(times: bounded) * Self.scale
  }

  /// The derivative of x σ(v(x)), given 1 − |x v′(x)| (1 − s) as `bracket`: s times that for v < 0, and 1 minus it for v > 0.
  @inlinable @inline(__always)
  func gatingDerivative(_ x: V, bracket: V) -> V {
    let below = scaled(times: bracket) * Self.scale
    return V.choose(V.less(x, V(0)), below, V(1) - below)
  }

  /// The derivative of x σ(βx), given β|x| = t + `low`.
  @inlinable @inline(__always)
  func linearGatingDerivative(_ x: V, t: V, low: V) -> V {
    let rest = (V(1) - low) - t
    return gatingDerivative(x, bracket: V.multiplyAdd(t, value, rest))
  }
}

/// |x|, but not beyond where σ(βx) has reached 0 or 1, for β ≥ 0; and β|x| = `t` + `low`.
///
/// - Parameter slopeLow: what rounding took from β.
@inlinable @inline(__always)
func linearArgument<V: Lanes>(_ x: V, slope: V, slopeLow: V) -> (bounded: V, t: V, low: V) {
  // Found once for an array, as is all that does not depend on x.
  let bound = V.smaller(exponentialBound() / slope, V(1e18))
  let bounded = V.smaller(bound, x.magnitude)
  let t = bounded * slope
  return (bounded, t, V.multiplyAdd(bounded, slopeLow, V.productError(bounded, slope, t)))
}

/// `factor`, but 0 where |x| has reached `bound`: a product that is too small for a number would take ten times as long.
@inlinable @inline(__always)
func unlessBeyond<V: Lanes>(_ bound: V, _ x: V, _ factor: V) -> V {
  V.choose(V.lessOrEqual(bound, x.magnitude), V(0), factor)
}
