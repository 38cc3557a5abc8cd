internal import Activations
public import Datasets
public import Diagnostics
public import NeuralNetworks
internal import Statistics

/// Trials that train networks: each a pure function of the plan, the data and its key, run by the same `TrainingRun` as
/// a network that is trained alone.
public struct TrainedTrial: Sendable {
  /// What is trained in the place of an activation, and with which seed.
  public typealias StandIn = @Sendable (_ key: TrialKey) -> (choice: ActivationChoice, seed: UInt64)

  public let plan: StudyPlan
  private let data: SettingData
  private let settings: [String: Setting]
  private let standIn: StandIn?

  /// - Parameter standIn: for studies of studies: one function under several names, say, with random streams of their own.
  public init(plan: StudyPlan, data: SettingData, standIn: StandIn? = nil) {
    self.plan = plan
    self.data = data
    self.standIn = standIn
    settings = Dictionary(plan.settings.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The batch size that is used: the setting's, or all training examples if they are fewer.
  public static func batchSize(_ setting: Setting, _ data: PreparedData) -> Int {
    max(1, min(setting.batch, data.train.count))
  }

  /// What layers are probed on: a batch of validation examples, or of training examples where those are too few.
  static func probed(_ data: PreparedData, _ trainer: Trainer) -> Examples {
    data.validation.count >= trainer.batchSize ? data.validation : data.train
  }

  /// Runs it on this thread. After every epoch it stops if `isCancelled`, and returns nil.
  /// - Throws: `StudyError.trial` if the network cannot be.
  public func run(_ key: TrialKey, isCancelled: () -> Bool = { false }) throws(StudyError) -> TrialRecord? {
    guard let setting = settings[key.setting] else {
      throw .trial(key, problem: "its setting is not part of the plan")
    }
    let prepared = try data.data(for: key, setting, plan)
    do throws(NetworkError) {
      return try train(key, setting, prepared, isCancelled)
    } catch {
      throw .trial(key, problem: error.description)
    }
  }

  /// The trial as a run of its own: the same network, plan, seed and data, so the same bits.
  public func setup(_ key: TrialKey, _ setting: Setting, _ data: PreparedData) throws(NetworkError) -> RunSetup {
    let trained = standIn?(key) ?? (choice: key.choice, seed: key.seed)
    let network =
      key.phase.isLinear
      ? try Network(inputShape: data.inputShape, layers: []).ending(outputs: data.outputCount)
      : try setting.network(
        trained.choice, inputShape: data.inputShape, outputs: data.outputCount, dropout: key.hyperparameters.dropout)
    return RunSetup(
      network: network,
      plan: TrainingPlan(
        loss: .fitting(data.train.targets), optimizer: key.phase.isLinear ? .sgd() : setting.optimizer,
        options: TrainingOptions(weightDecay: key.hyperparameters.weightDecay, augmentation: setting.augmentation),
        // A convex problem: a rate that falls to 0 ends in its minimum.
        schedule: key.phase.isLinear ? Schedule(.cosine(end: 0)) : setting.schedule,
        learningRate: key.hyperparameters.learningRate, epochs: setting.epochs,
        batchSize: Self.batchSize(setting, data), seed: trained.seed),
      // Only the function is swapped: the weights start as the baseline's.
      data: data, gainOf: key.phase == .swap ? plan.baseline.activation : nil)
  }

  /// The trainer of a trial before its first step.
  public func trainer(_ key: TrialKey, _ setting: Setting, _ data: PreparedData) throws(NetworkError) -> Trainer {
    try setup(key, setting, data).begin().trainer
  }

  private func train(
    _ key: TrialKey, _ setting: Setting, _ data: PreparedData, _ isCancelled: () -> Bool
  ) throws(NetworkError) -> TrialRecord? {
    let run = try setup(key, setting, data).begin()
    let score = ScoreReading(run, data, plan.metric(for: plan.data(of: setting)?.summary, data))
    var record = TrialRecord(key: key, outcome: TrialOutcome(), epochs: [])
    let probed = Self.probed(data, run.trainer)
    func add(_ epoch: Int, _ trainLoss: Double?, _ metrics: Metrics) throws(NetworkError) {
      record.epochs.append(
        EpochRecord(
          epoch: epoch, trainLoss: trainLoss, validationLoss: metrics.loss,
          validationScore: try score.validation(metrics),
          // Only what the report shows is looked into: the final trials.
          layers: key.phase == .final ? try run.trainer.probeLayers(probed) : []))
    }
    try add(0, nil, try run.trainer.evaluate(data.validation))
    var times: [Double] = []
    while !run.isFinished {
      if isCancelled() { return nil }
      guard let epoch = try run.runEpoch() else { return nil }
      times.append(1000 * epoch.seconds)
      record.outcome.millisecondsPerEpoch = times.sorted()[times.count / 2]
      guard !epoch.isDiverged else {
        record.outcome.divergedInEpoch = epoch.epoch
        record.outcome.reason =
          epoch.trainLoss.isFinite
          ? "the validation loss was \(epoch.validation.loss) after epoch \(epoch.epoch)"
          : "the training loss was \(epoch.trainLoss) in epoch \(epoch.epoch)"
        break
      }
      try add(epoch.epoch, epoch.trainLoss, epoch.validation)
    }
    if key.phase == .linear { record.outcome.constantScore = score.constant }
    if !key.phase.isTuning { record.testPart = TestPart(data) }
    guard record.outcome.divergedInEpoch == nil else { return record }
    record.outcome.validationScore = record.epochs.last?.validationScore
    record.outcome.validationLoss = record.epochs.last?.validationLoss
    if !key.phase.isTuning { try test(&record.outcome, run, data, score) }
    return record
  }

  /// The test part is looked at once, at the end.
  private func test(
    _ outcome: inout TrialOutcome, _ run: TrainingRun, _ data: PreparedData, _ score: ScoreReading
  ) throws(NetworkError) {
    let metrics = try run.trainer.evaluate(data.test)
    outcome.testLoss = metrics.loss.isFinite ? metrics.loss : nil
    let outputs = try run.trainer.outputs(for: data.test.inputs)
    guard outputs.allSatisfy(\.isFinite) else { return }
    outcome.testScore = score.of(outputs, data.test)
    outcome.predictions = Predictions(outputs: outputs, data)
  }
}

/// Reads the study's metric off a run.
private struct ScoreReading {
  private let run: TrainingRun
  private let data: PreparedData
  private let metric: Metric
  /// Whether the trainer's own score is the metric: accuracy and R² without weights.
  private let isTrainers: Bool

  init(_ run: TrainingRun, _ data: PreparedData, _ metric: Metric) {
    self.run = run
    self.data = data
    self.metric = metric
    isTrainers = data.validation.weights == nil && (metric == .accuracy || metric == .r2)
  }

  func validation(_ metrics: Metrics) throws(NetworkError) -> Double {
    guard !isTrainers else { return metrics.score }
    return of(try run.trainer.outputs(for: data.validation.inputs), data.validation) ?? .nan
  }

  func of(_ outputs: [Float], _ examples: Examples) -> Double? {
    ExampleScore.of(metric, outputs: outputs, examples, data.targetScaling).flatMap { $0.isFinite ? $0 : nil }
  }

  var constant: Double? { ExampleScore.ofConstantGuess(metric, data) }
}

extension StudyPlan {
  fileprivate func metric(for summary: DataSummary?, _ data: PreparedData) -> Metric {
    summary.map { metric(for: $0) } ?? metric ?? (data.task == .classification ? .accuracy : .r2)
  }
}
