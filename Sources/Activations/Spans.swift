/// Calls over spans: checked, without a copy or an allocation.
extension Activation {
  /// yᵢ = f(xᵢ)
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`.
  @inlinable
  public func apply<Scalar: ActivationScalar>(
    to x: Span<Scalar>, into y: inout MutableSpan<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try withBuffers(x, &y) { (x, y) throws(ShapeError) in try apply(to: x, into: y, threads: threads) }
  }

  /// xᵢ ← f(xᵢ)
  @inlinable
  public func apply<Scalar: ActivationScalar>(
    inPlace x: inout MutableSpan<Scalar>, threads: Threads = .automatic
  ) {
    x.withUnsafeMutableBufferPointer { x in
      // As many elements as itself: it cannot fail.
      try? apply(to: UnsafeBufferPointer(x), into: x, threads: threads)
    }
  }

  /// yᵢ = f′(xᵢ)
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`.
  @inlinable
  public func derivative<Scalar: ActivationScalar>(
    of x: Span<Scalar>, into y: inout MutableSpan<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try withBuffers(x, &y) { (x, y) throws(ShapeError) in try derivative(of: x, into: y, threads: threads) }
  }

  /// xᵢ ← f′(xᵢ)
  @inlinable
  public func derivative<Scalar: ActivationScalar>(
    inPlace x: inout MutableSpan<Scalar>, threads: Threads = .automatic
  ) {
    x.withUnsafeMutableBufferPointer { x in try? derivative(of: UnsafeBufferPointer(x), into: x, threads: threads) }
  }

  /// The backward pass: dxᵢ = gᵢ · f′(xᵢ), with the upstream gradient g.
  ///
  /// - Throws: ``ShapeError`` if `g` or `dx` has not as many elements as `x`.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ x: Span<Scalar>, upstream g: Span<Scalar>, into dx: inout MutableSpan<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try g.withUnsafeBufferPointer { g throws(ShapeError) in
      try withBuffers(x, &dx) { (x, dx) throws(ShapeError) in
        try backward(x, upstream: g, into: dx, threads: threads)
      }
    }
  }

  /// The backward pass in the upstream gradient's place: gᵢ ← gᵢ · f′(xᵢ).
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `x`.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ x: Span<Scalar>, inPlace g: inout MutableSpan<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try withBuffers(x, &g) { (x, g) throws(ShapeError) in
      try backward(x, upstream: UnsafeBufferPointer(g), into: g, threads: threads)
    }
  }

  /// yᵢ = f(xᵢ) and dᵢ = f′(xᵢ), in one sweep.
  ///
  /// - Throws: ``ShapeError`` if `y` or `d` has not as many elements as `x`.
  @inlinable
  public func valueAndDerivative<Scalar: ActivationScalar>(
    of x: Span<Scalar>, into y: inout MutableSpan<Scalar>, derivative d: inout MutableSpan<Scalar>,
    threads: Threads = .automatic
  ) throws(ShapeError) {
    try d.withUnsafeMutableBufferPointer { d throws(ShapeError) in
      try withBuffers(x, &y) { (x, y) throws(ShapeError) in
        try valueAndDerivative(of: x, into: y, derivative: d, threads: threads)
      }
    }
  }

  /// xᵢ ← f(xᵢ) and dᵢ = f′(xᵢ) of the former x, in one sweep.
  ///
  /// - Throws: ``ShapeError`` if `d` has not as many elements as `x`.
  @inlinable
  public func valueAndDerivative<Scalar: ActivationScalar>(
    inPlace x: inout MutableSpan<Scalar>, derivative d: inout MutableSpan<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try d.withUnsafeMutableBufferPointer { d throws(ShapeError) in
      try x.withUnsafeMutableBufferPointer { x throws(ShapeError) in
        try valueAndDerivative(of: UnsafeBufferPointer(x), into: x, derivative: d, threads: threads)
      }
    }
  }
}

/// The memory of an input and of a result.
@inlinable @inline(__always)
func withBuffers<Scalar>(
  _ x: Span<Scalar>, _ y: inout MutableSpan<Scalar>,
  _ body: (UnsafeBufferPointer<Scalar>, UnsafeMutableBufferPointer<Scalar>) throws(ShapeError) -> Void
) throws(ShapeError) {
  try x.withUnsafeBufferPointer { x throws(ShapeError) in
    try y.withUnsafeMutableBufferPointer { y throws(ShapeError) in try body(x, y) }
  }
}
