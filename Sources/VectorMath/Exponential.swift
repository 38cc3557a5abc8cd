/// eˣ, eˣ − 1 and their relatives.
///
/// x = k ln 2 + r with |r| ≤ ½ ln 2, so eˣ = 2ᵏ eʳ (Cody & Waite, *Software Manual for the Elementary Functions*, 1980).
/// k ln 2 is subtracted in two pieces whose first has few bits, so that k times it is exact even without a fused
/// instruction.

/// x reduced to k and r, and what rounding took from r.
@inlinable @inline(__always)
public func reduceByLn2<V: Lanes>(_ x: V) -> (k: V, r: V, lost: V) {
  let k = V.multiplyAdd(x, V(1.4426950408889634), V.roundingShift) - V.roundingShift
  // Float: 355/512 and the rest; Double: the leading 32 bits and the rest.
  let coarse = V.multiplyAdd(k, V(V.isDouble ? -0.6931471803691238 : -0.693359375), x)
  let fine = V(V.isDouble ? -1.9082149292705877e-10 : 2.1219444005469057e-4)
  let r = V.multiplyAdd(k, fine, coarse)
  return (k, r, V.multiplyAdd(k, fine, coarse - r))
}

/// eˣ = `value` · `scale`, where `scale` is a power of two: results below the normal range keep their digits if the
/// factors that make them larger are multiplied in before `scale`. Both parts are finite where eˣ is; for large x the
/// product overflows to infinity.
@inlinable @inline(__always)
public func exponentialParts<V: Lanes>(_ x: V) -> (value: V, scale: V) {
  // Below, every multiple of eˣ that matters is zero; above, infinite. Two halves of k stay within the normal range.
  let low = V(V.isDouble ? -1400 : -170)
  let high = V(V.isDouble ? 720 : 90)
  let bounded = V.larger(low, V.smaller(high, x))
  let (k, r, lost) = reduceByLn2(bounded)
  let half = V.multiplyAdd(k, V(0.5), V.roundingShift)
  let other = (k - (half - V.roundingShift)) + V.roundingShift
  // 1 + r with its rounding error, then everything that is small: about 0.53 ULP in the end.
  let sum = V(1) + r
  let fraction = sum + (V.multiplyAdd(exponentialTail(r), r * r, lost) + (r - (sum - V(1))))
  return (fraction * V.powerOfTwo(shifted: half), V.powerOfTwo(shifted: other))
}

/// eˣ, right down to the smallest subnormal number. About 0.53 ULP.
@inlinable @inline(__always)
public func exponential<V: Lanes>(_ x: V) -> V {
  let (value, scale) = exponentialParts(x)
  return value * scale
}

/// eˣ − 1, relative error about 1.5 ULP near 0 too: the subtraction of 1 happens in the exponent, never in the digits.
@inlinable @inline(__always)
public func exponentialMinusOne<V: Lanes>(_ x: V) -> V {
  let low = V(V.isDouble ? -40 : -20)
  let high = V(V.isDouble ? 720 : 90)
  let bounded = V.larger(low, V.smaller(high, x))
  let (k, r, lost) = reduceByLn2(bounded)
  let p = r + V.multiplyAdd(exponentialTail(r), r * r, lost)
  // 2ᵏ p + (2ᵏ − 1); for k beyond the normal range 2ᵏ is taken in two halves.
  let half = V.multiplyAdd(k, V(0.5), V.roundingShift)
  let other = (k - (half - V.roundingShift)) + V.roundingShift
  let a = V.powerOfTwo(shifted: half)
  let b = V.powerOfTwo(shifted: other)
  let large = (V.multiplyAdd(a, p, a) * b) - V(1)
  let scale = a * b
  let small = V.multiplyAdd(scale, p, scale - V(1))
  let result = V.choose(V.less(V(40), x), large, small)
  // ±0 and the subnormal numbers are their own result.
  return V.choose(V.less(x.magnitude, V(V.isDouble ? 0x1p-1000 : 0x1p-100)), x, result)
}
