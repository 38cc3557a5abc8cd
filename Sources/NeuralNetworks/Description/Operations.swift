public import Activations

/// One operation of a network written out as a list, in the order of the forward pass: for those who reckon with networks
/// without running them. Residual blocks are a fork and a join; flattening is none.
public struct Operation: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case linear, pooling, batchNorm, layerNorm, activation, dropout
    /// The beginning of a residual block, whose input goes two ways.
    case fork
    /// The sum at its end.
    case join
  }

  public let kind: Kind
  /// The layer that it stands for: a projection itself for a projection, the residual layer for forks and joins.
  public let layer: Layer
  /// Values by number: 0 is the network's input, every operation makes one more.
  public let input: Int
  /// The shortcut, for a join.
  public let second: Int?
  public let output: Int
  public let inputShape: TensorShape
  public let outputShape: TensorShape
  /// Whether it brings a residual block's input to the shape of its output.
  public let isProjection: Bool
  /// The activation by whose gain initial weights are scaled, if one comes directly before.
  public let activationBefore: Activation?

  /// For a dense or convolutional layer: inputs of one output, and outputs that one input goes to (with stride 1).
  public var fans: (inputs: Int, outputs: Int)? {
    switch layer {
    case .dense(let units) where kind == .linear: (inputShape.count, units)
    case .conv2D(let channels, let window, _, let groups) where kind == .linear:
      (
        inputShape.channels / groups * window.kernel.vertical * window.kernel.horizontal,
        channels * window.kernel.vertical * window.kernel.horizontal
      )
    default: nil
    }
  }

  /// For a convolution: the share of its kernels' places that lie on the image, not on the padding; 1 for all else.
  public var coverage: Double {
    guard case .conv2D(_, let window, let dilation, _) = layer, let (v, h) = window.placements(inputShape, dilation)
    else { return 1 }
    func share(_ placed: Window.Placement, _ size: Int, _ kernel: Int, _ stride: Int, _ dilation: Int) -> Double {
      var inside = 0
      for at in 0..<placed.count {
        for tap in 0..<kernel where (0..<size).contains(at * stride + tap * dilation - placed.before) { inside += 1 }
      }
      return Double(inside) / Double(max(1, placed.count * kernel))
    }
    return share(v, inputShape.height, window.kernel.vertical, window.stride.vertical, dilation.vertical)
      * share(h, inputShape.width, window.kernel.horizontal, window.stride.horizontal, dilation.horizontal)
  }
}

extension Network {
  /// Its operations, in order.
  /// - Throws: `NetworkError` if the network cannot be.
  public func operations() throws(NetworkError) -> [Operation] {
    try validate()
    return try Lowering(self).nodes.map { node in
      let kind: Operation.Kind =
        switch node.kind {
        case .linear: .linear
        case .pooling: .pooling
        case .batchNorm: .batchNorm
        case .layerNorm: .layerNorm
        case .activation: .activation
        case .dropout: .dropout
        case .fork: .fork
        case .join: .join
        }
      return Operation(
        kind: kind, layer: node.source, input: node.input, second: node.second, output: node.output,
        inputShape: node.inputShape, outputShape: node.outputShape, isProjection: node.isProjection,
        activationBefore: node.before)
    }
  }
}
