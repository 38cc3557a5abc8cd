internal import ActivationKernelTables

/// An activation's loops over arrays, for one instruction set: to be looked up once and called once an array.
///
/// Pointers need no alignment. The result may be the same memory as an operand, but must not overlap it otherwise.
/// Rows × channels means `rows * channels` elements, one row after the other.
public struct ActivationKernels: @unchecked Sendable {
  // Tables are never changed or freed: see `InstructionSet.tables`.
  private let pointer: UnsafePointer<KernelTable>
  private let parameters: (Float, Float)
  private let wideParameters: (Double, Double)

  init(_ activation: Activation, on set: InstructionSet) {
    pointer = set.tables + activation.index
    parameters = (Float(activation.first), Float(activation.second))
    wideParameters = (activation.first, activation.second)
  }

  /// Whether going back from x takes less time than finding f′ in one sweep with f and multiplying by it.
  public var isQuickFromInput: Bool {
    let pieces = pointer.pointee.pieces
    return pieces.derivative != nil && pieces.are(for: parameters.0, parameters.1)
  }

  /// y = f(x)
  @inline(__always)
  public func forward(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    withParameters { pointer.pointee.float.forward(x, y, count, $0) }
  }

  /// y = f′(x)
  public func derivative(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    withParameters { pointer.pointee.float.derivative(x, y, count, $0) }
  }

  /// dx = g · f′(x)
  public func backward(
    _ x: UnsafePointer<Float>, upstream g: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    withParameters { pointer.pointee.float.backward(x, g, dx, count, $0) }
  }

  /// dx = g · f′, from y = f(x): for activations that `isRebuiltFromOutput`.
  ///
  /// Near a limit of f it loses the digits that y has not got: tanh′ is then 0 from x = 9 on, not 6e-8.
  public func backwardFromOutput(
    _ y: UnsafePointer<Float>, upstream g: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    withParameters { pointer.pointee.float.backwardFromOutput(y, g, dx, count, $0) }
  }

  /// value = f(x) and derivative = f′(x), in one sweep.
  public func forwardAndDerivative(
    _ x: UnsafePointer<Float>, value: UnsafeMutablePointer<Float>, derivative: UnsafeMutablePointer<Float>, count: Int
  ) {
    withParameters { pointer.pointee.float.both(x, value, derivative, count, $0) }
  }

  /// y = f(x) over rows × channels, with the first parameter's value for each channel.
  public func forward(
    _ x: UnsafePointer<Float>, perChannel first: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int,
    channels: Int
  ) {
    withParameters { pointer.pointee.float.channelForward(x, y, rows, channels, first, $0) }
  }

  /// dx = g · f′(x) over rows × channels; adds Σ over the rows of g · ∂f/∂p to `parameterGradient`, for each channel.
  public func backward(
    _ x: UnsafePointer<Float>, upstream g: UnsafePointer<Float>, perChannel first: UnsafePointer<Float>,
    into dx: UnsafeMutablePointer<Float>, parameterGradient: UnsafeMutablePointer<Float>, rows: Int, channels: Int
  ) {
    withParameters { pointer.pointee.float.channelBackward(x, g, dx, parameterGradient, rows, channels, first, $0) }
  }

  /// y = f(x)
  public func forward(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int) {
    withWideParameters { pointer.pointee.double.forward(x, y, count, $0) }
  }

  /// y = f′(x)
  public func derivative(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int) {
    withWideParameters { pointer.pointee.double.derivative(x, y, count, $0) }
  }

  /// dx = g · f′(x)
  public func backward(
    _ x: UnsafePointer<Double>, upstream g: UnsafePointer<Double>, into dx: UnsafeMutablePointer<Double>, count: Int
  ) {
    withWideParameters { pointer.pointee.double.backward(x, g, dx, count, $0) }
  }

  /// value = f(x) and derivative = f′(x), in one sweep.
  public func forwardAndDerivative(
    _ x: UnsafePointer<Double>, value: UnsafeMutablePointer<Double>, derivative: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    withWideParameters { pointer.pointee.double.both(x, value, derivative, count, $0) }
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
  /// Whether a backward pass can do with y = f(x), so that training needs to keep nothing but the output.
  public var isRebuiltFromOutput: Bool {
    switch facts.backwardNeeds {
    case .output, .inputOrOutput, .nothing: true
    // A leaky ReLU's output has its input's sign unless the slope turns it.
    case .input: (name == "leaky-relu" || name == "prelu") && first > 0
    }
  }

  /// The kernels for the best instruction set that this processor has.
  public var kernels: ActivationKernels { ActivationKernels(self, on: .best) }

  /// The kernels for one instruction set, which must be available.
  public func kernels(for set: InstructionSet) -> ActivationKernels {
    precondition(set.isAvailable, "this processor cannot run \(set)")
    return ActivationKernels(self, on: set)
  }

  /// f(x)
  public func value(_ x: Float) -> Float { one(x) { kernels.forward($0, into: $1, count: 1) } }

  /// f(x)
  public func value(_ x: Double) -> Double { one(x) { kernels.forward($0, into: $1, count: 1) } }

  /// f′(x)
  public func derivative(_ x: Float) -> Float { one(x) { kernels.derivative($0, into: $1, count: 1) } }

  /// f′(x)
  public func derivative(_ x: Double) -> Double { one(x) { kernels.derivative($0, into: $1, count: 1) } }

  private func one<T: BinaryFloatingPoint>(
    _ x: T, _ body: (UnsafePointer<T>, UnsafeMutablePointer<T>) -> Void
  ) -> T {
    var y = x
    withUnsafePointer(to: x) { input in withUnsafeMutablePointer(to: &y) { body(input, $0) } }
    return y
  }
}
