internal import Activations
internal import OneDNN

/// One compiled node.
enum Step {
  case linear(LinearStep)
  case pooling(PoolingStep)
  case batchNorm(BatchNormStep)
  case layerNorm(LayerNormStep)
  case activation(ActivationStep)
  case dropout(DropoutStep)
  case fork(ForkStep)
  case join(JoinStep)
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

/// A network with all its memory, for batches of up to `rows` rows. Nothing is allocated after `init`.
final class CompiledNetwork {
  typealias Pointer = UnsafeMutablePointer<Float>

  let rows: Int
  let nodes: [Node]
  let steps: [Step]
  let inputSize: Int
  let outputSize: Int
  let memory: PlannedMemory
  let parameterCount: Int
  let input: Pointer
  let output: Pointer
  let outputGradient: Pointer
  private let firstLearning: Int

  var parameters: Pointer { memory.parameters }
  var gradients: Pointer { memory.gradients }
  var previous: Pointer { memory.previous }

  /// - Parameter kernels: what stands in for activations' own kernels, by the layer's number.
  init(
    _ network: Network, rows: Int, purpose: MemoryPlan.Purpose = .training, stateCount: Int, seed: UInt64,
    threads: Int = 1, kernels: [Int: ArrayKernels] = [:]
  ) throws(NetworkError) {
    self.rows = rows
    let lowering = try Lowering(network)
    let plan = MemoryPlan(lowering, rows: rows, purpose: purpose) { kernels[$0.layer] != nil }
    nodes = lowering.nodes
    inputSize = lowering.values[0].count
    outputSize = lowering.values[lowering.output].count
    firstLearning = plan.firstLearning
    var slots = SlotCounter()
    var steps: [Step] = []
    do throws(OneDNNError) {
      for (i, node) in lowering.nodes.enumerated() {
        steps.append(try Self.make(i, node, rows, plan, seed, threads, kernels, &slots))
      }
    } catch {
      throw .init(error.description)
    }
    self.steps = steps
    let scratch = steps.reduce(0) { $0 + Arena.rounded($1.scratchCount) }
    var memory = try PlannedMemory(
      plan, parameterCount: slots.count, stateCount: stateCount, scratchCount: scratch,
      sharedScratchCount: steps.lazy.map(\.sharedScratchCount).max() ?? 0)
    do throws(OneDNNError) {
      for (i, step) in steps.enumerated() { try Self.bind(step, i, lowering.nodes[i], &memory) }
    } catch {
      throw .init(error.description)
    }
    input = memory.value(0)
    output = memory.value(lowering.output)
    // A network that ends with what does not learn has no gradient to compute, but the loss writes one.
    outputGradient = memory.outputGradient(at: lowering.nodes.count - 1) ?? output
    self.memory = memory
    parameterCount = slots.count
  }

  private static func make(
    _ index: Int, _ node: Node, _ rows: Int, _ plan: MemoryPlan, _ seed: UInt64, _ threads: Int,
    _ kernels: [Int: ArrayKernels], _ slots: inout SlotCounter
  ) throws(OneDNNError) -> Step {
    let sharing: Threads = threads > 1 ? .automatic : .one
    switch node.source {
    case .batchNorm(let momentum, let epsilon):
      return .batchNorm(BatchNormStep(node, momentum: momentum, epsilon: epsilon, slots: &slots))
    case .layerNorm(let epsilon):
      return .layerNorm(
        LayerNormStep(node, rows: rows * node.inputShape.positions, epsilon: epsilon, slots: &slots))
    case .activation(let activation, let learning):
      let step = ActivationStep(
        node, activation: activation, learning: learning, keeps: plan.kept[index] ?? .input,
        others: kernels[node.layer], threads: sharing, slots: &slots)
      step.isMultipliedElsewhere = plan.fusedActivations.contains(index)
      return .activation(step)
    case .dropout(let rate): return .dropout(DropoutStep(rate: rate, isAlpha: false, layer: node.layer, seed: seed))
    case .alphaDropout(let rate): return .dropout(DropoutStep(rate: rate, isAlpha: true, layer: node.layer, seed: seed))
    case .maxPool, .averagePool, .globalAveragePool: return .pooling(PoolingStep(node, rows: rows, threads: sharing))
    case .residual: return node.kind == .fork ? .fork(ForkStep()) : .join(JoinStep())
    case .dense, .conv2D, .flatten:
      return .linear(
        try LinearStep(
          node, rows: rows, needsInputGradient: plan.needsInputGradient[index], threads: threads, slots: &slots))
    }
  }

