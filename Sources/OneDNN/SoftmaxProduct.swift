internal import COneDNN

/// oneDNN's softmax, or its logarithm, over the channels of rows × channels, prepared for one shape.
///
/// The arrays belong to the caller, as those of `Eltwise`.
public struct SoftmaxProduct: ~Copyable {
  private let function: ArrayFunction
  public let rows: Int
  public let channels: Int

  /// - Throws: `OneDNNError` if oneDNN has no such function.
  public init(rows: Int, channels: Int, isLogarithmic: Bool = false) throws(OneDNNError) {
    function = try ArrayFunction("\(isLogarithmic ? "log-softmax" : "softmax") of \(rows) × \(channels)") {
      hk_softmax_create(&$0, isLogarithmic, Int64(rows), Int64(channels))
    }
    self.rows = rows
    self.channels = channels
  }

  /// y = softmax(x). In place is allowed.
  public func forward(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    try function.forward(x, y)
  }

  /// dx from the result y of the forward pass and the upstream gradient g. In place of g is allowed.
  public func backward(
    _ y: UnsafePointer<Float>, upstream g: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>
  ) throws(OneDNNError) {
    try function.backward(y, g, dx)
  }

  /// What oneDNN chose to do it with: "jit:avx512_common", "ref:any".
  public var implementations: (forward: String, backward: String) { function.implementations }
}
