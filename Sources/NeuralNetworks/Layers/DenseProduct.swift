internal import TrainingKernelTables

/// The products of a dense layer that is so small that a call into oneDNN would cost more than the arithmetic.
///
/// Weights lie as inputs × outputs, rows padded to whole vectors.
final class SmallDense {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// At most so many weights.
  private static let mostWeights = 2048

  let inputs: Int
  let outputs: Int
  private let rows: Int
  private let width: Int
  /// The weights the other way round, outputs × inputs, for the input gradient.
  private let transposed: Pointer
  private let transposedWidth: Int
  private let kernels = TrainingKernels.best
  private var input: Pointer
  private var weights: Pointer
  private var bias: Pointer
  private var output: Pointer
  private var inputGradient: Pointer?
  private var weightGradient: Pointer
  private var biasGradient: Pointer
  private var outputGradient: Pointer

  static func isSmall(inputs: Int, outputs: Int) -> Bool { inputs * outputs <= mostWeights }

  init(rows: Int, inputs: Int, outputs: Int) {
    self.rows = rows
    self.inputs = inputs
    self.outputs = outputs
    let lanes = kernels.lanes
    width = (outputs + lanes - 1) / lanes * lanes
    transposedWidth = (inputs + lanes - 1) / lanes * lanes
    transposed = .allocate(capacity: outputs * transposedWidth)
    transposed.initialize(repeating: 0, count: outputs * transposedWidth)
    // Set by `bind`, before any use.
    input = transposed
    (weights, bias, output, weightGradient, biasGradient, outputGradient) = (input, input, input, input, input, input)
  }

  deinit { transposed.deallocate() }

  var weightCount: Int { inputs * width }

  func bind(
    input: Pointer, weights: Pointer, bias: Pointer, output: Pointer, inputGradient: Pointer?, weightGradient: Pointer,
    biasGradient: Pointer, outputGradient: Pointer
  ) {
    self.input = input
    self.weights = weights
    self.bias = bias
    self.output = output
    self.inputGradient = inputGradient
    self.weightGradient = weightGradient
    self.biasGradient = biasGradient
    self.outputGradient = outputGradient
  }

  func forward() { kernels.product(input, weights, bias, output, rows, inputs, outputs, width) }

  func backward() {
    kernels.productGradient(input, outputGradient, weightGradient, biasGradient, rows, inputs, outputs, width)
    guard let inputGradient else { return }
    for i in 0..<inputs {
      for o in 0..<outputs { transposed[o * transposedWidth + i] = weights[i * width + o] }
    }
    kernels.product(outputGradient, transposed, nil, inputGradient, rows, outputs, inputs, transposedWidth)
  }

  /// From outputs × inputs.
  func pack(_ plain: [Float], into weights: Pointer) {
    for i in 0..<inputs {
      for o in 0..<outputs { weights[i * width + o] = plain[o * inputs + i] }
    }
  }

  func unpack(_ weights: Pointer, into plain: inout [Float]) {
    for i in 0..<inputs {
      for o in 0..<outputs { plain[o * inputs + i] = weights[i * width + o] }
    }
  }
}
