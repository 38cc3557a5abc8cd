/// Calls over arrays of rows × channels.
extension Softmax {
  /// Softmax, or its logarithm, of one row.
  @inlinable
  public func apply<Scalar: ActivationScalar>(to x: [Scalar]) -> [Scalar] {
    newArray(x.count) { y in
      // One row of any width above 0 fits itself; no elements need no channels.
      x.withUnsafeBufferPointer { x in try? apply(to: x, into: y, channels: max(1, x.count), threads: .one) }
    }
  }

  /// Softmax, or its logarithm, of every row of `channels` elements.
  ///
  /// - Throws: ``ShapeError`` if `x` is no whole number of rows.
  @inlinable
  public func apply<Scalar: ActivationScalar>(
    to x: [Scalar], channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) -> [Scalar] {
    _ = try ShapeError.rows(x.count, channels: channels)
    return newArray(x.count) { y in
      x.withUnsafeBufferPointer { x in try? apply(to: x, into: y, channels: channels, threads: threads) }
    }
  }

  /// y = softmax(x), or its logarithm, over every row of `channels` elements.
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`, or `x` is no whole number of rows.
  @inlinable
  public func apply<Scalar: ActivationScalar>(
    to x: [Scalar], into y: inout [Scalar], channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) {
    var y = y.mutableSpan
    try apply(to: x.span, into: &y, channels: channels, threads: threads)
  }

  /// x ← softmax(x), or its logarithm, over every row of `channels` elements.
  ///
  /// - Throws: ``ShapeError`` if `x` is no whole number of rows.
  @inlinable
  public func apply<Scalar: ActivationScalar>(
    inPlace x: inout [Scalar], channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) {
    var x = x.mutableSpan
    try apply(inPlace: &x, channels: channels, threads: threads)
  }

  /// The backward pass: dx from the *result* y of the forward pass and the upstream gradient g, over every row.
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `y`, or `y` is no whole number of rows.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ y: [Scalar], upstream g: [Scalar], channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) -> [Scalar] {
    try ShapeError.check(.upstream, g.count, y.count)
    _ = try ShapeError.rows(y.count, channels: channels)
    return newArray(y.count) { dx in
      y.withUnsafeBufferPointer { y in
        g.withUnsafeBufferPointer { g in
          try? backward(y, upstream: g, into: dx, channels: channels, threads: threads)
        }
      }
    }
  }

  /// The backward pass: dx from the *result* y of the forward pass and the upstream gradient g, over every row.
  ///
  /// - Throws: ``ShapeError`` if `g` or `dx` has not as many elements as `y`, or `y` is no whole number of rows.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ y: [Scalar], upstream g: [Scalar], into dx: inout [Scalar], channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) {
    var dx = dx.mutableSpan
    try backward(y.span, upstream: g.span, into: &dx, channels: channels, threads: threads)
  }

  /// The backward pass in the upstream gradient's place.
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `y`, or `y` is no whole number of rows.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ y: [Scalar], inPlace g: inout [Scalar], channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) {
    var g = g.mutableSpan
    try backward(y.span, inPlace: &g, channels: channels, threads: threads)
  }
}
