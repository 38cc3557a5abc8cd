public import VectorMath

/// The pieces of σ(v), for functions of the form x σ(v(x)).
///
/// With E = e^(−|v|) ≤ 1: σ(v) = 1 / (1 + E) for v ≥ 0 and E / (1 + E) for v < 0, so nothing overflows and σ(v) keeps all
/// its digits as v → −∞. E is given in the two parts of `exponentialParts`: a product with E that ends below the normal
/// range is rounded once, by the multiplication with `scale`.
@frozen
@usableFromInline
struct Gate<V: Lanes> {
  /// E = `part` · `scale`.
  @usableFromInline var part: V
  @usableFromInline var scale: V
  /// E itself.
  @usableFromInline var exponential: V
  /// 1 + E
  @usableFromInline var denominator: V
  /// 1 / (1 + E) = σ(|v|)
  @usableFromInline var upper: V
  /// v < 0
  @usableFromInline var isNegative: V.Mask

  /// The gate at v = `high` + `low`, where `low` is the part of v that rounding to `high` lost: the exponential would
  /// magnify that loss to |v| times its size.
  @inlinable @inline(__always)
  init(high: V, low: V) {
    isNegative = V.less(high, V(0))
    let (part, scale) = exponentialParts(-high.magnitude)
    // e^(−|high + low|) = e^(−|high|) (1 ∓ low)
    let correction = V.choose(isNegative, low, -low)
    self.part = V.multiplyAdd(part, correction, part)
    self.scale = scale
    exponential = self.part * scale
    denominator = exponential + V(1)
    upper = V(1) / denominator
  }

  @inlinable @inline(__always)
  init(_ v: V) {
    isNegative = V.less(v, V(0))
    (part, scale) = exponentialParts(-v.magnitude)
    exponential = part * scale
    denominator = exponential + V(1)
    upper = V(1) / denominator
  }

  /// σ(v)
  @inlinable @inline(__always)
  var value: V { V.choose(isNegative, part * upper * scale, upper) }

  /// σ(v) σ(−v) = E / (1 + E)², which is σ′(v).
  @inlinable @inline(__always)
  var slope: V { part / (denominator * denominator) * scale }

  /// x σ(v), also where x is infinite.
  @inlinable @inline(__always)
  func gating(_ x: V) -> V {
    // ±∞ · 0 would be NaN where the limit is 0.
    let finite = x.clamped(to: V(1e18))
    return V.choose(isNegative, finite * part * upper * scale, x * upper)
  }

  /// The derivative of x σ(v(x)), given x v′(x) = `xTimesSlope` + `low`, which must be finite: σ(v) (1 + x v′ σ(−v)).
  ///
  /// For v < 0 with s = σ(v) it is s (1 + x v′ − x v′ s), in which the large terms meet without having been rounded.
  @inlinable @inline(__always)
  func gatingDerivative(xTimesSlope: V, low: V) -> V {
    // σ(|v|) with what rounding took from 1 + E and from its reciprocal.
    let product = denominator * upper
    let lost = (V(1) - product) - V.productError(denominator, upper, product)
    let better = V.multiplyAdd(upper, V.multiplyAdd((denominator - V(1)) - exponential, upper, lost), upper)
    let smallPart = part * better
    let small = smallPart * scale
    let below = V.multiplyAdd(-xTimesSlope, small, (V(1) + xTimesSlope) + low) * smallPart
    let above = V.multiplyAdd(xTimesSlope, small, V(1)) * better
    return V.choose(isNegative, below * scale, above)
  }
}

/// v = c·x as `high` + `low`, where the constant c too is `high` + `low`: for constants that are no `Float`.
@inlinable @inline(__always)
func scaledArgument<V: Lanes>(_ x: V, high: V, low: V) -> (high: V, low: V) {
  // Far beyond where σ has reached 0 or 1; keeps the product's error finite.
  let bounded = x.clamped(to: V(1e18))
  let v = bounded * high
  let error = V.multiplyAdd(bounded, low, V.productError(bounded, high, v))
  return (v, V.choose(V.less(v.magnitude, V(1000)), error, V(0)))
}
