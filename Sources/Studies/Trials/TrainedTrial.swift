public import Datasets
public import Diagnostics
public import NeuralNetworks

/// Trials that train networks: each a pure function of the plan, the data and its key.
public struct TrainedTrial: Sendable {
  public let plan: StudyPlan
  private let data: SettingData
  private let settings: [String: Setting]

  public init(plan: StudyPlan, data: SettingData) {
    self.plan = plan
    self.data = data
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
    let prepared = try data.data(for: setting)
    do throws(NetworkError) {
      return try train(key, setting, prepared, isCancelled)
    } catch {
      throw .trial(key, problem: error.description)
    }
  }

  /// The trainer of a trial before its first step.
  public func trainer(_ key: TrialKey, _ setting: Setting, _ data: PreparedData) throws(NetworkError) -> Trainer {
    try setup(key, setting, data).begin().trainer
  }

  /// The trial as a run of its own: the same network, plan, seed and data, so the same bits.
  public func setup(_ key: TrialKey, _ setting: Setting, _ data: PreparedData) throws(NetworkError) -> RunSetup {
    RunSetup(
      network: try setting.network(
        key.choice, inputShape: data.inputShape, outputs: data.outputCount, dropout: key.hyperparameters.dropout),
      plan: TrainingPlan(
        loss: .fitting(data.train.targets), optimizer: setting.optimizer,
        options: TrainingOptions(weightDecay: key.hyperparameters.weightDecay, augmentation: setting.augmentation),
        schedule: setting.schedule, learningRate: key.hyperparameters.learningRate, epochs: setting.epochs,
        batchSize: Self.batchSize(setting, data), seed: key.seed),
      // Only the function is swapped: the weights start as the baseline's.
      data: data, gainOf: key.phase == .swap ? plan.baseline.activation : nil)
  }

  private func train(
    _ key: TrialKey, _ setting: Setting, _ data: PreparedData, _ isCancelled: () -> Bool
  ) throws(NetworkError) -> TrialRecord? {
    let trainer = try trainer(key, setting, data)
    var record = TrialRecord(key: key, outcome: TrialOutcome(), epochs: [])
    let probed = Self.probed(data, trainer)
    func add(_ epoch: Int, _ trainLoss: Double?, _ metrics: Metrics) throws(NetworkError) {
      record.epochs.append(
        EpochRecord(
          epoch: epoch, trainLoss: trainLoss, validationLoss: metrics.loss, validationScore: metrics.score,
          // Only what the report shows is looked into: the final trials.
          layers: key.phase == .final ? try trainer.probeLayers(probed) : []))
    }
    try add(0, nil, try trainer.evaluate(data.validation))
    var times: [Double] = []
    let clock = ContinuousClock()
    for epoch in 1...setting.epochs {
      if isCancelled() { return nil }
      let began = clock.now
      let result = try trainer.trainEpoch(
        data.train, epoch: epoch, progress: { _, _ in true },
        learningRate: { share in
          key.hyperparameters.learningRate
            * setting.schedule.factor(at: Double(epoch - 1) + share, of: setting.epochs)
        })
      times.append((clock.now - began) / .milliseconds(1))
      record.outcome.millisecondsPerEpoch = times.sorted()[times.count / 2]
      let metrics = try trainer.evaluate(data.validation)
      guard let result, !result.isDiverged, metrics.loss.isFinite else {
        record.outcome.divergedInEpoch = epoch
        record.outcome.reason =
          result?.isDiverged ?? true
          ? "the training loss was \(result?.trainLoss ?? .nan) after \(result?.steps ?? 0) steps of epoch \(epoch)"
          : "the validation loss was \(metrics.loss) after epoch \(epoch)"
        record.outcome.validationScore = nil
        record.outcome.validationLoss = nil
        return record
      }
      try add(epoch, result.trainLoss, metrics)
      record.outcome.validationScore = metrics.score
      record.outcome.validationLoss = metrics.loss
    }
    if key.phase != .tuning {
      let test = try trainer.evaluate(data.test)
      record.outcome.testScore = test.score.isFinite ? test.score : nil
      record.outcome.testLoss = test.loss.isFinite ? test.loss : nil
    }
    return record
  }
}
