public import Activations
public import Datasets
internal import Diagnostics
public import NeuralNetworks

/// A trial that trains a network: a pure function of the plan, the data and the key.
public struct TrainedTrial: Sendable {
  public let plan: StudyPlan
  public let data: PreparedData

  public init(plan: StudyPlan, data: PreparedData) {
    self.plan = plan
    self.data = data
  }

  /// The network that a study trains with an activation. A learnable parameter is learned channel by channel where the
  /// activation is made for that (PReLU); Swish keeps its β.
  public static func network(_ plan: StudyPlan, _ data: PreparedData, _ activation: Activation) -> Network {
    .dense(
      inputShape: data.inputShape, hidden: plan.hidden, outputs: data.outputCount, activation: activation,
      learning: activation.name == "prelu" ? .perChannel : .fixed)
  }

  /// The batch size that is used: the plan's, or all training examples if they are fewer.
  public static func batchSize(_ plan: StudyPlan, _ data: PreparedData) -> Int {
    max(1, min(plan.batchSize, data.train.count, data.validation.count))
  }

  /// Runs it on this thread. After every epoch it stops if `isCancelled`, and returns nil.
  /// - Throws: `StudyError.trial` if the network cannot be.
  public func run(_ key: TrialKey, isCancelled: () -> Bool = { false }) throws(StudyError) -> TrialRecord? {
    do throws(NetworkError) {
      return try train(key, isCancelled)
    } catch {
      throw .trial(key, problem: error.description)
    }
  }

  private func train(_ key: TrialKey, _ isCancelled: () -> Bool) throws(NetworkError) -> TrialRecord? {
    let trainer = try Trainer(
      network: Self.network(plan, data, key.activation), loss: .fitting(data.train.targets),
      optimizer: .sgd(momentum: 0.9), batchSize: Self.batchSize(plan, data), seed: key.seed)
    try trainer.check(data.train)
    var record = TrialRecord(
      key: key, divergedInEpoch: nil, validationScore: nil, validationLoss: nil, testScore: nil, testLoss: nil,
      millisecondsPerEpoch: 0, epochs: [])
    let start = try trainer.evaluate(data.validation)
    record.epochs.append(
      EpochRecord(
        epoch: 0, trainLoss: nil, validationLoss: start.loss, validationScore: start.score,
        layers: try trainer.probeLayers(data.validation)))
    var times: [Double] = []
    let clock = ContinuousClock()
    for epoch in 1...plan.epochs {
      if isCancelled() { return nil }
      let began = clock.now
      let result = try trainer.trainEpoch(data.train, epoch: epoch, learningRate: key.learningRate)
      times.append((clock.now - began) / .milliseconds(1))
      let metrics = try trainer.evaluate(data.validation)
      guard !result.isDiverged, metrics.loss.isFinite else {
        record.divergedInEpoch = epoch
        record.millisecondsPerEpoch = times.sorted()[times.count / 2]
        return record
      }
      record.epochs.append(
        EpochRecord(
          epoch: epoch, trainLoss: result.trainLoss, validationLoss: metrics.loss, validationScore: metrics.score,
          layers: try trainer.probeLayers(data.validation)))
      record.validationScore = metrics.score
      record.validationLoss = metrics.loss
    }
    record.millisecondsPerEpoch = times.sorted()[times.count / 2]
    if key.phase == .final {
      let test = try trainer.evaluate(data.test)
      record.testScore = test.score.isFinite ? test.score : nil
      record.testLoss = test.loss.isFinite ? test.loss : nil
    }
    return record
  }
}
