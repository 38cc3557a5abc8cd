/// The numbers that activations work on: `Float` and `Double`, and no others.
///
/// The requirements are the kernels of ``ActivationKernels`` and ``Softmax`` for pointers to such numbers, so that the
/// array calls can be written once for both.
public protocol ActivationScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// y = f(x)
  static func forward(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)

  /// y = f′(x)
  static func derivative(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)

  /// dx = g · f′(x)
  static func backward(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Self>, upstream g: UnsafePointer<Self>,
    into dx: UnsafeMutablePointer<Self>, count: Int)

  /// value = f(x) and derivative = f′(x)
  static func forwardAndDerivative(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Self>, value: UnsafeMutablePointer<Self>,
    derivative: UnsafeMutablePointer<Self>, count: Int)

  /// c = a · b, element by element. `c` may be the memory of either.
  static func multiply(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>, count: Int)

  /// y = softmax(x) over rows × channels
  static func forward(
    _ softmax: Softmax, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, rows: Int, channels: Int)

  /// dx from the result y of softmax and the upstream gradient g, over rows × channels
  static func backward(
    _ softmax: Softmax, _ y: UnsafePointer<Self>, upstream g: UnsafePointer<Self>,
    into dx: UnsafeMutablePointer<Self>, rows: Int, channels: Int)
}

extension Float: ActivationScalar {
  public static func forward(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    kernels.forward(x, into: y, count: count)
  }

  public static func derivative(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) {
    kernels.derivative(x, into: y, count: count)
  }

  public static func backward(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Float>, upstream g: UnsafePointer<Float>,
    into dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    kernels.backward(x, upstream: g, into: dx, count: count)
  }

  public static func forwardAndDerivative(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Float>, value: UnsafeMutablePointer<Float>,
    derivative: UnsafeMutablePointer<Float>, count: Int
  ) {
    kernels.forwardAndDerivative(x, value: value, derivative: derivative, count: count)
  }

  public static func forward(
    _ softmax: Softmax, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, channels: Int
  ) {
    softmax.forward(x, into: y, rows: rows, channels: channels)
  }

  public static func backward(
    _ softmax: Softmax, _ y: UnsafePointer<Float>, upstream g: UnsafePointer<Float>,
    into dx: UnsafeMutablePointer<Float>, rows: Int, channels: Int
  ) {
    softmax.backward(y, upstream: g, into: dx, rows: rows, channels: channels)
  }
}

extension Double: ActivationScalar {
  public static func forward(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    kernels.forward(x, into: y, count: count)
  }

  public static func derivative(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    kernels.derivative(x, into: y, count: count)
  }

  public static func backward(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Double>, upstream g: UnsafePointer<Double>,
    into dx: UnsafeMutablePointer<Double>, count: Int
  ) {
    kernels.backward(x, upstream: g, into: dx, count: count)
  }

  public static func forwardAndDerivative(
    _ kernels: ActivationKernels, _ x: UnsafePointer<Double>, value: UnsafeMutablePointer<Double>,
    derivative: UnsafeMutablePointer<Double>, count: Int
  ) {
    kernels.forwardAndDerivative(x, value: value, derivative: derivative, count: count)
  }

  public static func forward(
    _ softmax: Softmax, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, rows: Int, channels: Int
  ) {
    softmax.forward(x, into: y, rows: rows, channels: channels)
  }

  public static func backward(
    _ softmax: Softmax, _ y: UnsafePointer<Double>, upstream g: UnsafePointer<Double>,
    into dx: UnsafeMutablePointer<Double>, rows: Int, channels: Int
  ) {
    softmax.backward(y, upstream: g, into: dx, rows: rows, channels: channels)
  }
}
