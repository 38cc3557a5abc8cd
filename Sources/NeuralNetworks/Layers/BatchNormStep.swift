internal import TrainingKernelTables

/// A compiled batch normalisation.
final class BatchNormStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  let channels: Int
  let layer: Int
  let path: String
  let scale: Slot
  let shift: Slot
  private let momentum: Float
  private let epsilon: Float
  private var input: Pointer
  private var output: Pointer
  private var gradient: Pointer?
  /// f′ of the activation after it, by which the gradient is to be multiplied first.
  private var derivative: Pointer?
  /// 1/√(variance + ε) after a forward pass.
  private var mean: Pointer
  private var inverse: Pointer
  private var factor: Pointer
  private var offset: Pointer
  /// Kept between batches; used where the network is not training.
  private(set) var runningMean: Pointer
  private(set) var runningVariance: Pointer

  init(_ node: Node, momentum: Double, epsilon: Double, slots: inout SlotCounter) {
    channels = node.inputShape.channels
    layer = node.layer
    path = node.path
    self.momentum = Float(momentum)
    self.epsilon = Float(epsilon)
    scale = slots.take(channels)
    shift = slots.take(channels)
    input = Pointer(bitPattern: 64).unsafelyUnwrapped
    (output, mean, inverse) = (input, input, input)
    (factor, offset, runningMean, runningVariance) = (input, input, input, input)
  }

  var scratchCount: Int { 6 * Arena.rounded(channels) }

  func bind(input: Pointer, output: Pointer, gradient: Pointer?, derivative: Pointer?, scratch: Pointer) {
    let width = Arena.rounded(channels)
    self.input = input
    self.output = output
    self.gradient = gradient
    self.derivative = derivative
    mean = scratch
    inverse = scratch + width
    factor = scratch + 2 * width
    offset = scratch + 3 * width
    runningMean = scratch + 4 * width
    runningVariance = scratch + 5 * width
    runningVariance.update(repeating: 1, count: channels)
  }

  /// Finds each channel's factor and offset, for `apply`.
  /// - Parameter rows: of channels.
  func prepare(rows: Int, parameters: Pointer, mode: Mode) {
    if mode == .evaluation {
      for c in 0..<channels {
        mean[c] = runningMean[c]
        inverse[c] = 1 / (runningVariance[c] + epsilon).squareRoot()
      }
    } else {
      findMoments(rows: rows, keep: mode == .training)
    }
    let gamma = parameters + scale.offset
    let beta = parameters + shift.offset
    for c in 0..<channels {
      factor[c] = gamma[c] * inverse[c]
      offset[c] = beta[c] - mean[c] * factor[c]
    }
  }

  /// Some rows of the output.
  func apply(from row: Int, rows: Int) {
    let start = row * channels
    TrainingKernels.best.scaleAndShift(input + start, output + start, rows, channels, factor, offset)
  }

  private func findMoments(rows: Int, keep: Bool) {
    TrainingKernels.best.moments(input, rows, channels, mean, inverse)
    if keep {
      // The running variance is the unbiased one, as in the frameworks.
      let unbiased = rows > 1 ? 1 / Float(rows - 1) : 1
      for c in 0..<channels {
        runningMean[c] += momentum * (mean[c] - runningMean[c])
        runningVariance[c] += momentum * (inverse[c] * unbiased - runningVariance[c])
      }
    }
    let share = 1 / Float(rows)
    for c in 0..<channels { inverse[c] = 1 / (inverse[c] * share + epsilon).squareRoot() }
  }

  /// In place in the gradient, after a forward pass that was not in evaluation mode:
  /// dx = γ/σ (g − mean(g) − x̂ mean(g x̂)).
  func backward(rows: Int, parameters: Pointer, gradients: Pointer) {
    guard let gradient else { return }
    let gamma = parameters + scale.offset
    let scaleGradient = gradients + scale.offset
    let shiftGradient = gradients + shift.offset
    TrainingKernels.best.normSums(
      gradient, derivative, input, rows, channels, mean, shiftGradient, scaleGradient, factor, offset)
    let share = 1 / Float(rows)
    for c in 0..<channels {
      scaleGradient[c] *= inverse[c]
      // dx = factor · g + slope · (x − mean) − factor · mean(g), with the slope in `inverse`'s place.
      factor[c] = gamma[c] * inverse[c]
      offset[c] = -factor[c] * shiftGradient[c] * share
      inverse[c] *= -factor[c] * scaleGradient[c] * share
    }
    TrainingKernels.best.normGradient(gradient, derivative, input, rows, channels, mean, factor, inverse, offset)
  }
}
