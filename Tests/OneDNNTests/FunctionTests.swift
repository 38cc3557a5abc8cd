import Activations
import OneDNN
import Testing

/// oneDNN's functions beside ours: loosely, as oneDNN loses digits in its tails.
@Suite struct FunctionTests {
  /// −2 to 5, off every kink.
  static let x = (0..<1003).map { Float($0) * 0.00698 - 2.0007 }
  static let g = (0..<1003).map { Float(($0 * 37) % 29) * 0.13 - 1.7 }

  /// The largest difference, in relation to the expected number or to `floor` if that is larger.
  static func worst(_ found: [Float], _ expected: [Float], floor: Float = 0.1) -> Float {
    zip(found, expected).map { abs($0 - $1) / max(abs($1), floor) }.max() ?? .infinity
  }

  static let counterparts: [Activation] =
    Activation.all.filter { EltwiseFunction(activation: $0.name, parameters: $0.parameters) != nil }
    + ["leaky-relu(0.3)", "swish(1.5)", "elu(0.5)"].compactMap { try? Activation($0) }

  @Test func mostActivationsHaveACounterpart() {
    let names = Self.counterparts.map(\.name)
    for name in ["relu", "sigmoid", "tanh", "gelu", "gelu-tanh", "swish", "mish", "softplus", "relu6", "hard-swish"] {
      #expect(names.contains(name))
    }
    #expect(EltwiseFunction(activation: "selu", parameters: []) == nil)
    #expect(EltwiseFunction(activation: "celu", parameters: [2]) == nil)
    #expect(EltwiseFunction(activation: "nonsense", parameters: []) == nil)
  }

  @Test(arguments: counterparts)
  func elementByElement(activation: Activation) throws {
    let function = try #require(EltwiseFunction(activation: activation.name, parameters: activation.parameters))
    let (x, g) = (Self.x, Self.g)
    let eltwise = try Eltwise(function, count: x.count)
    var (y, dx, expected) = (x, x, x)
    try eltwise.forward(x, into: &y)
    activation.kernels.forward(x, into: &expected, count: x.count)
    #expect(Self.worst(y, expected) <= 1e-5)
    try eltwise.backward(x, upstream: g, into: &dx)
    activation.kernels.backward(x, upstream: g, into: &expected, count: x.count)
    #expect(Self.worst(dx, expected) <= 1e-5)
    // Other arrays at the next call, and in place.
    let constant = [Float](repeating: 0.5, count: x.count)
    var again = constant
    try eltwise.forward(again, into: &again)
    #expect(Self.worst(again, activation.apply(to: constant)) <= 1e-5)
    #expect(eltwise.implementations.forward.isEmpty == false)
  }

  @Test(arguments: [1, 7, 40], [false, true])
  func softmax(channels: Int, isLogarithmic: Bool) throws {
    let rows = 1003 / channels
    let product = try SoftmaxProduct(rows: rows, channels: channels, isLogarithmic: isLogarithmic)
    let own = isLogarithmic ? Softmax.logarithmic : .standard
    let x = Array(Self.x.reversed())
    var (y, expected) = ([Float](repeating: 0, count: x.count), [Float](repeating: 0, count: x.count))
    try product.forward(x, into: &y)
    own.forward(x, into: &expected, rows: rows, channels: channels)
    #expect(Self.worst(y, expected, floor: 1) <= 1e-5)
    var (dx, slopes) = ([Float](repeating: 0, count: x.count), [Float](repeating: 0, count: x.count))
    try product.backward(expected, upstream: Self.g, into: &dx)
    own.backward(expected, upstream: Self.g, into: &slopes, rows: rows, channels: channels)
    #expect(Self.worst(dx, slopes, floor: 10) <= 1e-5)
  }

  @Test func whatCannotBeIsAnError() {
    #expect(throws: OneDNNError.self) { _ = try Eltwise(EltwiseFunction(.relu), count: -1) }
    #expect(throws: OneDNNError.self) { _ = try SoftmaxProduct(rows: -3, channels: 2) }
  }
}
