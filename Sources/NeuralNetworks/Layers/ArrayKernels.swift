public import Activations

/// An activation's two loops over arrays, from wherever they come: one call an array, none an element.
///
/// A `Trainer` takes its own where it is given none. They are called on the trainer's thread alone.
public struct ArrayKernels {
  /// y = f(x)
  public typealias Forward = (
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) throws(NetworkError) -> Void

  /// dx = g · f′(x). The result may be the same memory as g.
  public typealias Backward = (
    _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, _ count: Int
  ) throws(NetworkError) -> Void

  /// The kernels that are to stand in for an activation's own; nil for its own. Called once for each activation layer.
  public typealias Source = (_ activation: Activation) throws(NetworkError) -> ArrayKernels?

  let forward: Forward
  let backward: Backward

  public init(forward: @escaping Forward, backward: @escaping Backward) {
    self.forward = forward
    self.backward = backward
  }

  /// Ours, of one instruction set.
  public init(_ kernels: ActivationKernels) {
    forward = { kernels.forward($0, into: $1, count: $2) }
    backward = { kernels.backward($0, upstream: $1, into: $2, count: $3) }
  }
}

extension Network {
  /// What the source has for this network's layers, by their number.
  func kernels(from source: ArrayKernels.Source) throws(NetworkError) -> [Int: ArrayKernels] {
    var found: [Int: ArrayKernels] = [:]
    for (i, layer) in layers.flatMap(\.nested).enumerated() {
      guard case .activation(let activation, let learning) = layer, let own = try source(activation) else { continue }
      guard learning == .fixed else {
        throw .init("layer \(i + 1) (\(layer)) learns its parameter, which kernels from elsewhere cannot")
      }
      found[i] = own
    }
    return found
  }
}
