public import Activations
public import Datasets
internal import OneDNN
internal import Randomness
internal import TrainingKernelTables

/// A network that learns. It belongs to one thread, on which it was made; everything that it needs is allocated when it
/// is made, and a training step allocates nothing.
///
/// The same network, examples, seed and instruction set give the same bits. Networks that differ in their activations
/// alone see the same batches in the same order, the same initial deviates and the same dropout masks.
public final class Trainer {
  public let network: Network
  public let loss: Loss
  public let optimizer: Optimizer
  public let options: TrainingOptions
  public let batchSize: Int
  public let seed: UInt64
  /// For a layer's products: how its weights lie depends on it.
  let threads: Int
  let gainOf: Activation?

  let plan: CompiledNetwork
  let lossStep: LossStep
  let batch: Batch
  private let sweep: OptimizerSweep
  let others: [Int: ArrayKernels]
  /// Where gradients of several batches are added up.
  private let sums: UnsafeMutablePointer<Float>?
  private var order: [Int32] = []
  /// Whether every update is recorded, for `LayerSnapshot.updateNorm`, and not only an epoch's last one. Costs a copy of
  /// the parameters in each step.
  public var recordsUpdates = false
  /// Steps so far, and forward passes in training, of which `options.accumulation` make a step.
  var stepCount = 0
  var passCount = 0
  /// The same network with everything kept, made when it is first looked into.
  var probingPlan: CompiledNetwork?

  /// - Parameters:
  ///   - batchSize: examples in a pass. What is left over at the end of an epoch is not trained on in that epoch.
  ///   - threads: for oneDNN's products, and for activations and poolings of large arrays.
  ///   - gainOf: the activation whose gain scales the initial weights after every activation; each one's own if nil.
  ///   - kernels: what stands in for activations' own kernels, layer by layer; ours if nil.
  /// - Throws: `NetworkError` if the network or its training cannot be.
  public init(
    network: Network, loss: Loss, optimizer: Optimizer = .sgd(), options: TrainingOptions = .init(), batchSize: Int,
    seed: UInt64, threads: Int = 1, gainOf: Activation? = nil, kernels: ArrayKernels.Source? = nil
  ) throws(NetworkError) {
    guard batchSize > 0 else { throw .init("a batch size of \(batchSize); expected at least 1") }
    try network.validate()
    try optimizer.validate()
    let shape = TensorShape(network.inputShape)
    try options.validate(for: loss, input: shape)
    OneDNN.setThreads(threads)
    self.network = network
    self.loss = loss
    self.optimizer = optimizer
    self.options = options
    self.batchSize = batchSize
    self.seed = seed
    self.threads = threads
    self.gainOf = gainOf
    others = if let kernels { try network.kernels(from: kernels) } else { [:] }
    plan = try CompiledNetwork(
      network, rows: batchSize, stateCount: optimizer.stateCount, seed: seed, threads: threads, kernels: others)
    let width = plan.outputSize
    let targets = UnsafeMutablePointer<Float>.allocate(capacity: batchSize * width)
    targets.initialize(repeating: 0, count: batchSize * width)
    let labels = UnsafeMutablePointer<Int32>.allocate(capacity: batchSize)
    labels.initialize(repeating: 0, count: batchSize)
    let weights = UnsafeMutablePointer<Float>.allocate(capacity: batchSize)
    weights.initialize(repeating: 1, count: batchSize)
    batch = Batch(
      input: plan.input, shape: shape, targets: targets, labels: labels, weights: weights,
      augmentation: options.augmentation, seed: seed)
    lossStep = LossStep(
      loss: loss, width: width, output: plan.output, gradient: plan.outputGradient, targets: targets, labels: labels,
      weights: weights, smoothing: Float(options.labelSmoothing))
    sweep = OptimizerSweep(
      parameters: plan.parameters, gradients: plan.gradients, first: plan.memory.firstState,
      second: plan.memory.secondState, count: plan.parameterCount)
    if options.accumulation > 1 {
      let sums = UnsafeMutablePointer<Float>.allocate(capacity: plan.parameterCount)
      sums.initialize(repeating: 0, count: plan.parameterCount)
      self.sums = sums
    } else {
      sums = nil
    }
    try initialize()
  }

