/// Calls over unsafe buffers. The result may be the same memory as an operand, but must not overlap it otherwise; nothing
/// needs alignment beyond its element's.
extension Activation {
  /// yᵢ = f(xᵢ)
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`.
  public func apply<Scalar: ActivationScalar>(
    to x: UnsafeBufferPointer<Scalar>, into y: UnsafeMutableBufferPointer<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try ShapeError.check(.result, y.count, x.count)
    guard let from = x.baseAddress, let to = y.baseAddress else { return }
    let kernels = kernels
    threads.split(x.count, bytesEach: MemoryLayout<Scalar>.stride) { start, count in
      Scalar.forward(kernels, from + start, into: to + start, count: count)
    }
  }

  /// yᵢ = f′(xᵢ)
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`.
  public func derivative<Scalar: ActivationScalar>(
    of x: UnsafeBufferPointer<Scalar>, into y: UnsafeMutableBufferPointer<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try ShapeError.check(.result, y.count, x.count)
    guard let from = x.baseAddress, let to = y.baseAddress else { return }
    let kernels = kernels
    threads.split(x.count, bytesEach: MemoryLayout<Scalar>.stride) { start, count in
      Scalar.derivative(kernels, from + start, into: to + start, count: count)
    }
  }

  /// The backward pass: dxᵢ = gᵢ · f′(xᵢ), with the upstream gradient g.
  ///
  /// - Throws: ``ShapeError`` if `g` or `dx` has not as many elements as `x`.
  public func backward<Scalar: ActivationScalar>(
    _ x: UnsafeBufferPointer<Scalar>, upstream g: UnsafeBufferPointer<Scalar>,
    into dx: UnsafeMutableBufferPointer<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try ShapeError.check(.upstream, g.count, x.count)
    try ShapeError.check(.result, dx.count, x.count)
    guard let from = x.baseAddress, let above = g.baseAddress, let to = dx.baseAddress else { return }
    let kernels = kernels
    threads.split(x.count, bytesEach: MemoryLayout<Scalar>.stride) { start, count in
      Scalar.backward(kernels, from + start, upstream: above + start, into: to + start, count: count)
    }
  }

  /// yᵢ = f(xᵢ) and dᵢ = f′(xᵢ) in one sweep. Either of `y` and `d` may be the memory of `x`, but not both.
  ///
  /// - Throws: ``ShapeError`` if `y` or `d` has not as many elements as `x`.
  public func valueAndDerivative<Scalar: ActivationScalar>(
    of x: UnsafeBufferPointer<Scalar>, into y: UnsafeMutableBufferPointer<Scalar>,
    derivative d: UnsafeMutableBufferPointer<Scalar>, threads: Threads = .automatic
  ) throws(ShapeError) {
    try ShapeError.check(.result, y.count, x.count)
    try ShapeError.check(.derivative, d.count, x.count)
    guard let from = x.baseAddress, let to = y.baseAddress, let slope = d.baseAddress else { return }
    let kernels = kernels
    threads.split(x.count, bytesEach: MemoryLayout<Scalar>.stride) { start, count in
      Scalar.forwardAndDerivative(
        kernels, from + start, value: to + start, derivative: slope + start, count: count)
    }
  }
}
