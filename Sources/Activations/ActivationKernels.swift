internal import ActivationKernelTables

/// An activation's loops over arrays, for one instruction set: to be looked up once and called once an array.
///
/// Pointers need no alignment. The result may be the same memory as an operand, but must not overlap it otherwise.
/// Rows × channels means `rows * channels` elements, one row after the other.
public struct ActivationKernels: Sendable {
  let table: KernelTable
  let parameters: (Float, Float)
  let wideParameters: (Double, Double)

  init(table: KernelTable, activation: Activation) {
    self.table = table
    let padded = activation.padded
    parameters = (Float(padded[0]), Float(padded[1]))
    wideParameters = (padded[0], padded[1])
  }

  /// y = f(x)
  @inline(__always)
  public func forward(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    withParameters { table.float.forward(x, y, count, $0) }
  }

  /// y = f′(x)
  public func derivative(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    withParameters { table.float.derivative(x, y, count, $0) }
  }

  /// dx = g · f′(x)
  public func backward(
    _ x: UnsafePointer<Float>, upstream g: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    withParameters { table.float.backward(x, g, dx, count, $0) }
  }

  /// value = f(x) and derivative = f′(x), in one sweep.
  public func forwardAndDerivative(
    _ x: UnsafePointer<Float>, value: UnsafeMutablePointer<Float>, derivative: UnsafeMutablePointer<Float>, count: Int
  ) {
    withParameters { table.float.both(x, value, derivative, count, $0) }
  }

  /// y = f(x) over rows × channels, with the first parameter's value for each channel.
  public func forward(
    _ x: UnsafePointer<Float>, perChannel first: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int,
    channels: Int
  ) {
    withParameters { table.float.channelForward(x, y, rows, channels, first, $0) }
  }

  /// dx = g · f′(x) over rows × channels; adds Σ over the rows of g · ∂f/∂p to `parameterGradient`, for each channel.
  public func backward(
    _ x: UnsafePointer<Float>, upstream g: UnsafePointer<Float>, perChannel first: UnsafePointer<Float>,
    into dx: UnsafeMutablePointer<Float>, parameterGradient: UnsafeMutablePointer<Float>, rows: Int, channels: Int
  ) {
    withParameters { table.float.channelBackward(x, g, dx, parameterGradient, rows, channels, first, $0) }
  }

  /// y = f(x)
  public func forward(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int) {
    withWideParameters { table.double.forward(x, y, count, $0) }
  }

  /// y = f′(x)
  public func derivative(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int) {
    withWideParameters { table.double.derivative(x, y, count, $0) }
  }

  /// dx = g · f′(x)
  public func backward(
    _ x: UnsafePointer<Double>, upstream g: UnsafePointer<Double>, into dx: UnsafeMutablePointer<Double>, count: Int
  ) {
    withWideParameters { table.double.backward(x, g, dx, count, $0) }
  }

  @inline(__always)
  private func withParameters(_ body: (UnsafePointer<Float>) -> Void) {
    withUnsafePointer(to: parameters) {
      $0.withMemoryRebound(to: Float.self, capacity: 2, body)
    }
  }

  @inline(__always)
  private func withWideParameters(_ body: (UnsafePointer<Double>) -> Void) {
    withUnsafePointer(to: wideParameters) {
      $0.withMemoryRebound(to: Double.self, capacity: 2, body)
    }
  }
}

extension Activation {
  /// The kernels for the best instruction set that this processor has.
  public var kernels: ActivationKernels { kernels(for: .best) }

  /// The kernels for one instruction set, which must be available.
  public func kernels(for set: InstructionSet) -> ActivationKernels {
    precondition(set.isAvailable, "this processor cannot run \(set)")
    return ActivationKernels(table: set.tables[index], activation: self)
  }

  /// f(x)
  public func value(_ x: Float) -> Float { one(x) { kernels.forward($0, into: $1, count: 1) } }

  /// f(x)
  public func value(_ x: Double) -> Double { one(x) { kernels.forward($0, into: $1, count: 1) } }

  /// f′(x)
  public func derivative(_ x: Float) -> Float { one(x) { kernels.derivative($0, into: $1, count: 1) } }

  /// f′(x)
  public func derivative(_ x: Double) -> Double { one(x) { kernels.derivative($0, into: $1, count: 1) } }

  /// f of every element.
  public func apply(to x: [Float]) -> [Float] {
    map(x) { kernels.forward($0, into: $1, count: x.count) }
  }

  /// f of every element.
  public func apply(to x: [Double]) -> [Double] {
    map(x) { kernels.forward($0, into: $1, count: x.count) }
  }

  /// f′ of every element.
  public func derivative(of x: [Float]) -> [Float] {
    map(x) { kernels.derivative($0, into: $1, count: x.count) }
  }

  /// f′ of every element.
  public func derivative(of x: [Double]) -> [Double] {
    map(x) { kernels.derivative($0, into: $1, count: x.count) }
  }

  private func one<T: BinaryFloatingPoint>(
    _ x: T, _ body: (UnsafePointer<T>, UnsafeMutablePointer<T>) -> Void
  ) -> T {
    var y = x
    withUnsafePointer(to: x) { input in withUnsafeMutablePointer(to: &y) { body(input, $0) } }
    return y
  }

  private func map<T: BinaryFloatingPoint>(
    _ x: [T], _ body: (UnsafePointer<T>, UnsafeMutablePointer<T>) -> Void
  ) -> [T] {
    [T](unsafeUninitializedCapacity: x.count) { result, count in
      x.withUnsafeBufferPointer { input in
        if let from = input.baseAddress, let to = result.baseAddress { body(from, to) }
      }
      count = x.count
    }
  }
}
