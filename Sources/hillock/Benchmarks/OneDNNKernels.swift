import Activations
import NeuralNetworks
import OneDNN

/// oneDNN's kernels of an activation, for a trainer. oneDNN prepares itself for each number of elements; there are few: the
/// batch's, and that of the rest of the examples in an evaluation.
final class OneDNNKernels {
  private final class Prepared {
    let function: Eltwise
    init(_ function: consuming Eltwise) { self.function = function }
  }

  private let function: EltwiseFunction
  private var prepared: [Int: Prepared] = [:]

  /// Nil if the oneDNN at hand does not have the function.
  init?(_ activation: Activation) {
    guard let function = EltwiseFunction(activation: activation.name, parameters: activation.parameters) else {
      return nil
    }
    self.function = function
  }

  var arrayKernels: ArrayKernels {
    ArrayKernels(
      forward: { (x, y, count) throws(NetworkError) in
        try self.run { () throws(OneDNNError) in try self.eltwise(count).function.forward(x, into: y) }
      },
      backward: { (x, g, dx, count) throws(NetworkError) in
        try self.run { () throws(OneDNNError) in try self.eltwise(count).function.backward(x, upstream: g, into: dx) }
      })
  }

  private func eltwise(_ count: Int) throws(OneDNNError) -> Prepared {
    if let found = prepared[count] { return found }
    let new = Prepared(try Eltwise(function, count: count))
    prepared[count] = new
    return new
  }

  private func run(_ body: () throws(OneDNNError) -> Void) throws(NetworkError) {
    do throws(OneDNNError) {
      try body()
    } catch {
      throw NetworkError(error.description)
    }
  }
}
