internal import TrainingKernelTables

/// The products of a dense layer by our own kernels: of any layer where those are the fastest, and everywhere of one that is so
/// small that a call into oneDNN would cost more than the arithmetic.
///
/// Weights lie as inputs × outputs in panels.
final class DenseProduct {
  typealias Pointer = UnsafeMutablePointer<Float>

  /// At most so many weights where oneDNN is faster.
  private static let mostWeights = 2048

  private let rows: Int
  private let panels: DensePanels
  private let kernels = TrainingKernels.best
  private var input: Pointer
  private var weights: Pointer
  private var bias: Pointer
  private var output: Pointer
  private var inputGradient: Pointer?
  private var weightGradient: Pointer
  private var biasGradient: Pointer
  private var outputGradient: Pointer
  private var scratch: Pointer

  /// - Parameter isAlone: whether there is one thread for it.
  static func isBest(inputs: Int, outputs: Int, isAlone: Bool) -> Bool {
    TrainingKernels.best.hasFastProducts && isAlone || inputs * outputs <= mostWeights
  }

  init(rows: Int, inputs: Int, outputs: Int) {
    self.rows = rows
    panels = DensePanels(rows: inputs, columns: outputs, lanes: kernels.lanes)
    // Set by `bind`, before any use.
    input = Pointer(bitPattern: 64).unsafelyUnwrapped
    (weights, bias, output, scratch) = (input, input, input, input)
    (weightGradient, biasGradient, outputGradient) = (input, input, input)
  }

  /// The weights the other way round, outputs × inputs, and the output's gradient in panels: one after the other.
  var scratchCount: Int {
    max(
      DensePanels(rows: panels.columns, columns: panels.rows, lanes: kernels.lanes).count,
      DensePanels(rows: rows, columns: panels.columns, lanes: kernels.lanes).count)
  }

  var weightCount: Int { panels.count }

  func bind(
    input: Pointer, weights: Pointer, bias: Pointer, output: Pointer, inputGradient: Pointer?, weightGradient: Pointer,
    biasGradient: Pointer, outputGradient: Pointer, scratch: Pointer
  ) {
    self.input = input
    self.weights = weights
    self.bias = bias
    self.output = output
    self.inputGradient = inputGradient
    self.weightGradient = weightGradient
    self.biasGradient = biasGradient
    self.outputGradient = outputGradient
    self.scratch = scratch
  }

  func forward() { kernels.product(input, weights, bias, output, rows, panels.rows, panels.columns) }

  func backward() {
    let (inputs, outputs) = (panels.rows, panels.columns)
    kernels.productGradient(input, outputGradient, weightGradient, biasGradient, rows, inputs, outputs, scratch)
    guard let inputGradient else { return }
    kernels.transpose(weights, scratch, inputs, outputs)
    kernels.product(outputGradient, scratch, nil, inputGradient, rows, outputs, inputs)
  }

  /// From outputs × inputs.
  func pack(_ plain: [Float], into weights: Pointer) {
    for o in 0..<panels.columns {
      for i in 0..<panels.rows { weights[panels.place(row: i, column: o)] = plain[o * panels.rows + i] }
    }
  }

  func unpack(_ weights: Pointer, into plain: inout [Float]) {
    for o in 0..<panels.columns {
      for i in 0..<panels.rows { plain[o * panels.rows + i] = weights[panels.place(row: i, column: o)] }
    }
  }
}
