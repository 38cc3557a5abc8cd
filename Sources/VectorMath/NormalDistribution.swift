/// The standard normal distribution's density and tail.
///
/// 1 − Φ(t) = e^(−t²/2) R(t) for t ≥ 0, with R(t) = ½ e^(t²/2) erfc(t / √2), which falls smoothly from ½ and needs no
/// exponential. Rejected: 1 + erf, which loses every digit in the tail.

/// R(t) for 0 ≤ t ≤ 15 (`Float`) or 40 (`Double`), about 2 ULP.
@inlinable @inline(__always)
public func scaledNormalTail<V: Lanes>(_ t: V) -> V {
  let reciprocal = V(1) / (t + V(4))
  return millsRatioCore((t - V(4)) * reciprocal) * reciprocal
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
