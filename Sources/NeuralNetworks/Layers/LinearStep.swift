internal import Activations
internal import OneDNN
internal import TrainingKernelTables

/// A compiled dense or convolutional layer.
final class LinearStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// The layer's number in the network, and its path: `layers.2`.
  let layer: Int
  let path: String
  let weights: Slot
  let bias: Slot
  /// The plain shape of the weights: outputs × inputs, or outputs × inputs per group × height × width.
  let weightShape: [Int]
  /// The activation whose outputs it takes, for its initial weights.
  let before: Activation?
  /// Whether something before it learns.
  private let needsInputGradient: Bool
  private let products: Products
  /// Rows of the output, positions included.
  private let outputRows: Int
  private var outputGradient: Pointer
  private var biasGradient: Pointer
  private var scratch: Pointer

  /// Who multiplies.
  private enum Products {
    case own(DenseProduct)
    case library(Library)
  }

  /// oneDNN's products cannot be copied, but their owner can be referred to.
  private final class Library {
    let product: LinearProduct

    init(_ product: consuming LinearProduct) { self.product = product }
  }

  /// - Parameter threads: how many there are for oneDNN's products.
  init(
    _ node: Node, rows: Int, needsInputGradient: Bool, threads: Int, slots: inout SlotCounter
  ) throws(OneDNNError) {
    layer = node.layer
    path = node.path
    before = node.before
    self.needsInputGradient = needsInputGradient
    outputRows = rows * node.outputShape.positions
    // Set by `bind`, before any use.
    outputGradient = Pointer(bitPattern: 64).unsafelyUnwrapped
    (biasGradient, scratch) = (outputGradient, outputGradient)
    let (input, output) = (node.inputShape, node.outputShape)
    var count: Int
    if case .conv2D(let channels, let window, let dilation, let groups) = node.source,
      let (v, h) = window.placements(input, dilation)
    {
      let library = Library(
        try LinearProduct(
          ConvolutionShape(
            rows: rows, input: (input.height, input.width, input.channels),
            output: (output.height, output.width, output.channels), kernel: window.kernel.pair,
            stride: window.stride.pair, dilation: dilation.pair, before: (v.before, h.before),
            after: (v.after, h.after), groups: groups), needsInputGradient: needsInputGradient))
      weightShape = [channels, input.channels / groups, window.kernel.vertical, window.kernel.horizontal]
      count = library.product.weightCount
      products = .library(library)
    } else if DenseProduct.isBest(inputs: input.count, outputs: output.count, isAlone: threads == 1) {
      let own = DenseProduct(rows: rows, inputs: input.count, outputs: output.count)
      weightShape = [output.count, input.count]
      count = own.weightCount
      products = .own(own)
    } else {
      let library = Library(
        try LinearProduct(
          rows: rows, inputs: input.count, outputs: output.count, needsInputGradient: needsInputGradient))
      weightShape = [output.count, input.count]
      count = library.product.weightCount
      products = .library(library)
    }
    weights = slots.take(count)
    bias = slots.take(weightShape[0])
  }

  /// Inputs of one output, and outputs of one input: what initial deviations go by.
  var fanIn: Int { weightShape.dropFirst().reduce(1, *) }
  var fanOut: Int { weightShape[0] * weightShape.dropFirst(2).reduce(1, *) }

  /// - Parameters:
  ///   - parameters: the array that the slots are pieces of; `gradients` likewise.
  ///   - inputGradient: nil if nothing before it learns.
  func bind(
    input: Pointer, output: Pointer, parameters: Pointer, gradients: Pointer, inputGradient: Pointer?,
    outputGradient: Pointer, scratch: Pointer
  ) throws(OneDNNError) {
    self.outputGradient = outputGradient
    biasGradient = gradients + bias.offset
    self.scratch = scratch
    switch products {
    case .own(let own):
      own.bind(
        input: input, weights: parameters + weights.offset, bias: parameters + bias.offset, output: output,
        inputGradient: inputGradient, weightGradient: gradients + weights.offset, biasGradient: biasGradient,
        outputGradient: outputGradient, scratch: scratch)
    case .library(let library):
      try library.product.bind(
        LinearProduct.Arrays(
          input: input, weights: parameters + weights.offset, bias: parameters + bias.offset, output: output,
          inputGradient: inputGradient, weightGradient: gradients + weights.offset, outputGradient: outputGradient))
    }
  }

  /// Numbers of working memory, of which nothing is kept.
  var scratchCount: Int {
    switch products {
    case .own(let own): own.scratchCount
    case .library: bias.count
    }
  }

  func forward() throws(NetworkError) {
    switch products {
    case .own(let own): own.forward()
    case .library(let library): try Self.named { () throws(OneDNNError) in try library.product.forward() }
    }
  }

  func backward() throws(NetworkError) {
    switch products {
    case .own(let own): own.backward()
    case .library(let library):
      try Self.named { () throws(OneDNNError) in
        try library.product.backwardWeights()
        if needsInputGradient { try library.product.backwardInput() }
      }
      TrainingKernels.best.columnSums(outputGradient, outputRows, bias.count, biasGradient, scratch)
    }
  }

  /// From the plain shape to the layer's own layout.
  func pack(_ plain: [Float], into weights: Pointer) throws(NetworkError) {
    switch products {
    case .own(let own): own.pack(plain, into: weights)
    case .library(let library):
      try Self.named { () throws(OneDNNError) in try library.product.pack(plain, into: weights) }
    }
  }

  /// The other way round.
  func unpack(_ weights: Pointer) throws(NetworkError) -> [Float] {
    var plain = [Float](repeating: 0, count: weightShape.reduce(1, *))
    switch products {
    case .own(let own): own.unpack(weights, into: &plain)
    case .library(let library):
      try Self.named { () throws(OneDNNError) in try library.product.unpack(weights, into: &plain) }
    }
    return plain
  }

  @inline(__always)
  private static func named(_ body: () throws(OneDNNError) -> Void) throws(NetworkError) {
    do throws(OneDNNError) {
      try body()
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
