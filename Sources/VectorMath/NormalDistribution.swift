/// The standard normal distribution's density and tail.
///
/// 1 − Φ(t) = e^(−t²/2) R(t) for t ≥ 0, with R(t) = ½ e^(t²/2) erfc(t / √2), which falls smoothly from ½ and needs no
/// exponential. Rejected: 1 + erf, which loses every digit in the tail.

/// R(t) for 0 ≤ t ≤ 15 (`Float`) or 40 (`Double`), about 2 ULP.
@inlinable @inline(__always)
public func scaledNormalTail<V: Lanes>(_ t: V) -> V {
  let (value, lost) = scaledNormalTailParts(t)
  return V.multiplyAdd(value, lost, value)
}

/// R(t) = `value` · (1 + `lost`), where `lost` is what rounding took, for callers that have other corrections to make.
@inlinable @inline(__always)
func scaledNormalTailParts<V: Lanes>(_ t: V) -> (value: V, lost: V) {
  let sum = t + V(4)
  let reciprocal = V(1) / sum
  // What rounding took from the sum and from its reciprocal; without it, two more ULP.
  let product = sum * reciprocal
  let lost = (V(1) - product) - V.multiplyAdd(t - (sum - V(4)), reciprocal, V.productError(sum, reciprocal, product))
  let correction = reciprocal * lost
  let core = millsRatioCore(V.multiplyAdd(t - V(4), reciprocal, (t - V(4)) * correction))
  return (core * reciprocal, lost)
}

/// e^(−t²/2) = `value` · `scale` as in `exponentialParts`. The rounding error of t², which the exponential would magnify
/// to t²/2 times its size, is put back in afterwards.
@inlinable @inline(__always)
public func gaussianParts<V: Lanes>(_ t: V) -> (value: V, scale: V) {
  let square = t * t
  let error = V.productError(t, t, square)
  let (value, scale) = exponentialParts(square * V(-0.5))
  return (V.multiplyAdd(value * V(-0.5), error, value), scale)
}

/// 1 − Φ(t) = `tail` · `part` · `scale`, where the product of the first two is within the normal range.
@inlinable @inline(__always)
public func normalTailParts<V: Lanes>(_ t: V) -> (tail: V, part: V, scale: V) {
  let square = t * t
  let (value, scale) = exponentialParts(square * V(-0.5))
  let (tail, lost) = scaledNormalTailParts(t)
  // Both corrections with one rounding.
  let correction = V.multiplyAdd(V(-0.5), V.productError(t, t, square), lost)
  return (tail, V.multiplyAdd(value, correction, value), scale)
}
