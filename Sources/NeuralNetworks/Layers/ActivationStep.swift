internal import Activations
internal import TrainingKernelTables

/// A compiled activation layer.
final class ActivationStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  let activation: Activation
  let learning: Learning
  let channels: Int
  let layer: Int
  /// The learned values: one, or one for each channel.
  let slot: Slot?
  private let kernels: ActivationKernels
  /// Those that stand in for ours.
  private let others: ArrayKernels?
  var input: Pointer
  var output: Pointer
  /// Where the layer's one value is repeated for each channel, and where the channels' gradients are added up.
  private var spread: Pointer
  private var channelGradients: Pointer

  init(
    activation: Activation, learning: Learning, channels: Int, layer: Int, others: ArrayKernels?,
    slots: inout SlotCounter
  ) {
    self.activation = activation
    self.learning = learning
    self.channels = channels
    self.layer = layer
    self.others = others
    kernels = activation.kernels
    slot =
      switch learning {
      case .fixed: nil
      case .perLayer: slots.take(1)
      case .perChannel: slots.take(channels)
      }
    // Set by `bind`, before any use.
    input = Pointer(bitPattern: 64).unsafelyUnwrapped
    output = input
    spread = input
    channelGradients = input
  }

  /// Numbers of working memory.
  var scratchCount: Int { learning == .fixed ? 0 : 2 * Arena.rounded(channels) }

  func bind(input: Pointer, output: Pointer, scratch: Pointer) {
    self.input = input
    self.output = output
    spread = scratch
    channelGradients = scratch + Arena.rounded(channels)
  }

  /// While training, a fixed activation leaves f′ where its input was: one sweep for both, and nothing else is kept.
  func forward(rows: Int, parameters: Pointer, mode: Mode) throws(NetworkError) {
    if let others { return try others.forward(input, output, rows * channels) }
    guard let slot else {
      if mode == .training {
        kernels.forwardAndDerivative(input, value: output, derivative: input, count: rows * channels)
      } else {
        kernels.forward(input, into: output, count: rows * channels)
      }
      return
    }
    kernels.forward(input, perChannel: values(slot, parameters), into: output, rows: rows, channels: channels)
  }

  /// In place in `gradient`, after a forward pass in the same mode.
  func backward(
    rows: Int, gradient: Pointer, parameters: Pointer, gradients: Pointer, mode: Mode
  ) throws(NetworkError) {
    if let others { return try others.backward(input, gradient, gradient, rows * channels) }
    guard let slot else {
      if mode == .training {
        TrainingKernels.best.multiply(gradient, input, rows * channels)
      } else {
        kernels.backward(input, upstream: gradient, into: gradient, count: rows * channels)
      }
      return
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
