internal import VectorMath

/// The backward pass from f′ as `valueAndDerivative` left it: a product for each element, whatever the function.
///
/// Who goes forward and back through a costly function keeps f′ instead of x: as much memory, and what f and f′ have in
/// common is found once (unless they are in pieces, on AVX-512). Where f′ follows from f(x), as the sigmoid's, `ActivationKernels.backwardFromOutput` needs neither;
/// where `ActivationKernels.isQuickFromInput`, keeping x takes less time.
extension Activation {
  /// gᵢ · dᵢ for every element, with d = f′(x) and the upstream gradient g.
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `d`.
  @inlinable
  public static func backward<Scalar: ActivationScalar>(
    derivative d: [Scalar], upstream g: [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) -> [Scalar] {
    try ShapeError.check(.upstream, g.count, d.count)
    return newArray(d.count) { dx in
      d.withUnsafeBufferPointer { d in
        g.withUnsafeBufferPointer { g in try? backward(derivative: d, upstream: g, into: dx, threads: threads) }
      }
    }
  }

  /// gᵢ ← gᵢ · dᵢ, with d = f′(x) and the upstream gradient g.
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `d`.
  @inlinable
  public static func backward<Scalar: ActivationScalar>(
    derivative d: [Scalar], inPlace g: inout [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) {
    var g = g.mutableSpan
    try backward(derivative: d.span, inPlace: &g, threads: threads)
  }

  /// gᵢ ← gᵢ · dᵢ, with d = f′(x) and the upstream gradient g.
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `d`.
  @inlinable
  public static func backward<Scalar: ActivationScalar>(
    derivative d: Span<Scalar>, inPlace g: inout MutableSpan<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try withBuffers(d, &g) { (d, g) throws(ShapeError) in
      try backward(derivative: d, upstream: UnsafeBufferPointer(g), into: g, threads: threads)
    }
  }

  /// dxᵢ = gᵢ · dᵢ, with d = f′(x) and the upstream gradient g. `dx` may be the memory of either.
  ///
  /// - Throws: ``ShapeError`` if `g` or `dx` has not as many elements as `d`.
  public static func backward<Scalar: ActivationScalar>(
    derivative d: UnsafeBufferPointer<Scalar>, upstream g: UnsafeBufferPointer<Scalar>,
    into dx: UnsafeMutableBufferPointer<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try ShapeError.check(.upstream, g.count, d.count)
    try ShapeError.check(.result, dx.count, d.count)
    guard let slope = d.baseAddress, let above = g.baseAddress, let to = dx.baseAddress else { return }
    threads.split(d.count, bytesEach: MemoryLayout<Scalar>.stride) { start, count in
      Scalar.multiply(above + start, slope + start, into: to + start, count: count)
    }
  }
}

extension Float {
  public static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, count: Int
  ) {
    products(FloatLanes16.self, a, b, c, count)
  }
}

extension Double {
  public static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>, count: Int
  ) {
    products(DoubleLanes8.self, a, b, c, count)
  }
}

@inline(__always)
private func products<V: VectorLanes>(
  _ lanes: V.Type, _ a: UnsafePointer<V.Scalar>, _ b: UnsafePointer<V.Scalar>, _ c: UnsafeMutablePointer<V.Scalar>,
  _ count: Int
) {
  var i = 0
  while i &+ V.scalarCount <= count {
    (V.load(a + i) * V.load(b + i)).store(c + i)
    i &+= V.scalarCount
  }
  while i < count {
    c[i] = a[i] * b[i]
    i &+= 1
  }
}