  deinit {
    batch.targets.deallocate()
    batch.labels.deallocate()
    batch.weights.deallocate()
    sums?.deallocate()
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

  /// The gathered batch's mean loss, and its gradients, divided by the number of batches that make a step.
  /// - Parameter isWeighted: whether the examples have weights.
  private func pass(isWeighted: Bool) throws(NetworkError) -> Double {
    try plan.forward(count: batchSize, mode: .training, step: UInt32(truncatingIfNeeded: passCount))
    let sum = lossStep.run(
      rows: batchSize, divisor: batchSize * options.accumulation, smooths: true, isWeighted: isWeighted)
    try plan.backward(mode: .training)
    return sum / Double(batchSize)
  }

  /// The mean loss of the batches of one step, and their mean gradients.
  private func gradients(
    isWeighted: Bool, _ gather: (_ pass: Int) -> Void
  ) throws(NetworkError) -> Double {
    guard let sums else {
      gather(0)
      defer { passCount += 1 }
      return try pass(isWeighted: isWeighted)
    }
    var loss = 0.0
    sums.update(repeating: 0, count: plan.parameterCount)
    for i in 0..<options.accumulation {
      gather(i)
      loss += try pass(isWeighted: isWeighted)
      passCount += 1
      TrainingKernels.best.add(sums, plan.gradients, plan.parameterCount)
    }
    plan.gradients.update(from: sums, count: plan.parameterCount)
    return loss / Double(options.accumulation)
  }

  private func update(learningRate: Double) {
    stepCount += 1
    if let limit = options.clipNorm { clip(limit) }
    if options.weightDecay > 0 { decay(learningRate) }
    sweep.run(optimizer, learningRate: Float(learningRate), step: stepCount)
  }

  private func clip(_ limit: Double) {
    var sum = 0.0
    for i in 0..<plan.parameterCount { sum += Double(plan.gradients[i]) * Double(plan.gradients[i]) }
    let norm = sum.squareRoot()
    guard norm > limit else { return }
    let factor = Float(limit / norm)
    for i in 0..<plan.parameterCount { plan.gradients[i] *= factor }
  }

  private func decay(_ learningRate: Double) {
    for step in plan.steps {
      guard case .linear(let linear) = step else { continue }
      let weights = plan.parameters + linear.weights.offset
      if optimizer.decouplesDecay {
        let factor = Float(1 - learningRate * options.weightDecay)
        for i in 0..<linear.weights.count { weights[i] *= factor }
      } else {
        let gradients = plan.gradients + linear.weights.offset
        let factor = Float(options.weightDecay)
        for i in 0..<linear.weights.count { gradients[i] += factor * weights[i] }
      }
    }
  }

  /// Examples that one step takes.
  public var stepSize: Int { batchSize * options.accumulation }

  /// One step on `stepSize` examples from `start` on, in the examples' own order and as they are. Returns the mean loss
  /// before the step.
  @discardableResult
  public func step(_ examples: Examples, from start: Int = 0, learningRate: Double) throws(NetworkError) -> Double {
    guard start >= 0, start + stepSize <= examples.count else {
      throw .init("a step on examples \(start) to \(start + stepSize - 1) of \(examples.count)")
    }
    let loss = try gradients(isWeighted: examples.weights != nil) { pass in
      batch.gather(examples, count: batchSize) { start + pass * batchSize + $0 }
    }
    update(learningRate: learningRate)
    return loss
  }

  /// One pass over the examples in an order that depends on the seed and the epoch alone.
  ///
  /// Ends at the first loss that is not finite.
  public func trainEpoch(
    _ examples: Examples, epoch: Int, learningRate: Double
  ) throws(NetworkError) -> EpochResult {
    let result = try trainEpoch(examples, epoch: epoch, progress: { _, _ in true }, learningRate: { _ in learningRate })
    return result ?? EpochResult(trainLoss: .nan, steps: 0, isDiverged: false)
  }

  /// The same with a learning rate for each step.
  /// - Parameters:
  ///   - progress: called after every step with the share of the epoch that is done and the mean loss so far; whether to
  ///     go on.
  ///   - learningRate: by the share of the epoch that lies behind.
  /// - Returns: nil if `progress` ended it.
  public func trainEpoch(
    _ examples: Examples, epoch: Int, progress: (_ share: Double, _ loss: Double) -> Bool,
    learningRate: (_ share: Double) -> Double
  ) throws(NetworkError) -> EpochResult? {
    shuffle(examples.count, epoch: epoch)
    let steps = examples.count / stepSize
    guard steps > 0 else {
      throw .init("\(examples.count) examples; a step takes \(stepSize)")
    }
    var sum = 0.0
    for step in 0..<steps {
      let loss = try gradients(isWeighted: examples.weights != nil) { pass in
        let start = step * stepSize + pass * batchSize
        batch.gather(examples, count: batchSize, epoch: epoch, from: start) { Int(order[start + $0]) }
      }
      guard loss.isFinite else {
        return EpochResult(trainLoss: loss, steps: step, isDiverged: true)
      }
      sum += loss
      if recordsUpdates || step == steps - 1 { plan.previous.update(from: plan.parameters, count: plan.parameterCount) }
      update(learningRate: learningRate(Double(step) / Double(steps)))
      if !progress(Double(step + 1) / Double(steps), sum / Double(step + 1)) { return nil }
    }
    return EpochResult(trainLoss: sum / Double(steps), steps: steps, isDiverged: false)
  }

  private func shuffle(_ count: Int, epoch: Int) {
    if order.count != count { order = [Int32](repeating: 0, count: count) }
    for i in 0..<count { order[i] = Int32(i) }
    var stream = RandomStream(seed: seed, purpose: .shuffle, step: UInt32(epoch))
    stream.shuffle(&order)
  }

  /// Loss and gradients of the first `batchSize` examples without an update, as in training (dropout and batch
  /// statistics, but no augmentation).
  public func computeGradients(_ examples: Examples) throws(NetworkError) -> Double {
    try checkBatch(examples)
    batch.gather(examples, count: batchSize) { $0 }
    return try pass(isWeighted: examples.weights != nil)
  }

  func checkBatch(_ examples: Examples, from start: Int = 0) throws(NetworkError) {
    guard start >= 0, examples.count - start >= batchSize else {
      throw .init("\(max(0, examples.count - start)) examples; a batch takes \(batchSize)")
    }
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
