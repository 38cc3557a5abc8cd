/// A compiled batch normalisation.
///
/// Loops run over whole rows of channels, so that they vectorise; variances are taken in a second pass, from differences
/// to the mean, as a mean of squares cancels.
final class BatchNormStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  let channels: Int
  let layer: Int
  let scale: Slot
  let shift: Slot
  private let momentum: Float
  private let epsilon: Float
  private var input: Pointer
  private var output: Pointer
  private var mean: Pointer
  private var inverse: Pointer
  private var factor: Pointer
  private var offset: Pointer
  /// Kept between batches; used where the network is not training.
  private(set) var runningMean: Pointer
  private(set) var runningVariance: Pointer

  init(channels: Int, layer: Int, momentum: Double, epsilon: Double, slots: inout SlotCounter) {
    self.channels = channels
    self.layer = layer
    self.momentum = Float(momentum)
    self.epsilon = Float(epsilon)
    scale = slots.take(channels)
    shift = slots.take(channels)
    input = Pointer(bitPattern: 64).unsafelyUnwrapped
    (output, mean, inverse) = (input, input, input)
    (factor, offset, runningMean, runningVariance) = (input, input, input, input)
  }

  var scratchCount: Int { 6 * Arena.rounded(channels) }

  func bind(input: Pointer, output: Pointer, scratch: Pointer) {
    let width = Arena.rounded(channels)
    self.input = input
    self.output = output
    mean = scratch
    inverse = scratch + width
    factor = scratch + 2 * width
    offset = scratch + 3 * width
    runningMean = scratch + 4 * width
    runningVariance = scratch + 5 * width
    runningVariance.update(repeating: 1, count: channels)
  }

  func forward(rows: Int, parameters: Pointer, mode: Mode) {
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
    for row in 0..<rows {
      let from = input + row * channels
      let to = output + row * channels
      for c in 0..<channels { to[c] = from[c] * factor[c] + offset[c] }
    }
  }

  private func findMoments(rows: Int, keep: Bool) {
    let share = 1 / Float(rows)
    mean.update(repeating: 0, count: channels)
    inverse.update(repeating: 0, count: channels)
    for row in 0..<rows {
      let from = input + row * channels
      for c in 0..<channels { mean[c] += from[c] }
    }
    for c in 0..<channels { mean[c] *= share }
    for row in 0..<rows {
      let from = input + row * channels
      for c in 0..<channels {
        let difference = from[c] - mean[c]
        inverse[c] += difference * difference
      }
    }
    if keep {
      // The running variance is the unbiased one, as in the frameworks.
      let unbiased = rows > 1 ? 1 / Float(rows - 1) : 1
      for c in 0..<channels {
        runningMean[c] += momentum * (mean[c] - runningMean[c])
        runningVariance[c] += momentum * (inverse[c] * unbiased - runningVariance[c])
      }
    }
    for c in 0..<channels { inverse[c] = 1 / (inverse[c] * share + epsilon).squareRoot() }
  }

  /// In place in `gradient`, after a forward pass that was not in evaluation mode:
  /// dx = γ/σ (g − mean(g) − x̂ mean(g x̂)).
  func backward(rows: Int, gradient: Pointer, parameters: Pointer, gradients: Pointer) {
    let gamma = parameters + scale.offset
    let scaleGradient = gradients + scale.offset
    let shiftGradient = gradients + shift.offset
    scaleGradient.update(repeating: 0, count: channels)
    shiftGradient.update(repeating: 0, count: channels)
    for row in 0..<rows {
      let from = input + row * channels
      let g = gradient + row * channels
      for c in 0..<channels {
        shiftGradient[c] += g[c]
        scaleGradient[c] += g[c] * (from[c] - mean[c])
      }
    }
    let share = 1 / Float(rows)
    for c in 0..<channels {
      scaleGradient[c] *= inverse[c]
      // dx = factor · g + offset + slope · (x − mean), with the slope in `offset`'s place.
      factor[c] = gamma[c] * inverse[c]
      offset[c] = -factor[c] * inverse[c] * scaleGradient[c] * share
    }
    for row in 0..<rows {
      let from = input + row * channels
      let g = gradient + row * channels
      for c in 0..<channels {
        g[c] = factor[c] * (g[c] - shiftGradient[c] * share) + offset[c] * (from[c] - mean[c])
      }
    }
  }
}