  private static func bind(_ step: Step, _ i: Int, _ node: Node, _ memory: inout PlannedMemory) throws(OneDNNError) {
    let (input, output) = (memory.value(node.input), memory.value(node.output))
    let gradient = memory.outputGradient(at: i)
    switch step {
    case .linear(let linear):
      try linear.bind(
        input: input, output: output, parameters: memory.parameters, gradients: memory.gradients,
        inputGradient: memory.inputGradient(at: i), outputGradient: gradient ?? output,
        scratch: memory.sharedScratch)
    case .pooling(let pooling):
      let gradients = memory.inputGradient(at: i).flatMap { own in gradient.map { (own, $0) } }
      pooling.bind(input: input, output: output, places: memory.note(i) ?? output, gradients: gradients)
    case .batchNorm(let norm):
      norm.bind(
        input: input, output: output, gradient: gradient, derivative: memory.note(i),
        scratch: memory.takeScratch(norm.scratchCount))
    case .layerNorm(let norm):
      norm.bind(input: input, output: output, gradient: gradient, scratch: memory.takeScratch(norm.scratchCount))
    case .activation(let activation):
      activation.bind(
        input: input, output: output, derivative: memory.note(i) ?? output, gradient: gradient,
        scratch: memory.takeScratch(activation.scratchCount))
    case .dropout(let dropout):
      dropout.bind(input: input, output: output, gradient: gradient, mask: memory.note(i) ?? output)
    case .fork(let fork):
      fork.bind(gradients: gradient.flatMap { own in memory.shortcutGradient(ofFork: i).map { (own, $0) } })
    case .join(let join):
      let second = node.second.map { memory.value($0) } ?? input
      let copies = node.partner.flatMap { memory.shortcutGradient(ofFork: $0) }
      let isProjected = memory.plan.isProjected(join: i)
      join.bind(
        first: input, second: second, output: output,
        copy: isProjected ? nil : gradient.flatMap { own in copies.map { (own, $0) } })
    }
  }

  /// From `input` to `output`. Linear layers always take all rows; the rest takes the first `count`.
  func forward(count: Int, mode: Mode, step: UInt32) throws(NetworkError) {
    var i = 0
    while i < steps.count {
      let shape = nodes[i].inputShape
      let rows = count * shape.positions
      switch steps[i] {
      case .linear(let linear): try linear.forward()
      case .pooling(let pooling): pooling.forward(count: count)
      case .batchNorm, .layerNorm: i += try normalise(i, rows: rows, mode: mode)
      case .activation(let activation):
        try activation.forward(from: 0, rows: rows, parameters: parameters, mode: mode)
      case .dropout(let dropout): dropout.forward(count: count * shape.count, drops: mode == .training, step: step)
      case .fork: break
      case .join(let join): join.forward(count: count * shape.count)
      }
      i += 1
    }
  }

  /// A normalisation and the activation behind it, if there is one, some rows at a time: what the one writes is still in
  /// a cache when the other reads it. Returns how many nodes were done beyond the first.
  private func normalise(_ i: Int, rows: Int, mode: Mode) throws(NetworkError) -> Int {
    var activation: ActivationStep?
    if i + 1 < steps.count, nodes[i + 1].input == nodes[i].output, case .activation(let next) = steps[i + 1],
      !next.isForeign
    {
      activation = next
    }
    if case .batchNorm(let norm) = steps[i] { norm.prepare(rows: rows, parameters: parameters, mode: mode) }
    let block = max(1, Self.blockCount / nodes[i].inputShape.channels)
    var row = 0
    while row < rows {
      let count = min(block, rows - row)
      switch steps[i] {
      case .batchNorm(let norm): norm.apply(from: row, rows: count)
      case .layerNorm(let norm): norm.apply(from: row, rows: count, parameters: parameters)
      default: break
      }
      try activation?.forward(from: row, rows: count, parameters: parameters, mode: mode)
      row += count
    }
    return activation == nil ? 0 : 1
  }

  /// Numbers of a block: input, value and slope fit a second-level cache of 256 KiB. Blocks for the nearest cache were
  /// slower: memory is read ahead in long runs only.
  private static let blockCount = 16_384

  /// From `outputGradient` to `gradients`, after a forward pass with all rows in the same mode, which is not evaluation.
  func backward(mode: Mode) throws(NetworkError) {
    var i = steps.count - 1
    while i >= firstLearning {
      let shape = nodes[i].inputShape
      let count = rows * shape.positions
      switch steps[i] {
      case .linear(let linear): try linear.backward()
      case .pooling(let pooling): pooling.backward(count: rows)
      case .batchNorm(let norm): norm.backward(rows: count, parameters: parameters, gradients: gradients)
      case .layerNorm(let norm): norm.backward(rows: count, parameters: parameters, gradients: gradients)
      case .activation(let activation):
        try activation.backward(rows: count, parameters: parameters, gradients: gradients)
      case .dropout(let dropout): if mode == .training { dropout.backward(count: rows * shape.count) }
      case .fork(let fork): fork.backward(count: rows * shape.count)
      case .join(let join): join.backward(count: rows * shape.count)
      }
      i -= 1
    }
  }
}

extension Step {
  /// Numbers of working memory, some of which is kept from pass to pass.
  fileprivate var scratchCount: Int {
    switch self {
    case .batchNorm(let norm): norm.scratchCount
    case .layerNorm(let norm): norm.scratchCount
    case .activation(let activation): activation.scratchCount
    case .linear, .pooling, .dropout, .fork, .join: 0
    }
  }

  /// Numbers of working memory, of which nothing is kept.
  fileprivate var sharedScratchCount: Int {
    if case .linear(let linear) = self { return linear.scratchCount }
    return 0
  }
}
