public import VectorMath

// x σ(v) and its derivative, for an odd and rising v of x.
//
// With t = |v| and s = σ(−t) ≤ ½ the gate is s for v < 0 and 1 − s for v > 0; nothing overflows, and nothing that matters
// cancels. Functions of plain vectors: the compiler takes those apart that travel in nested structs.

extension LogisticTail {
  @inlinable @inline(__always)
  init(_ prepared: Prepared<V>) { self.init(denominator: prepared.first, low: prepared.second) }

  /// x σ(v), given |x| up to where σ has reached 0 or 1: what it lacks of max(x, 0) is |x| σ(−t). (A second division costs
  /// less than the rounding of a product.)
  @inlinable @inline(__always)
  func gating(_ x: V, bounded: V) -> V {
    V.multiplyAdd(scaled(times: bounded), -Self.scale, V.larger(V(0), x))
  }

  /// The derivative of x σ(v(x)), given 1 − |x v′(x)| (1 − s) as `bracket`: s times that for v < 0, and 1 minus it for v > 0.
  @inlinable @inline(__always)
  func gatingDerivative(_ x: V, bracket: V) -> V {
    let scaled: V
    if V.isFused {
      // In less time than a second division.
      scaled = V.multiplyAdd(reciprocal, bracket, reciprocal * bracket * reciprocalLost)
    } else {
      // The division's rounding stays.
      let quotient = bracket / denominator
      scaled = V.multiplyAdd(-quotient, denominatorLow * denominator.roughReciprocal, quotient)
    }
    return sided(x, scaled: scaled, scale: Self.scale)
  }

  /// The same with `low`, what rounding took from the bracket: half an ULP less, for a fourteenth of the time.
  @inlinable @inline(__always)
  func gatingDerivative(_ x: V, bracket: V, low: V) -> V {
    let scaled: V
    if V.isFused {
      scaled = V.multiplyAdd(reciprocal, bracket, reciprocal * V.multiplyAdd(bracket, reciprocalLost, low))
    } else {
      let quotient = bracket / denominator
      scaled = V.multiplyAdd(V.multiplyAdd(-quotient, denominatorLow, low), denominator.roughReciprocal, quotient)
    }
    return sided(x, scaled: scaled, scale: Self.scale)
  }
}

extension Prepared {
  @inlinable @inline(__always)
  init(_ tail: LogisticTail<V>) { self.init(tail.denominator, tail.denominatorLow) }
}

/// `scaled` · `scale` for x < 0 and 1 minus that elsewhere: σ(x) from σ(−|x|), or f′(x) where f(x) − f(−x) = x.
@inlinable @inline(__always)
func sided<V: Lanes>(_ x: V, scaled: V, scale: V) -> V {
  // By its sign, so without a choice; adding 0 makes −0 positive.
  let factor = (-scale).flippingSign(by: x + V(0))
  return V.multiplyAdd(scaled, factor, V.choose(V.less(x, V(0)), V(0), V(1)))
}

/// |x|, but not beyond where σ(βx) has reached 0 or 1, for β ≥ 0.
@inlinable @inline(__always)
func linearlyBounded<V: Lanes>(_ x: V, slope: V) -> V {
  // The bound is found once for an array, as is all that does not depend on x.
  V.smaller(linearBound(slope: slope), x.magnitude)
}

/// The same, but for NaN perhaps the bound.
@inlinable @inline(__always)
func linearlyClamped<V: Lanes>(_ x: V, slope: V) -> V { x.magnitude.upTo(linearBound(slope: slope)) }

@inlinable @inline(__always)
func linearBound<V: Lanes>(slope: V) -> V { V.smaller(exponentialBound() / slope, V(1e18)) }
