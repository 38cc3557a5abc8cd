internal import Activations
internal import OneDNN

/// A compiled dense or convolutional layer.
final class LinearStep {
  /// The layer's number in the network, and its path: `layers.2`.
  let layer: Int
  let path: String
  let weights: Slot
  let bias: Slot
  /// The plain shape of the weights: outputs × inputs, or outputs × inputs per group × height × width.
  let weightShape: [Int]
  /// Whether it is a residual block's shortcut rather than a layer of its own.
  let isProjection: Bool
  /// The activation whose outputs it takes, for its initial weights.
  let before: Activation?
  /// Whether something before it learns.
  let needsInputGradient: Bool
  let product: LinearProduct

  init(_ node: Node, rows: Int, needsInputGradient: Bool, slots: inout SlotCounter) throws(OneDNNError) {
    layer = node.layer
    path = node.path
    isProjection = node.isProjection
    before = node.before
    self.needsInputGradient = needsInputGradient
    let (input, output) = (node.inputShape, node.outputShape)
    if case .conv2D(let channels, let window, let dilation, let groups) = node.source,
      let (v, h) = window.placements(input, dilation)
    {
      product = try LinearProduct(
        ConvolutionShape(
          rows: rows, input: (input.height, input.width, input.channels),
          output: (output.height, output.width, output.channels), kernel: window.kernel.pair,
          stride: window.stride.pair, dilation: dilation.pair, before: (v.before, h.before), after: (v.after, h.after),
          groups: groups), needsInputGradient: needsInputGradient)
      weightShape = [channels, input.channels / groups, window.kernel.vertical, window.kernel.horizontal]
    } else {
      product = try LinearProduct(
        rows: rows, inputs: input.count, outputs: output.count, needsInputGradient: needsInputGradient)
      weightShape = [output.count, input.count]
    }
    weights = slots.take(product.weightCount)
    bias = slots.take(weightShape[0])
  }

  /// Inputs of one output, and outputs of one input: what initial deviations go by.
  var fanIn: Int { weightShape.dropFirst().reduce(1, *) }
  var fanOut: Int { weightShape[0] * weightShape.dropFirst(2).reduce(1, *) }

  func bind(_ arrays: LinearProduct.Arrays) throws(OneDNNError) { try product.bind(arrays) }

  func forward() throws(NetworkError) {
    do throws(OneDNNError) {
      try product.forward()
    } catch {
      throw .init(error.description)
    }
  }

  func backward() throws(NetworkError) {
    do throws(OneDNNError) {
      try product.backwardWeights()
      if needsInputGradient { try product.backwardInput() }
    } catch {
      throw .init(error.description)
    }
  }
}

/// Hands out pieces of the parameter arrays.
struct SlotCounter {
  private(set) var count = 0

  mutating func take(_ count: Int) -> Slot {
    defer { self.count += Arena.rounded(count) }
    return Slot(offset: self.count, count: count)
  }
}
