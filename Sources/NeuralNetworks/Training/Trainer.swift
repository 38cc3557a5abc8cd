internal import Activations
public import Datasets
internal import OneDNN
internal import Randomness

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A network that learns. It belongs to one thread, on which it was made; everything that it needs is allocated when it
/// is made, and a training step allocates nothing.
///
/// The same network, examples, seed and instruction set give the same bits. Networks that differ in their activations
/// alone see the same batches in the same order, the same initial deviates and the same dropout masks.
public final class Trainer {
  public let network: Network
  public let loss: Loss
  public let optimizer: Optimizer
  public let batchSize: Int
  public let seed: UInt64

  let plan: CompiledNetwork
  let lossStep: LossStep
  private let sweep: OptimizerSweep
  private let targets: UnsafeMutablePointer<Float>
  private let labels: UnsafeMutablePointer<Int32>
  private var order: [Int32] = []
  /// Steps so far.
  private(set) var stepCount = 0

  /// - Parameters:
  ///   - batchSize: examples in a step. What is left over at the end of an epoch is not trained on in that epoch.
  ///   - threads: for oneDNN's products.
  ///   - kernels: what stands in for activations' own kernels, layer by layer; ours if nil.
  /// - Throws: `NetworkError` if the network cannot be.
  public init(
    network: Network, loss: Loss, optimizer: Optimizer = .sgd(), batchSize: Int, seed: UInt64, threads: Int = 1,
    kernels: ArrayKernels.Source? = nil
  ) throws(NetworkError) {
    guard batchSize > 0 else { throw .init("a batch size of \(batchSize); expected at least 1") }
    try network.validate()
    OneDNN.setThreads(threads)
    self.network = network
    self.loss = loss
    self.optimizer = optimizer
    self.batchSize = batchSize
    self.seed = seed
    let others = if let kernels { try network.kernels(from: kernels) } else { [Int: ArrayKernels]() }
    do throws(OneDNNError) {
      plan = try CompiledNetwork(
        network, rows: batchSize, stateCount: optimizer.stateCount, seed: seed, kernels: others)
    } catch {
      throw .init(error.description)
    }
    let width = plan.outputSize
    targets = .allocate(capacity: batchSize * width)
    targets.initialize(repeating: 0, count: batchSize * width)
    labels = .allocate(capacity: batchSize)
    labels.initialize(repeating: 0, count: batchSize)
    lossStep = LossStep(
      loss: loss, width: width, output: plan.output, gradient: plan.outputGradient, targets: targets, labels: labels)
    sweep = OptimizerSweep(
      parameters: plan.parameters, gradients: plan.gradients, first: plan.firstState, second: plan.secondState,
      count: plan.parameterCount)
    try initialize()
  }

  deinit {
    targets.deallocate()
    labels.deallocate()
  }

  /// Checks that examples fit the network and the loss.
  public func check(_ examples: Examples) throws(NetworkError) {
    guard examples.inputSize == plan.inputSize else {
      throw .init("examples of \(examples.inputSize) numbers; the network expects \(plan.inputSize)")
    }
    guard examples.targets.outputCount == plan.outputSize else {
      throw .init("targets of \(examples.targets.outputCount) outputs; the network has \(plan.outputSize)")
    }
    switch (examples.targets, loss) {
    case (.classes(let labels, let names), .softmaxCrossEntropy):
      guard labels.allSatisfy({ $0 >= 0 && Int($0) < names.count }) else {
        throw .init("a label outside 0..<\(names.count)")
      }
    case (.values, .binaryCrossEntropy), (.values, .meanSquaredError): break
    default: throw .init("\(loss.rawValue) does not fit targets that are \(examples.targets.kind)")
    }
  }

  /// Copies some rows into the batch.
  private func gather(_ examples: Examples, count: Int, row: (Int) -> Int) {
    let size = plan.inputSize
    examples.inputs.withUnsafeBufferPointer { inputs in
      guard let from = inputs.baseAddress else { return }
      for i in 0..<count { (plan.input + i * size).update(from: from + row(i) * size, count: size) }
    }
    switch examples.targets {
    case .classes(let all, _):
      all.withUnsafeBufferPointer { all in for i in 0..<count { labels[i] = all[row(i)] } }
    case .values(let all, let width):
      all.withUnsafeBufferPointer { all in
        guard let from = all.baseAddress else { return }
        for i in 0..<count { (targets + i * width).update(from: from + row(i) * width, count: width) }
      }
    }
  }

  /// The batch's mean loss, and all gradients, after `gather`.
  private func gradients(mode: Mode) throws(NetworkError) -> Double {
    try plan.forward(count: batchSize, mode: mode, step: UInt32(truncatingIfNeeded: stepCount))
    let sum = lossStep.run(rows: batchSize, divisor: batchSize)
    try plan.backward(mode: mode)
    return sum / Double(batchSize)
  }

  private func update(learningRate: Double) {
    stepCount += 1
    sweep.run(optimizer, learningRate: Float(learningRate), step: stepCount)
  }

  /// One step on `batchSize` examples from `start` on, in the examples' own order. Returns the mean loss before the step.
  @discardableResult
  public func step(_ examples: Examples, from start: Int = 0, learningRate: Double) throws(NetworkError) -> Double {
    guard start >= 0, start + batchSize <= examples.count else {
      throw .init("a step on examples \(start) to \(start + batchSize - 1) of \(examples.count)")
    }
    gather(examples, count: batchSize) { start + $0 }
    let loss = try gradients(mode: .training)
    update(learningRate: learningRate)
    return loss
  }

