public import Diagnostics

/// Why a trial is run.
public enum Phase: String, Codable, Hashable, Sendable, CaseIterable {
  /// To choose the learning rate, judged on validation data.
  case tuning
  /// For the figures of the report, judged on test data.
  case final
  /// The same with everything tuned for the baseline, only the function swapped.
  case swap
}

/// What makes a trial the trial that it is. Under one plan, its figures follow from its key alone.
public struct TrialKey: Codable, Hashable, Sendable {
  public var phase: Phase
  /// The setting's identifier.
  public var setting: String
  public var choice: ActivationChoice
  public var hyperparameters: Hyperparameters
  public var seed: UInt64

  public init(phase: Phase, setting: String, choice: ActivationChoice, hyperparameters: Hyperparameters, seed: UInt64) {
    self.phase = phase
    self.setting = setting
    self.choice = choice
    self.hyperparameters = hyperparameters
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
  /// Accuracy, or R² for regression, on the validation part.
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
  /// Accuracy, or R² for regression, on the validation part after the last epoch; nil if it diverged.
  public var validationScore: Double?
  /// Loss on the validation part after the last epoch; nil if it diverged.
  public var validationLoss: Double?
  /// Accuracy, or R², on the test part; nil in the tuning phase, or if it diverged.
  public var testScore: Double?
  public var testLoss: Double?
  /// Milliseconds that a training epoch took, the median over the epochs. Not part of the figures that repeat.
  public var millisecondsPerEpoch: Double

  public init(
    divergedInEpoch: Int? = nil, reason: String? = nil, validationScore: Double? = nil, validationLoss: Double? = nil,
    testScore: Double? = nil, testLoss: Double? = nil, millisecondsPerEpoch: Double = 0
  ) {
    self.divergedInEpoch = divergedInEpoch
    self.reason = reason
    self.validationScore = validationScore
    self.validationLoss = validationLoss
    self.testScore = testScore
    self.testLoss = testLoss
    self.millisecondsPerEpoch = millisecondsPerEpoch
  }
}

/// A finished trial.
public struct TrialRecord: Codable, Hashable, Sendable {
  public var key: TrialKey
  public var outcome: TrialOutcome
  public var epochs: [EpochRecord]

  public init(key: TrialKey, outcome: TrialOutcome, epochs: [EpochRecord]) {
    self.key = key
    self.outcome = outcome
    self.epochs = epochs
  }
}

/// The outcomes of finished trials by their keys.
public typealias TrialTable = [TrialKey: TrialOutcome]
