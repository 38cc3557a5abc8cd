/// Calls over unsafe buffers of rows × channels. The result may be the same memory as an operand, but must not overlap it
/// otherwise. Threads share the rows.
extension Softmax {
  /// y = softmax(x), or its logarithm, over every row of `channels` elements.
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`, or `x` is no whole number of rows.
  public func apply<Scalar: ActivationScalar>(
    to x: UnsafeBufferPointer<Scalar>, into y: UnsafeMutableBufferPointer<Scalar>, channels: Int,
    threads: Threads = .automatic
  ) throws(ShapeError) {
    try ShapeError.check(.result, y.count, x.count)
    _ = try ShapeError.rows(x.count, channels: channels)
    guard let from = x.baseAddress, let to = y.baseAddress else { return }
    threads.split(x.count, bytesEach: MemoryLayout<Scalar>.stride, unit: Self.unit(channels)) { start, count in
      Scalar.forward(self, from + start, into: to + start, rows: count / channels, channels: channels)
    }
  }

  /// The backward pass, from the *result* y of the forward pass and the upstream gradient g, over every row:
  /// dx = y (g − Σ g y) / T, or (g − eʸ Σ g) / T for the logarithm.
  ///
  /// - Throws: ``ShapeError`` if `g` or `dx` has not as many elements as `y`, or `y` is no whole number of rows.
  public func backward<Scalar: ActivationScalar>(
    _ y: UnsafeBufferPointer<Scalar>, upstream g: UnsafeBufferPointer<Scalar>,
    into dx: UnsafeMutableBufferPointer<Scalar>, channels: Int, threads: Threads = .automatic
  ) throws(ShapeError) {
    try ShapeError.check(.upstream, g.count, y.count)
    try ShapeError.check(.result, dx.count, y.count)
    _ = try ShapeError.rows(y.count, channels: channels)
    guard let from = y.baseAddress, let above = g.baseAddress, let to = dx.baseAddress else { return }
    threads.split(y.count, bytesEach: MemoryLayout<Scalar>.stride, unit: Self.unit(channels)) { start, count in
      Scalar.backward(
        self, from + start, upstream: above + start, into: to + start, rows: count / channels, channels: channels)
    }
  }

  /// What one thread takes whole, in elements. Loops may take several narrow rows at once, so those stay together.
  private static func unit(_ channels: Int) -> Int { channels > 64 ? channels : 64 * channels }
}
