internal import Randomness

/// A compiled dropout or alpha dropout, in place on its input.
final class DropoutStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// What an element that is dropped becomes: 0, or SELU's limit −λα for alpha dropout.
  private static let seluLimit: Float = -1.758_099_340_847_376_6

  let channels: Int
  let layer: Int
  private let rate: Float
  private let factor: Float
  /// What is added to elements that are kept, and what the others become.
  private let keptOffset: Float
  private let droppedValue: Float
  private let seed: UInt64
  private var values: Pointer
  /// `factor` or 0 for each element.
  private var mask: Pointer

  init(rate: Double, isAlpha: Bool, channels: Int, layer: Int, seed: UInt64) {
    self.rate = Float(rate)
    self.channels = channels
    self.layer = layer
    self.seed = seed
    if isAlpha {
      let limit = Double(Self.seluLimit)
      let keep = 1 - rate
      let a = 1 / (keep + limit * limit * keep * rate).squareRoot()
      factor = Float(a)
      keptOffset = Float(-a * limit * rate)
      droppedValue = Float(a * limit - a * limit * rate)
    } else {
      factor = Float(1 / (1 - rate))
      keptOffset = 0
      droppedValue = 0
    }
    values = Pointer(bitPattern: 64).unsafelyUnwrapped
    mask = values
  }

  func bind(values: Pointer, mask: Pointer) {
    self.values = values
    self.mask = mask
  }

  /// The same masks for the same seed, layer and step, whatever the activation.
  func forward(rows: Int, step: UInt32) {
    var stream = RandomStream(seed: seed, purpose: .dropout, index: UInt32(layer), step: step)
    for i in 0..<rows * channels {
      let isKept = stream.uniform() >= rate
      mask[i] = isKept ? factor : 0
      values[i] = isKept ? values[i] * factor + keptOffset : droppedValue
    }
  }

  func backward(rows: Int, gradient: Pointer) {
    for i in 0..<rows * channels { gradient[i] *= mask[i] }
  }
}

/// What a forward pass is for.
enum Mode {
  /// Batch statistics, which enter the running averages; dropout.
  case training
  /// Running averages; no dropout.
  case evaluation
  /// Batch statistics, so that a backward pass can follow, but nothing is changed; no dropout.
  case probing
}
