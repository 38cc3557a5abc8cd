/// Calls over arrays.
extension Activation {
  /// f of every element.
  @inlinable
  public func apply<Scalar: ActivationScalar>(to x: [Scalar], threads: Threads = .automatic) -> [Scalar] {
    newArray(x.count) { y in
      x.withUnsafeBufferPointer { x in try? apply(to: x, into: y, threads: threads) }
    }
  }

  /// yᵢ = f(xᵢ)
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`.
  @inlinable
  public func apply<Scalar: ActivationScalar>(
    to x: [Scalar], into y: inout [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) {
    var y = y.mutableSpan
    try apply(to: x.span, into: &y, threads: threads)
  }

  /// xᵢ ← f(xᵢ)
  @inlinable
  public func apply<Scalar: ActivationScalar>(inPlace x: inout [Scalar], threads: Threads = .automatic) {
    var x = x.mutableSpan
    apply(inPlace: &x, threads: threads)
  }

  /// f′ of every element.
  @inlinable
  public func derivative<Scalar: ActivationScalar>(of x: [Scalar], threads: Threads = .automatic) -> [Scalar] {
    newArray(x.count) { y in
      x.withUnsafeBufferPointer { x in try? derivative(of: x, into: y, threads: threads) }
    }
  }

  /// yᵢ = f′(xᵢ)
  ///
  /// - Throws: ``ShapeError`` if `y` has not as many elements as `x`.
  @inlinable
  public func derivative<Scalar: ActivationScalar>(
    of x: [Scalar], into y: inout [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) {
    var y = y.mutableSpan
    try derivative(of: x.span, into: &y, threads: threads)
  }

  /// xᵢ ← f′(xᵢ)
  @inlinable
  public func derivative<Scalar: ActivationScalar>(inPlace x: inout [Scalar], threads: Threads = .automatic) {
    var x = x.mutableSpan
    derivative(inPlace: &x, threads: threads)
  }

  /// The backward pass: gᵢ · f′(xᵢ) for every element, with the upstream gradient g.
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `x`.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ x: [Scalar], upstream g: [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) -> [Scalar] {
    try ShapeError.check(.upstream, g.count, x.count)
    return newArray(x.count) { dx in
      x.withUnsafeBufferPointer { x in
        g.withUnsafeBufferPointer { g in try? backward(x, upstream: g, into: dx, threads: threads) }
      }
    }
  }

  /// The backward pass: dxᵢ = gᵢ · f′(xᵢ), with the upstream gradient g.
  ///
  /// - Throws: ``ShapeError`` if `g` or `dx` has not as many elements as `x`.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ x: [Scalar], upstream g: [Scalar], into dx: inout [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) {
    var dx = dx.mutableSpan
    try backward(x.span, upstream: g.span, into: &dx, threads: threads)
  }

  /// The backward pass in the upstream gradient's place: gᵢ ← gᵢ · f′(xᵢ).
  ///
  /// - Throws: ``ShapeError`` if `g` has not as many elements as `x`.
  @inlinable
  public func backward<Scalar: ActivationScalar>(
    _ x: [Scalar], inPlace g: inout [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) {
    var g = g.mutableSpan
    try backward(x.span, inPlace: &g, threads: threads)
  }

  /// f and f′ of every element, in one sweep.
  @inlinable
  public func valueAndDerivative<Scalar: ActivationScalar>(
    of x: [Scalar], threads: Threads = .automatic
  ) -> (value: [Scalar], derivative: [Scalar]) {
    var slope: [Scalar] = []
    let value = newArray(x.count) { y in
      slope = newArray(x.count) { d in
        x.withUnsafeBufferPointer { x in try? valueAndDerivative(of: x, into: y, derivative: d, threads: threads) }
      }
    }
    return (value, slope)
  }

  /// yᵢ = f(xᵢ) and dᵢ = f′(xᵢ), in one sweep.
  ///
  /// - Throws: ``ShapeError`` if `y` or `d` has not as many elements as `x`.
  @inlinable
  public func valueAndDerivative<Scalar: ActivationScalar>(
    of x: [Scalar], into y: inout [Scalar], derivative d: inout [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) {
    var y = y.mutableSpan
    var d = d.mutableSpan
    try valueAndDerivative(of: x.span, into: &y, derivative: &d, threads: threads)
  }

  /// xᵢ ← f(xᵢ) and dᵢ = f′(xᵢ) of the former x, in one sweep.
  ///
  /// - Throws: ``ShapeError`` if `d` has not as many elements as `x`.
  @inlinable
  public func valueAndDerivative<Scalar: ActivationScalar>(
    inPlace x: inout [Scalar], derivative d: inout [Scalar], threads: Threads = .automatic
  ) throws(ShapeError) {
    var x = x.mutableSpan
    var d = d.mutableSpan
    try valueAndDerivative(inPlace: &x, derivative: &d, threads: threads)
  }
}

/// An array whose elements `body` writes, all of them.
@inlinable @inline(__always)
func newArray<Scalar>(_ count: Int, _ body: (UnsafeMutableBufferPointer<Scalar>) -> Void) -> [Scalar] {
  [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
    // The capacity may be more than was asked for.
    body(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    initialized = count
  }
}
