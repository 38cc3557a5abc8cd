internal import COneDNN

/// The largest number, or the mean, of windows over images of rows × height × width × channels.
public struct Pooling: ~Copyable {
  private let pooling: OpaquePointer

  public enum Kind: Sendable {
    case maximum
    /// Over what lies inside the image.
    case mean
  }

  /// - Throws: `OneDNNError` if oneDNN has no such pooling.
  public init(
    _ kind: Kind, rows: Int, channels: Int, input: (height: Int, width: Int), output: (height: Int, width: Int),
    kernel: (Int, Int), stride: (Int, Int), before: (Int, Int), after: (Int, Int)
  ) throws(OneDNNError) {
    let shape = hk_pooling_shape(
      is_maximum: kind == .maximum, rows: Int64(rows), height: Int64(input.height), width: Int64(input.width),
      channels: Int64(channels), out_height: Int64(output.height), out_width: Int64(output.width),
      window: hk_window(kernel: pair(kernel), stride: pair(stride), before: pair(before), after: pair(after)))
    var pooling: OpaquePointer?
    let status = withUnsafePointer(to: shape) { hk_pooling_create(&pooling, $0) }
    guard status == 0, let pooling else {
      throw OneDNNError(operation: "make a pooling of \(input) to \(output)", status: status)
    }
    self.pooling = pooling
  }

  deinit { hk_pooling_destroy(pooling) }

  /// Bytes that it keeps for the backward pass: which number of each window was the largest.
  public var workspaceBytes: Int { hk_pooling_workspace_bytes(pooling) }

  /// The arrays belong to the caller, who keeps them for as long as this value lives.
  /// - Parameter gradients: by the input and by the output; nil if there is no backward pass.
  public func bind(
    input: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>,
    gradients: (input: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>)?
  ) throws(OneDNNError) {
    try check(hk_pooling_bind(pooling, input, output, gradients?.input, gradients?.output), "prepare a pooling")
  }

  public func forward() throws(OneDNNError) { try check(hk_pooling_forward(pooling), "run a pooling") }

  /// The gradient by the input, after a forward pass.
  public func backward() throws(OneDNNError) {
    try check(hk_pooling_backward(pooling), "find a pooling's input gradients")
  }

  private func check(_ status: Int32, _ operation: String) throws(OneDNNError) {
    if status != 0 { throw OneDNNError(operation: operation, status: status) }
  }
}