  /// One pass over the examples in an order that depends on the seed and the epoch alone.
  ///
  /// Ends at the first loss that is not finite.
  public func trainEpoch(
    _ examples: Examples, epoch: Int, learningRate: Double
  ) throws(NetworkError) -> EpochResult {
    shuffle(examples.count, epoch: epoch)
    let steps = examples.count / batchSize
    guard steps > 0 else {
      throw .init("\(examples.count) examples; a batch takes \(batchSize)")
    }
    var sum = 0.0
    for step in 0..<steps {
      let start = step * batchSize
      gather(examples, count: batchSize) { Int(order[start + $0]) }
      let loss = try gradients(mode: .training)
      guard loss.isFinite else {
        return EpochResult(trainLoss: loss, steps: step, isDiverged: true)
      }
      sum += loss
      if step == steps - 1 { plan.previous.update(from: plan.parameters, count: plan.parameterCount) }
      update(learningRate: learningRate)
    }
    return EpochResult(trainLoss: sum / Double(steps), steps: steps, isDiverged: false)
  }

  private func shuffle(_ count: Int, epoch: Int) {
    if order.count != count { order = [Int32](repeating: 0, count: count) }
    for i in 0..<count { order[i] = Int32(i) }
    var stream = RandomStream(seed: seed, purpose: .shuffle, step: UInt32(epoch))
    stream.shuffle(&order)
  }

  /// Loss and score without learning: no dropout, running averages in batch normalisation.
  public func evaluate(_ examples: Examples) throws(NetworkError) -> Metrics {
    var loss = 0.0
    var correct = 0
    var start = 0
    var moments = Moments(width: plan.outputSize)
    while start < examples.count {
      let count = min(batchSize, examples.count - start)
      gather(examples, count: count) { start + $0 }
      try forwardForEvaluation(count: count)
      loss += lossStep.run(rows: count, divisor: count)
      if self.loss == .meanSquaredError {
        moments.add(outputs: plan.output, targets: targets, rows: count)
      } else {
        correct += lossStep.correct(rows: count)
      }
      start += count
    }
    let share = 1 / Double(max(1, examples.count))
    let score = self.loss == .meanSquaredError ? moments.determination : Double(correct) * share
    return Metrics(loss: loss * share, score: score)
  }

  /// The network's outputs (logits, for classes) for rows of inputs.
  public func outputs(for inputs: [Float]) throws(NetworkError) -> [Float] {
    let size = plan.inputSize
    guard inputs.count % size == 0 else {
      throw .init("\(inputs.count) input numbers; expected a multiple of \(size)")
    }
    let total = inputs.count / size
    var result: [Float] = []
    result.reserveCapacity(total * plan.outputSize)
    var start = 0
    while start < total {
      let count = min(batchSize, total - start)
      inputs.withUnsafeBufferPointer { all in
        if let from = all.baseAddress { plan.input.update(from: from + start * size, count: count * size) }
      }
      try forwardForEvaluation(count: count)
      result.append(contentsOf: UnsafeBufferPointer(start: plan.output, count: count * plan.outputSize))
      start += count
    }
    return result
  }

  private func forwardForEvaluation(count: Int) throws(NetworkError) {
    try plan.forward(count: count, mode: .evaluation, step: 0)
  }

  /// Loss and gradients of the first `batchSize` examples without an update, as in training (dropout and batch
  /// statistics), or without changing or dropping anything if `isProbing`.
  public func computeGradients(_ examples: Examples, isProbing: Bool = false) throws(NetworkError) -> Double {
    guard examples.count >= batchSize else {
      throw .init("\(examples.count) examples; a batch takes \(batchSize)")
    }
    gather(examples, count: batchSize) { $0 }
    return try gradients(mode: isProbing ? .probing : .training)
  }
}

/// What an epoch of training brought.
public struct EpochResult: Hashable, Sendable {
  /// The mean of the batches' losses; the one that is not finite if it diverged.
  public var trainLoss: Double
  public var steps: Int
  public var isDiverged: Bool
}

extension Targets {
  fileprivate var kind: String { isClassification ? "classes" : "numbers" }
}

/// Sums for R², output by output.
private struct Moments {
  private var count = 0.0
  private var sum: [Double]
  private var squares: [Double]
  private var residuals = 0.0

  init(width: Int) {
    sum = Array(repeating: 0, count: width)
    squares = sum
  }

  mutating func add(outputs: UnsafePointer<Float>, targets: UnsafePointer<Float>, rows: Int) {
    for row in 0..<rows {
      for c in sum.indices {
        let y = Double(targets[row * sum.count + c])
        let difference = Double(outputs[row * sum.count + c]) - y
        residuals += difference * difference
        sum[c] += y
        squares[c] += y * y
      }
    }
    count += Double(rows)
  }

  /// 1 − Σ(z − y)² / Σ(y − ȳ)²; 0 where the targets do not vary.
  var determination: Double {
    let total = zip(sum, squares).reduce(0) { $0 + ($1.1 - $1.0 * $1.0 / max(1, count)) }
    return total > 0 ? 1 - residuals / total : 0
  }
}
