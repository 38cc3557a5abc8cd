internal import Activations
internal import Randomness

/// A compiled dropout or alpha dropout.
final class DropoutStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// What an element that is dropped becomes: 0, or SELU's limit −λα for alpha dropout.
  private static let seluLimit: Float = -1.758_099_340_847_376_6

  let layer: Int
  private let rate: Float
  private let factor: Float
  /// What is added to elements that are kept, and what the others become.
  private let keptOffset: Float
  private let droppedValue: Float
  private let seed: UInt64
  private var input: Pointer
  /// Often the input's own place.
  private var output: Pointer
  private var gradient: Pointer?
  /// `factor` or 0 for each element.
  private var mask: Pointer

  init(rate: Double, isAlpha: Bool, layer: Int, seed: UInt64) {
    self.rate = Float(rate)
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
    input = Pointer(bitPattern: 64).unsafelyUnwrapped
    (output, mask) = (input, input)
  }

  func bind(input: Pointer, output: Pointer, gradient: Pointer?, mask: Pointer) {
    self.input = input
    self.output = output
    self.gradient = gradient
    self.mask = mask
  }

  /// The same masks for the same seed, layer and step, whatever the activation. Without `drops`, it hands its input on.
  func forward(count: Int, drops: Bool, step: UInt32) {
    guard drops else {
      if input != output { output.update(from: input, count: count) }
      return
    }
    var stream = RandomStream(seed: seed, purpose: .dropout, index: UInt32(layer), step: step)
    for i in 0..<count {
      let isKept = stream.uniform() >= rate
      mask[i] = isKept ? factor : 0
      output[i] = isKept ? input[i] * factor + keptOffset : droppedValue
    }
  }

  func backward(count: Int) {
    guard let gradient else { return }
    Float.multiply(gradient, mask, into: gradient, count: count)
  }
}
