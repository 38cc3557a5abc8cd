/// tanh t for t ≥ 0, given σ(−2t): 1 − 2 σ(−2t), and by a polynomial where that would cancel. About 1 ULP.
@inlinable @inline(__always)
public func hyperbolicTangent<V: Lanes>(_ t: V, tail: V) -> V {
  let square = t * t
  let small = V.multiplyAdd(t * square, tanhPolynomial(square), t)
  return V.choose(V.less(t, V(0.625)), small, V.multiplyAdd(V(-2), tail, V(1)))
}
