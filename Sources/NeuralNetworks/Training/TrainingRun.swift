public import Activations
public import Datasets

/// How one network is trained.
public struct TrainingPlan: Codable, Hashable, Sendable {
  public var loss: Loss
  public var optimizer: Optimizer
  public var options: TrainingOptions
  public var schedule: Schedule
  public var learningRate: Double
  public var epochs: Int
  public var batchSize: Int
  /// Ends after so many epochs without a smaller validation loss, and goes back to the best one.
  public var patience: Int?
  public var seed: UInt64

  public init(
    loss: Loss, optimizer: Optimizer = .sgd(), options: TrainingOptions = .init(), schedule: Schedule = .constant,
    learningRate: Double, epochs: Int, batchSize: Int, patience: Int? = nil, seed: UInt64 = 1
  ) {
    self.loss = loss
    self.optimizer = optimizer
    self.options = options
    self.schedule = schedule
    self.learningRate = learningRate
    self.epochs = epochs
    self.batchSize = batchSize
    self.patience = patience
    self.seed = seed
  }

  func validate() throws(NetworkError) {
    guard learningRate > 0, learningRate.isFinite else {
      throw .init("a learning rate of \(learningRate); expected a number greater than 0")
    }
    guard (1...1_000_000).contains(epochs) else { throw .init("\(epochs) epochs; expected 1 to 1000000") }
    if let patience, patience < 1 { throw .init("a patience of \(patience) epochs; expected 1 or more") }
    try schedule.validate()
  }
}

/// What an epoch brought.
public struct EpochSummary: Codable, Hashable, Sendable {
  /// From 1.
  public var epoch: Int
  /// At the epoch's beginning.
  public var learningRate: Double
  public var trainLoss: Double
  public var validation: Metrics
  /// What the epoch's training took. Not part of what repeats.
  public var seconds: Double
  public var isDiverged: Bool

  public init(
    epoch: Int, learningRate: Double, trainLoss: Double, validation: Metrics, seconds: Double, isDiverged: Bool
  ) {
    self.epoch = epoch
    self.learningRate = learningRate
    self.trainLoss = trainLoss
    self.validation = validation
    self.seconds = seconds
    self.isDiverged = isDiverged
  }
}

/// All numbers of a training run between two epochs: from here it goes on with the same bits.
public struct RunState: Hashable, Sendable {
  public var epochs: [EpochSummary] = []
  public var steps = 0
  public var passes = 0
  public var parameters: [ParameterGroup] = []
  public var statistics: [ParameterGroup] = []
  public var optimizer: [[ParameterGroup]] = []
  /// Of the epoch with the smallest validation loss, where the plan has a patience.
  public var bestEpoch: Int?
  public var bestParameters: [ParameterGroup] = []
  public var bestStatistics: [ParameterGroup] = []

  public init() {}
}

/// One network in training, epoch by epoch. It belongs to the thread on which it was made.
public final class TrainingRun {
  public let plan: TrainingPlan
  public let data: PreparedData
  public let trainer: Trainer
  public private(set) var epochs: [EpochSummary] = []
  private var best: (epoch: Int, parameters: [ParameterGroup], statistics: [ParameterGroup])?

  /// - Parameters:
  ///   - state: where an earlier run stood.
  ///   - threads: for oneDNN's products, and for activations and poolings of large arrays.
  ///   - gainOf: the activation whose gain scales the initial weights after every activation; each one's own if nil.
  /// - Throws: `NetworkError` if the network, the plan or the state cannot be, or do not fit the data.
  public init(
    network: Network, plan: TrainingPlan, data: PreparedData, threads: Int = 1, gainOf: Activation? = nil,
    resuming state: RunState? = nil
  ) throws(NetworkError) {
    try plan.validate()
    // Before memory for a batch that there are no data for.
    let (step, overflow) = plan.batchSize.multipliedReportingOverflow(by: max(1, plan.options.accumulation))
    guard !overflow, step <= data.train.count else {
      throw .init(
        "\(data.train.count) training examples; a step takes \(plan.batchSize)"
          + (plan.options.accumulation == 1 ? "" : " × \(plan.options.accumulation)"))
    }
    self.plan = plan
    self.data = data
    trainer = try Trainer(
      network: network, loss: plan.loss, optimizer: plan.optimizer, options: plan.options, batchSize: plan.batchSize,
      seed: plan.seed, threads: threads, gainOf: gainOf)
    try trainer.check(data.train)
    if let state { try restore(state) }
  }

