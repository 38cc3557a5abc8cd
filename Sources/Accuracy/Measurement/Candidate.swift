public import Activations

/// What is measured: loops over arrays for f and, if there is one, for f′.
public struct Candidate<T: MeasuredScalar>: Sendable {
  /// y[i] = f(x[i]) for 0 ≤ i < count.
  public typealias Loop = @Sendable (_ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ count: Int) -> Void

  /// Whose it is: an instruction set, or another library.
  public let name: String
  public let forward: Loop
  public let derivative: Loop?
  /// What this library promises of it; nil for what others made.
  public let promise: AccuracyPromise?

  public init(name: String, promise: AccuracyPromise? = nil, forward: @escaping Loop, derivative: Loop? = nil) {
    self.name = name
    self.promise = promise
    self.forward = forward
    self.derivative = derivative
  }
}

extension Candidate<Float> {
  /// An activation's kernels for one instruction set.
  public init(_ activation: Activation, on set: InstructionSet) {
    let kernels = activation.kernels(for: set)
    self.init(
      name: set.rawValue, promise: .float(activation, on: set), forward: { kernels.forward($0, into: $1, count: $2) },
      derivative: { kernels.derivative($0, into: $1, count: $2) })
  }
}

extension Candidate<Double> {
  /// An activation's kernels for one instruction set.
  public init(_ activation: Activation, on set: InstructionSet) {
    let kernels = activation.kernels(for: set)
    self.init(
      name: set.rawValue, promise: .double, forward: { kernels.forward($0, into: $1, count: $2) },
      derivative: { kernels.derivative($0, into: $1, count: $2) })
  }
}
