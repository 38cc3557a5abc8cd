internal import COneDNN

/// What oneDNN refused to do.
public struct OneDNNError: Error, CustomStringConvertible {
  public let operation: String
  public let status: Int32

  public var description: String {
    let reason =
      switch status {
      case 1: "out of memory"
      case 2: "invalid arguments"
      case 3: "not implemented"
      default: "status \(status)"
      }
    return "oneDNN could not \(operation): \(reason)"
  }
}

/// A dense layer's three products for one number of rows: Y = X W + b, and its two backward passes.
///
/// W and ∂J/∂W live in the layout that oneDNN prefers for this machine; `pack` and `unpack` convert. All arrays belong to
/// the caller, who binds them once, before the first product, and keeps them for as long as this value lives.
public struct DenseProduct: ~Copyable {
  private let layer: OpaquePointer

  /// Numbers that W takes in its layout, padding included.
  public let weightCount: Int

  /// - Throws: `OneDNNError` if oneDNN has no such product.
  public init(rows: Int, inputs: Int, outputs: Int, needsInputGradient: Bool) throws(OneDNNError) {
    var layer: OpaquePointer?
    let status = hk_dense_create(&layer, Int64(rows), Int64(inputs), Int64(outputs), needsInputGradient)
    guard status == 0, let layer else {
      throw OneDNNError(operation: "make a dense layer of \(rows) × \(inputs) × \(outputs)", status: status)
    }
    self.layer = layer
    weightCount = hk_dense_weight_count(layer)
  }

  deinit { hk_dense_destroy(layer) }

  /// The arrays of a layer: X, W, b, Y and the loss's gradients by each.
  public struct Arrays {
    public typealias Pointer = UnsafeMutablePointer<Float>
    var raw: hk_dense_arrays

    /// - Parameter inputGradient: nil for a first layer, whose input has no gradient.
    public init(
      input: Pointer, weights: Pointer, bias: Pointer, output: Pointer, inputGradient: Pointer?,
      weightGradient: Pointer, biasGradient: Pointer, outputGradient: Pointer
    ) {
      raw = hk_dense_arrays(
        input: input, weights: weights, bias: bias, output: output, input_gradient: inputGradient,
        weight_gradient: weightGradient, bias_gradient: biasGradient, output_gradient: outputGradient)
    }
  }

  public func bind(_ arrays: Arrays) throws(OneDNNError) {
    try check(withUnsafePointer(to: arrays.raw) { hk_dense_bind(layer, $0) }, "prepare a dense layer")
  }

  /// Y = X W + b
  public func forward() throws(OneDNNError) { try check(hk_dense_forward(layer), "run a dense layer") }

  /// ∂J/∂W = Xᵀ ∂J/∂Y and ∂J/∂b = Σ ∂J/∂Y
  public func backwardWeights() throws(OneDNNError) {
    try check(hk_dense_backward_weights(layer), "find a dense layer's weight gradients")
  }

  /// ∂J/∂X = ∂J/∂Y Wᵀ
  public func backwardInput() throws(OneDNNError) {
    try check(hk_dense_backward_input(layer), "find a dense layer's input gradients")
  }

  /// From outputs × inputs to the layer's own layout.
  public func pack(_ plain: UnsafePointer<Float>, into weights: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    try check(hk_dense_pack(layer, plain, weights), "reorder weights")
  }

  /// From the layer's own layout to outputs × inputs.
  public func unpack(_ weights: UnsafePointer<Float>, into plain: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    try check(hk_dense_unpack(layer, weights, plain), "reorder weights")
  }

  private func check(_ status: Int32, _ operation: String) throws(OneDNNError) {
    if status != 0 { throw OneDNNError(operation: operation, status: status) }
  }
}

/// The library itself.
public enum OneDNN {
  /// The version that runs: "2.6.3".
  public static let version = String(cString: hk_onednn_version())

  /// How many threads products use when they are called from this thread. One thread a trial and many trials at once
  /// beats many threads on one small network.
  public static func setThreads(_ count: Int) { hk_set_threads(Int32(count)) }
}
