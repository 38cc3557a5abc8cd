/// Logarithms by ln((1 + s) / (1 − s)) = 2 artanh s.

/// ln(1 + u) for 0 ≤ u ≤ 1, relative error about 1.5 ULP. s = u / (2 + u) ≤ 1/3.
@inlinable @inline(__always)
public func logOnePlusUnit<V: Lanes>(_ u: V) -> V {
  let s = u / (u + V(2))
  let square = s * s
  let twice = s + s
  let result = V.multiplyAdd(wideArtanhTail(square) * square, twice, twice)
  // s loses a bit of a subnormal u, which is its own logarithm here.
  return V.choose(V.less(u, V(V.isDouble ? 0x1p-60 : 0x1p-30)), u, result)
}

/// ln x for positive, normal x: relative error about 1 ULP, also near 1. Zero, negative and subnormal values are the
/// caller's to exclude.
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
  return V.multiplyAdd(exponent, high, V.multiplyAdd(exponent, low, core))
}
