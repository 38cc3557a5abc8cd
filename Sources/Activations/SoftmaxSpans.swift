/// Calls over spans of rows × channels: checked, without a copy or an allocation.
extension Softmax {
  /// y = softmax(x), or its logarithm, over every row of `channels` elements.
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`, or `x` is no whole number of rows.
  @inlinable
  public func apply<Scalar: ActivationScalar>(
    to x: Span<Scalar>, into y: inout MutableSpan<Scalar>, channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) {
    try withBuffers(x, &y) { (x, y) throws(ShapeError) in
      try apply(to: x, into: y, channels: channels, threads: threads)
    }
  }

  /// x ← softmax(x), or its logarithm, over every row of `channels` elements.
  ///
  /// - Throws: ``ShapeError`` if `x` is no whole number of rows.
  @inlinable
  public func apply<Scalar: ActivationScalar>(
    inPlace x: inout MutableSpan<Scalar>, channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) {
    try x.withUnsafeMutableBufferPointer { x throws(ShapeError) in
      try apply(to: UnsafeBufferPointer(x), into: x, channels: channels, threads: threads)
    }
  }

  /// The backward pass: dx from the *result* y of the forward pass and the upstream gradient g, over every row.
  ///
  /// - Throws: ``ShapeError`` if `g` or `dx` has not as many elements as `y`, or `y` is no whole number of rows.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ y: Span<Scalar>, upstream g: Span<Scalar>, into dx: inout MutableSpan<Scalar>, channels: Int,
    threads: Threads = .automatic
  ) throws(ShapeError) {
    try g.withUnsafeBufferPointer { g throws(ShapeError) in
      try withBuffers(y, &dx) { (y, dx) throws(ShapeError) in
        try backward(y, upstream: g, into: dx, channels: channels, threads: threads)
      }
    }
  }

  /// The backward pass in the upstream gradient's place.
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `y`, or `y` is no whole number of rows.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ y: Span<Scalar>, inPlace g: inout MutableSpan<Scalar>, channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) {
    try withBuffers(y, &g) { (y, g) throws(ShapeError) in
      try backward(y, upstream: UnsafeBufferPointer(g), into: g, channels: channels, threads: threads)
    }
  }
}
