internal import Activations
internal import OneDNN

/// One compiled layer.
enum Step {
  case dense(DenseStep)
  case batchNorm(BatchNormStep)
  case activation(ActivationStep)
  case dropout(DropoutStep)
}

/// A network with all its memory, for batches of up to `rows` rows. Nothing is allocated after `init`.
///
/// Gradients by layers' outputs travel through two buffers in turn: a dense layer reads one and writes the other; all other
/// layers work in place.
final class CompiledNetwork {
  typealias Pointer = UnsafeMutablePointer<Float>

  let rows: Int
  let steps: [Step]
  let inputSize: Int
  let outputSize: Int
  /// The first step that learns, where the backward pass ends.
  private let firstLearning: Int
  private let arena: Arena
  /// Parameters, their gradients, and what the optimiser keeps: arrays of the same layout.
  let parameters: Pointer
  let gradients: Pointer
  let firstState: Pointer
  let secondState: Pointer
  /// The parameters before the last update, where that is asked for.
  let previous: Pointer
  let parameterCount: Int
  let input: Pointer
  let output: Pointer
  let outputGradient: Pointer
  /// Each step's output gradient's buffer.
  private let stepGradients: [Pointer]

  /// - Parameter kernels: what stands in for activations' own kernels, by the layer's place.
  init(
    _ network: Network, rows: Int, stateCount: Int, seed: UInt64, kernels: [Int: ArrayKernels] = [:]
  ) throws(OneDNNError) {
    self.rows = rows
    inputSize = network.inputShape.reduce(1, *)
    var slots = SlotCounter()
    var steps: [Step] = []
    var width = inputSize
    var learns = false
    var first: Int?
    for (i, layer) in network.layers.enumerated() {
      switch layer {
      case .flatten: continue
      case .dense(let units):
        let step = try DenseStep(
          rows: rows, inputs: width, outputs: units, layer: i, needsInputGradient: learns, slots: &slots)
        steps.append(.dense(step))
        width = units
        learns = true
      case .batchNorm(let momentum, let epsilon):
        let step = BatchNormStep(channels: width, layer: i, momentum: momentum, epsilon: epsilon, slots: &slots)
        steps.append(.batchNorm(step))
        learns = true
      case .activation(let activation, let learning):
        let step = ActivationStep(
          activation: activation, learning: learning, channels: width, layer: i, others: kernels[i], slots: &slots)
        steps.append(.activation(step))
        if learning != .fixed { learns = true }
      case .dropout(let rate):
        steps.append(.dropout(DropoutStep(rate: rate, isAlpha: false, channels: width, layer: i, seed: seed)))
      case .alphaDropout(let rate):
        steps.append(.dropout(DropoutStep(rate: rate, isAlpha: true, channels: width, layer: i, seed: seed)))
      }
      if learns, first == nil { first = steps.count - 1 }
    }
    self.steps = steps
    outputSize = width
    firstLearning = first ?? 0
    parameterCount = slots.count

    var total = (3 + stateCount) * slots.count + Arena.rounded(rows * inputSize)
    var widest = inputSize
    for step in steps { total += Self.memory(step, rows: rows, widest: &widest) }
    total += 2 * Arena.rounded(rows * widest)
    var arena = Arena(count: total)
    parameters = arena.take(slots.count)
    gradients = arena.take(slots.count)
    previous = arena.take(slots.count)
    firstState = stateCount > 0 ? arena.take(slots.count) : parameters
    secondState = stateCount > 1 ? arena.take(slots.count) : parameters
    input = arena.take(rows * inputSize)

    let buffers = [arena.take(rows * widest), arena.take(rows * widest)]
    var turn = 0
    var stepGradients: [Pointer] = []
    for step in steps {
      if case .dense = step { turn = 1 - turn }
      stepGradients.append(buffers[turn])
    }
    self.stepGradients = stepGradients
    outputGradient = buffers[turn]
    output = try Self.bind(
      steps, rows: rows, input: input, parameters: parameters, gradients: gradients, stepGradients: stepGradients,
      buffers: buffers, arena: &arena)
    self.arena = arena
  }

  private static func memory(_ step: Step, rows: Int, widest: inout Int) -> Int {
    switch step {
    case .dense(let dense):
      widest = max(widest, dense.outputs)
      return Arena.rounded(rows * dense.outputs)
    case .batchNorm(let norm): return Arena.rounded(rows * norm.channels) + norm.scratchCount
    case .activation(let activation): return Arena.rounded(rows * activation.channels) + activation.scratchCount
    case .dropout(let dropout): return Arena.rounded(rows * dropout.channels)
    }
  }

  private static func bind(
    _ steps: [Step], rows: Int, input: Pointer, parameters: Pointer, gradients: Pointer, stepGradients: [Pointer],
    buffers: [Pointer], arena: inout Arena
  ) throws(OneDNNError) -> Pointer {
    var current = input
    for (i, step) in steps.enumerated() {
      switch step {
      case .dense(let dense):
        let output = arena.take(rows * dense.outputs)
        let other = stepGradients[i] == buffers[0] ? buffers[1] : buffers[0]
        try dense.product.bind(
          DenseProduct.Arrays(
            input: current, weights: parameters + dense.weights.offset, bias: parameters + dense.bias.offset,
            output: output, inputGradient: dense.needsInputGradient ? other : nil,
            weightGradient: gradients + dense.weights.offset, biasGradient: gradients + dense.bias.offset,
            outputGradient: stepGradients[i]))
        current = output
      case .batchNorm(let norm):
        let output = arena.take(rows * norm.channels)
        norm.bind(input: current, output: output, scratch: arena.take(norm.scratchCount))
        current = output
      case .activation(let activation):
        let output = arena.take(rows * activation.channels)
        activation.bind(input: current, output: output, scratch: arena.take(activation.scratchCount))
        current = output
      case .dropout(let dropout):
        dropout.bind(values: current, mask: arena.take(rows * dropout.channels))
      }
    }
    return current
  }

  /// From `input` to `output`. Dense layers always take all rows; the rest takes the first `count`.
  func forward(count: Int, mode: Mode, step: UInt32) throws(NetworkError) {
    for step_ in steps {
      switch step_ {
      case .dense(let dense): try dense.forward()
      case .batchNorm(let norm): norm.forward(rows: count, parameters: parameters, mode: mode)
      case .activation(let activation): try activation.forward(rows: count, parameters: parameters, mode: mode)
      case .dropout(let dropout): if mode == .training { dropout.forward(rows: count, step: step) }
      }
    }
  }

  /// From `outputGradient` to `gradients`, after a forward pass with all rows in the same mode.
  func backward(mode: Mode) throws(NetworkError) {
    var i = steps.count - 1
    while i >= firstLearning {
      let gradient = stepGradients[i]
      switch steps[i] {
      case .dense(let dense): try dense.backward()
      case .batchNorm(let norm):
        norm.backward(rows: rows, gradient: gradient, parameters: parameters, gradients: gradients)
      case .activation(let activation):
        try activation.backward(
          rows: rows, gradient: gradient, parameters: parameters, gradients: gradients, mode: mode)
      case .dropout(let dropout): if mode == .training { dropout.backward(rows: rows, gradient: gradient) }
      }
      i -= 1
    }
  }
}
