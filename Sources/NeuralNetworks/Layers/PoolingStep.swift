internal import Activations
internal import TrainingKernelTables

/// A compiled pooling layer.
final class PoolingStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  private let isMaximum: Bool
  /// How many share the images; the bits are the same.
  private let threads: Threads
  private let imageSize: Int
  private let outputSize: Int
  private let shape: PoolingShape
  private var input: Pointer
  private var output: Pointer
  /// Which number of each window was the largest.
  private var places: Pointer
  private var gradients: (input: Pointer, output: Pointer)?

  init(_ node: Node, rows: Int, threads: Threads) {
    self.threads = threads
    imageSize = node.inputShape.count
    outputSize = node.outputShape.count
    let input = node.inputShape
    var window = Window(Extent(input.height, input.width), stride: 1, padding: .zeros(0))
    var isMaximum = false
    switch node.source {
    case .maxPool(let own):
      isMaximum = true
      window = own
    case .averagePool(let own): window = own
    default: break
    }
    self.isMaximum = isMaximum
    // The network is valid: the window fits.
    let (v, h) =
      window.placements(input) ?? (.init(before: 0, after: 0, count: 0), .init(before: 0, after: 0, count: 0))
    shape = PoolingShape(
      input: (input.height, input.width), output: (v.count, h.count), kernel: window.kernel.pair,
      stride: window.stride.pair, before: (v.before, h.before), rows: rows, channels: input.channels)
    // Set by `bind`, before any use.
    self.input = Pointer(bitPattern: 64).unsafelyUnwrapped
    (output, places) = (self.input, self.input)
  }

  /// - Parameter places: room for as many numbers as the output has.
  func bind(input: Pointer, output: Pointer, places: Pointer, gradients: (input: Pointer, output: Pointer)?) {
    self.input = input
    self.output = output
    self.places = places
    self.gradients = gradients
  }

  func forward(count: Int) {
    each(count) { shape, image, pixel in
      if isMaximum {
        TrainingKernels.best.maxPool(input + image, output + pixel, places + pixel, shape)
      } else {
        TrainingKernels.best.averagePool(input + image, output + pixel, shape)
      }
    }
  }

  func backward(count: Int) {
    guard let gradients else { return }
    each(count) { shape, image, pixel in
      if isMaximum {
        TrainingKernels.best.maxPoolGradient(
          gradients.output + pixel, places + pixel, gradients.input + image, shape)
      } else {
        TrainingKernels.best.averagePoolGradient(gradients.output + pixel, gradients.input + image, shape)
      }
    }
  }

  /// Some images at a time, and where they begin in the input and in the output.
  private func each(_ count: Int, _ body: (_ shape: PoolingShape, _ image: Int, _ pixel: Int) -> Void) {
    threads.split(count, bytesEach: 4 * imageSize, unit: 1) { start, images in
      var part = shape
      part.rows = images
      body(part, start * imageSize, start * outputSize)
    }
  }
}
