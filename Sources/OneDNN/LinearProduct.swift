internal import COneDNN

/// What oneDNN refused to do.
public struct OneDNNError: Error, CustomStringConvertible {
  public let operation: String
  public let status: Int32

  public init(operation: String, status: Int32) {
    self.operation = operation
    self.status = status
  }

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

/// A convolution's sizes. Images are rows × height × width × channels; pairs are vertical, horizontal.
public struct ConvolutionShape: Sendable {
  public var rows: Int
  public var input: (height: Int, width: Int, channels: Int)
  public var output: (height: Int, width: Int, channels: Int)
  public var kernel: (Int, Int)
  public var stride: (Int, Int)
  /// 1 for an ordinary kernel.
  public var dilation: (Int, Int)
  /// Zeros above and left, below and right.
  public var before: (Int, Int)
  public var after: (Int, Int)
  public var groups: Int

  public init(
    rows: Int, input: (height: Int, width: Int, channels: Int), output: (height: Int, width: Int, channels: Int),
    kernel: (Int, Int), stride: (Int, Int), dilation: (Int, Int), before: (Int, Int), after: (Int, Int), groups: Int
  ) {
    self.rows = rows
    self.input = input
    self.output = output
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.before = before
    self.after = after
    self.groups = groups
  }

  fileprivate var raw: hk_convolution {
    hk_convolution(
      rows: Int64(rows), height: Int64(input.height), width: Int64(input.width), inputs: Int64(input.channels),
      out_height: Int64(output.height), out_width: Int64(output.width), outputs: Int64(output.channels),
      dilation: pair(dilation), groups: Int64(groups),
      window: hk_window(kernel: pair(kernel), stride: pair(stride), before: pair(before), after: pair(after)))
  }
}

func pair(_ values: (Int, Int)) -> (Int64, Int64) { (Int64(values.0), Int64(values.1)) }

/// A layer that is linear in its input and in its weights, dense or convolutional, for one number of rows: its output, and
/// the gradients by its weights and by its input.
///
/// Weights and their gradients live in the layout that oneDNN prefers for this machine; `pack` and `unpack` convert. All
/// arrays belong to the caller, who binds them once, before the first product, and keeps them for as long as this value
/// lives.
public struct LinearProduct: ~Copyable {
  private let layer: OpaquePointer

  /// Numbers that the weights take in their layout, padding included.
  public let weightCount: Int

  /// Y = X W + b, with X rows × inputs.
  /// - Throws: `OneDNNError` if oneDNN has no such product.
  public init(rows: Int, inputs: Int, outputs: Int, needsInputGradient: Bool) throws(OneDNNError) {
    try self.init("make a dense layer of \(rows) × \(inputs) × \(outputs)") {
      hk_dense_create(&$0, Int64(rows), Int64(inputs), Int64(outputs), needsInputGradient)
    }
  }

  /// A convolution (a cross-correlation, as everywhere in the field) with a bias for each output channel.
  /// - Throws: `OneDNNError` if oneDNN has no such convolution.
  public init(_ shape: ConvolutionShape, needsInputGradient: Bool) throws(OneDNNError) {
    try self.init("make a convolution of \(shape.input) to \(shape.output)") { layer in
      withUnsafePointer(to: shape.raw) { hk_convolution_create(&layer, $0, needsInputGradient) }
    }
  }

  private init(_ operation: String, _ create: (inout OpaquePointer?) -> Int32) throws(OneDNNError) {
    var layer: OpaquePointer?
    let status = create(&layer)
    guard status == 0, let layer else { throw OneDNNError(operation: operation, status: status) }
    self.layer = layer
    weightCount = hk_product_weight_count(layer)
  }

  deinit { hk_product_destroy(layer) }

  /// The arrays of a layer, and the loss's gradients by each.
  public struct Arrays {
    public typealias Pointer = UnsafeMutablePointer<Float>
    var raw: hk_product_arrays

    /// - Parameter inputGradient: nil for a first layer, whose input has no gradient.
    public init(
      input: Pointer, weights: Pointer, bias: Pointer, output: Pointer, inputGradient: Pointer?,
      weightGradient: Pointer, outputGradient: Pointer
    ) {
      raw = hk_product_arrays(
        input: input, weights: weights, bias: bias, output: output, input_gradient: inputGradient,
        weight_gradient: weightGradient, output_gradient: outputGradient)
    }
  }

  public func bind(_ arrays: Arrays) throws(OneDNNError) {
    try check(withUnsafePointer(to: arrays.raw) { hk_product_bind(layer, $0) }, "prepare a layer")
  }

  /// The output from the input.
  public func forward() throws(OneDNNError) { try check(hk_product_forward(layer), "run a layer") }

  /// The gradient by the weights. The bias's is the sum of the output's gradient over the rows.
  public func backwardWeights() throws(OneDNNError) {
    try check(hk_product_backward_weights(layer), "find a layer's weight gradients")
  }

  /// The gradient by the input.
  public func backwardInput() throws(OneDNNError) {
    try check(hk_product_backward_input(layer), "find a layer's input gradients")
  }

  /// From outputs × inputs (dense) or outputs × inputs per group × height × width to the layer's own layout.
  public func pack(_ plain: UnsafePointer<Float>, into weights: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    try check(hk_product_pack(layer, plain, weights), "reorder weights")
  }

  /// The other way round.
  public func unpack(_ weights: UnsafePointer<Float>, into plain: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    try check(hk_product_unpack(layer, weights, plain), "reorder weights")
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
  public static func setThreads(_ count: Int) { hk_set_threads(Int32(clamping: count)) }
}
