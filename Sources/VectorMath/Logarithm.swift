/// a + ln(1 + u) for 0 ≤ u = 2ᵏ (1 + p) ≤ 1/e and a = 0 or a ≥ 1, right down to the smallest subnormal number: about 1.1 ULP.
/// What rounding took from u is `low` · `Exponential.scale`.
///
/// u itself is added after what is smaller. By a polynomial: a division costs more than the terms that it would save.
@inlinable @inline(__always)
public func logOnePlus<V: Lanes>(_ u: V, low: V, plus a: V) -> V {
  a + (u + V.multiplyAdd(u, u * log1pPolynomial(u), low * Exponential<V>.scale))
}

/// ln x for positive, normal x, and NaN for NaN: relative error about 1 ULP, also near 1. Zero, negative and subnormal
/// values are the caller's to exclude.
///
/// By ln((1 + s) / (1 − s)) = 2 artanh s.
@inlinable @inline(__always)
public func naturalLogarithm<V: Lanes>(_ x: V) -> V {
  let (exponent, mantissa) = x.exponentAndMantissa
  let f = mantissa - V(1)
  let s = f / (f + V(2))
  let square = s * s
  let twice = s + s
  let core = V.multiplyAdd(narrowArtanhTail(square) * square, twice, twice)
  // ln 2 in two pieces; exponent times the first is exact.
  let high = V(V.isDouble ? 0.6931471803691238 : 0.693359375)
  let low = V(V.isDouble ? 1.9082149292705877e-10 : -2.1219444005469057e-4)
  return x.propagatingNaN(to: V.multiplyAdd(exponent, high, V.multiplyAdd(exponent, low, core)))
}
