/// tanh t for t ≥ 0, given 2 σ(−2t): 1 minus that, and by a polynomial where it would cancel. About 1 ULP; NaN for NaN, whatever
/// `rest` is.
@inlinable @inline(__always)
public func hyperbolicTangent<V: Lanes>(_ t: V, rest: V) -> V {
  let square = t * t
  let small = V.multiplyAdd(t * square, tanhPolynomial(square), t)
  return V.choose(V.lessOrEqual(V(0.625), t), V(1) - rest, small)
}
