internal import Activations

/// A compiled activation layer.
final class ActivationStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  let activation: Activation
  let learning: Learning
  let channels: Int
  let layer: Int
  let path: String
  /// The learned values: one, or one for each channel.
  let slot: Slot?
  /// What is there for the backward pass.
  let keeps: Kept
  /// Whether a batch normalisation before it multiplies by f′ in its own backward pass.
  var isMultipliedElsewhere = false
  private let kernels: ActivationKernels
  /// How many share the elements; the bits are the same.
  private let threads: Threads
  /// Those that stand in for ours.
  private let others: ArrayKernels?
  private(set) var input: Pointer
  private(set) var output: Pointer
  /// Where f′ goes, if that is kept: the input's own place where nothing else needs the input.
  private(set) var derivative: Pointer
  private var gradient: Pointer?
  /// Where the layer's one value is repeated for each channel, and where the channels' gradients are added up.
  private var spread: Pointer
  private var channelGradients: Pointer

  /// What an activation keeps between its forward and its backward pass.
  enum Kept: Hashable {
    case input
    /// f′ follows from f(x), which the next layer keeps anyway.
    case output
    /// f′ itself, found in the same sweep as f.
    case derivative
  }

  init(
    _ node: Node, activation: Activation, learning: Learning, keeps: Kept, others: ArrayKernels?,
    threads: Threads, slots: inout SlotCounter
  ) {
    self.activation = activation
    self.learning = learning
    self.keeps = keeps
    self.others = others
    self.threads = threads
    channels = node.inputShape.channels
    layer = node.layer
    path = node.path
    kernels = activation.kernels
    slot =
      switch learning {
      case .fixed: nil
      case .perLayer: slots.take(1)
      case .perChannel: slots.take(channels)
      }
    // Set by `bind`, before any use.
    input = Pointer(bitPattern: 64).unsafelyUnwrapped
    (output, derivative, spread, channelGradients) = (input, input, input, input)
  }

  /// Whether its kernels come from elsewhere: those are called for whole arrays only.
  var isForeign: Bool { others != nil }

  /// Numbers of working memory.
  var scratchCount: Int { learning == .fixed ? 0 : 2 * Arena.rounded(channels) }

  func bind(input: Pointer, output: Pointer, derivative: Pointer, gradient: Pointer?, scratch: Pointer) {
    self.input = input
    self.output = output
    self.derivative = derivative
    self.gradient = gradient
    spread = scratch
    channelGradients = scratch + Arena.rounded(channels)
  }

  /// Some rows of channels.
  func forward(from row: Int, rows: Int, parameters: Pointer, mode: Mode) throws(NetworkError) {
    let first = row * channels
    let (input, output, derivative) = (self.input + first, self.output + first, self.derivative + first)
    if let others { return try others.forward(input, output, rows * channels) }
    if let slot {
      kernels.forward(input, perChannel: values(slot, parameters), into: output, rows: rows, channels: channels)
    } else if keeps == .derivative, mode == .training {
      threads.split(rows * channels, bytesEach: 4) { start, count in
        kernels.forwardAndDerivative(
          input + start, value: output + start, derivative: derivative + start, count: count)
      }
    } else {
      threads.split(rows * channels, bytesEach: 4) { start, count in
        kernels.forward(input + start, into: output + start, count: count)
      }
    }
  }

  /// In place in the gradient, after a forward pass in the same mode.
  func backward(rows: Int, parameters: Pointer, gradients: Pointer) throws(NetworkError) {
    guard let gradient else { return }
    if let others { return try others.backward(input, gradient, gradient, rows * channels) }
    guard let slot else {
      if isMultipliedElsewhere { return }
      return threads.split(rows * channels, bytesEach: 4) { start, count in
        let part = gradient + start
        switch keeps {
        case .derivative: Float.multiply(part, derivative + start, into: part, count: count)
        case .input: kernels.backward(input + start, upstream: part, into: part, count: count)
        case .output: kernels.backwardFromOutput(output + start, upstream: part, into: part, count: count)
        }
      }
    }
    channelGradients.update(repeating: 0, count: channels)
    kernels.backward(
      input, upstream: gradient, perChannel: values(slot, parameters), into: gradient,
      parameterGradient: channelGradients, rows: rows, channels: channels)
    let target = gradients + slot.offset
    if learning == .perChannel {
      target.update(from: channelGradients, count: channels)
    } else {
      var sum: Float = 0
      for c in 0..<channels { sum += channelGradients[c] }
      target[0] = sum
    }
  }

  private func values(_ slot: Slot, _ parameters: Pointer) -> UnsafePointer<Float> {
    if learning == .perChannel { return UnsafePointer(parameters + slot.offset) }
    spread.update(repeating: parameters[slot.offset], count: channels)
    return UnsafePointer(spread)
  }
}
