public import Diagnostics

/// Why a trial is run.
public enum Phase: String, Codable, Hashable, Sendable, CaseIterable {
  /// To choose the learning rate, judged on validation data.
  case tuning
  /// For the figures of the report, judged on test data.
  case final
  /// The same with everything tuned for the baseline, only the function swapped.
  case swap
  /// The same two for the linear model that stands beside the networks.
  case linearTuning = "linear-tuning"
  case linear

  public var isTuning: Bool { self == .tuning || self == .linearTuning }
  public var isLinear: Bool { self == .linear || self == .linearTuning }
}

/// What makes a trial the trial that it is. Under one plan, its figures follow from its key alone.
public struct TrialKey: Codable, Hashable, Sendable {
  public var phase: Phase
  /// The setting's identifier.
  public var setting: String
  /// Of the linear model: the baseline, which it stands beside.
  public var choice: ActivationChoice
  public var hyperparameters: Hyperparameters
  /// Which examples: a split's number, the seed of a draw or of a training part, or 0.
  public var replicate: Int
  public var seed: UInt64

  public init(
    phase: Phase, setting: String, choice: ActivationChoice, hyperparameters: Hyperparameters, replicate: Int = 0,
    seed: UInt64
  ) {
    self.phase = phase
    self.setting = setting
    self.choice = choice
    self.hyperparameters = hyperparameters
    self.replicate = replicate
    self.seed = seed
  }
}

/// What one epoch of a trial brought.
public struct EpochRecord: Codable, Hashable, Sendable {
  /// From 1; 0 is the network before its first step.
  public var epoch: Int
  /// Mean loss over the epoch's training batches (nil before the first step).
  public var trainLoss: Double?
  public var validationLoss: Double
  /// The study's metric on the validation part.
  public var validationScore: Double
  public var layers: [LayerProbe]

  public init(
    epoch: Int, trainLoss: Double?, validationLoss: Double, validationScore: Double, layers: [LayerProbe]
  ) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.validationLoss = validationLoss
    self.validationScore = validationScore
    self.layers = layers
  }
}

/// What a trial came to. A diverged one is a result too.
public struct TrialOutcome: Codable, Hashable, Sendable {
  /// The epoch in which it diverged, or nil, and what showed it.
  public var divergedInEpoch: Int?
  public var reason: String?
  /// The study's metric on the validation part after the last epoch; nil if it diverged.
  public var validationScore: Double?
  /// Loss on the validation part after the last epoch; nil if it diverged.
  public var validationLoss: Double?
  /// The study's metric on the test part; nil in the tuning phase, or if it diverged.
  public var testScore: Double?
  public var testLoss: Double?
  /// The metric of a constant guess on the test part; of the linear model's trials alone.
  public var constantScore: Double?
  /// Milliseconds that a training epoch took, the median over the epochs. Not part of the figures that repeat.
  public var millisecondsPerEpoch: Double
  /// What it predicted, of final trials; kept apart from the rest.
  public var predictions: Predictions?

  public init(
    divergedInEpoch: Int? = nil, reason: String? = nil, validationScore: Double? = nil, validationLoss: Double? = nil,
    testScore: Double? = nil, testLoss: Double? = nil, constantScore: Double? = nil, millisecondsPerEpoch: Double = 0,
    predictions: Predictions? = nil
  ) {
    self.divergedInEpoch = divergedInEpoch
    self.reason = reason
    self.validationScore = validationScore
    self.validationLoss = validationLoss
    self.testScore = testScore
    self.testLoss = testLoss
    self.constantScore = constantScore
    self.millisecondsPerEpoch = millisecondsPerEpoch
    self.predictions = predictions
  }
}

/// A finished trial.
public struct TrialRecord: Codable, Hashable, Sendable {
  public var key: TrialKey
  public var outcome: TrialOutcome
  public var epochs: [EpochRecord]
  /// What the test examples are; the same for all trials of one replicate.
  public var testPart: TestPart?

  public init(key: TrialKey, outcome: TrialOutcome, epochs: [EpochRecord], testPart: TestPart? = nil) {
    self.key = key
    self.outcome = outcome
    self.epochs = epochs
    self.testPart = testPart
  }
}

/// The outcomes of finished trials by their keys, and the test parts that they were judged on.
public struct TrialTable: Sendable {
  public private(set) var outcomes: [TrialKey: TrialOutcome] = [:]
  /// By setting and replicate.
  public private(set) var testParts: [TestPart.Key: TestPart] = [:]

  public init(minimumCapacity: Int = 0) { outcomes.reserveCapacity(minimumCapacity) }

  public subscript(key: TrialKey) -> TrialOutcome? {
    get { outcomes[key] }
    set { outcomes[key] = newValue }
  }

  public subscript(key: TestPart.Key) -> TestPart? {
    get { testParts[key] }
    set { testParts[key] = newValue }
  }

  public mutating func add(_ record: TrialRecord) {
    outcomes[record.key] = record.outcome
    if let part = record.testPart {
      testParts[TestPart.Key(setting: record.key.setting, replicate: record.key.replicate)] = part
    }
  }

  public var keys: Dictionary<TrialKey, TrialOutcome>.Keys { outcomes.keys }
  public var values: Dictionary<TrialKey, TrialOutcome>.Values { outcomes.values }
  public var count: Int { outcomes.count }
}