  /// Whether there is nothing more to do.
  public var isFinished: Bool {
    guard let last = epochs.last else { return false }
    if last.isDiverged || epochs.count >= plan.epochs { return true }
    guard let patience = plan.patience, let best else { return false }
    return epochs.count - best.epoch >= patience
  }

  /// Trains for one epoch.
  /// - Parameters:
  ///   - progress: called now and then with the share of the epoch that is done, and the mean loss so far; whether to go on.
  /// - Returns: nil if it was stopped; the run then stands in the middle of an epoch and cannot go on.
  public func runEpoch(progress: (_ share: Double, _ loss: Double) -> Bool = { _, _ in true }) throws(NetworkError)
    -> EpochSummary?
  {
    let epoch = epochs.count + 1
    func rate(_ share: Double) -> Double {
      plan.learningRate * plan.schedule.factor(at: Double(epoch - 1) + share, of: plan.epochs)
    }
    let clock = ContinuousClock()
    let began = clock.now
    let result = try trainer.trainEpoch(data.train, epoch: epoch, progress: progress, learningRate: rate)
    guard let result else { return nil }
    let seconds = (clock.now - began) / .seconds(1)
    let metrics = try trainer.evaluate(data.validation)
    let summary = EpochSummary(
      epoch: epoch, learningRate: rate(0), trainLoss: result.trainLoss, validation: metrics, seconds: seconds,
      isDiverged: result.isDiverged || !metrics.loss.isFinite)
    if plan.patience != nil, !summary.isDiverged {
      let least = best.map { epochs[$0.epoch - 1].validation.loss } ?? .infinity
      if metrics.loss < least { best = (epoch, try trainer.parameters(), trainer.statistics()) }
    }
    epochs.append(summary)
    return summary
  }

  /// Goes back to the best epoch, if the plan has a patience. Returns its number.
  @discardableResult
  public func restoreBest() throws(NetworkError) -> Int? {
    guard plan.patience != nil, let best else { return nil }
    try trainer.setParameters(best.parameters)
    try trainer.setStatistics(best.statistics)
    return best.epoch
  }

  public func state() throws(NetworkError) -> RunState {
    var state = RunState()
    state.epochs = epochs
    state.steps = trainer.stepCount
    state.passes = trainer.passCount
    state.parameters = try trainer.parameters()
    state.statistics = trainer.statistics()
    state.optimizer = try trainer.optimizerState()
    state.bestEpoch = best?.epoch
    state.bestParameters = best?.parameters ?? []
    state.bestStatistics = best?.statistics ?? []
    return state
  }

  private func restore(_ state: RunState) throws(NetworkError) {
    guard state.epochs.count <= plan.epochs else {
      throw .init("a state after \(state.epochs.count) epochs; the plan has \(plan.epochs)")
    }
    let most = 1 << 53
    guard (0...most).contains(state.steps), (0...most).contains(state.passes),
      state.epochs.enumerated().allSatisfy({ $1.epoch == $0 + 1 })
    else { throw .init("a state with \(state.steps) steps and epochs that are not 1, 2, 3 …") }
    try trainer.setParameters(state.parameters)
    try trainer.setStatistics(state.statistics)
    try trainer.setOptimizerState(state.optimizer)
    trainer.stepCount = state.steps
    trainer.passCount = state.passes
    epochs = state.epochs
    // Without a patience there is no going back to a best epoch of before.
    if plan.patience != nil, let epoch = state.bestEpoch {
      guard epoch >= 1, epoch <= epochs.count else {
        throw .init("a best epoch \(epoch) of \(epochs.count)")
      }
      best = (epoch, state.bestParameters, state.bestStatistics)
    }
  }
}
