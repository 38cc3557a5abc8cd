public import Activations
public import Diagnostics

/// Why a trial is run.
public enum Phase: String, Codable, Hashable, Sendable {
  /// To choose the learning rate, judged on validation data.
  case tuning
  /// For the figures of the report, judged on test data.
  case final
}

/// What makes a trial the trial that it is. Under one plan, its figures follow from its key alone.
public struct TrialKey: Codable, Hashable, Sendable {
  public var phase: Phase
  public var activation: Activation
  public var learningRate: Double
  public var seed: UInt64

  public init(phase: Phase, activation: Activation, learningRate: Double, seed: UInt64) {
    self.phase = phase
    self.activation = activation
    self.learningRate = learningRate
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

/// A finished trial. A diverged one is a result too.
public struct TrialRecord: Codable, Hashable, Sendable {
  public var key: TrialKey
  /// The epoch in which the loss was no longer finite, or nil.
  public var divergedInEpoch: Int?
  /// Accuracy, or R² for regression, on the validation part after the last epoch; nil if it diverged.
  public var validationScore: Double?
  /// Loss on the validation part after the last epoch; nil if it diverged.
  public var validationLoss: Double?
  /// Accuracy, or R², on the test part; nil in the tuning phase, or if it diverged.
  public var testScore: Double?
  public var testLoss: Double?
  /// Milliseconds that a training epoch took, the median over the epochs. Not part of the figures that repeat.
  public var millisecondsPerEpoch: Double
  public var epochs: [EpochRecord]

  public init(
    key: TrialKey, divergedInEpoch: Int?, validationScore: Double?, validationLoss: Double?, testScore: Double?,
    testLoss: Double?, millisecondsPerEpoch: Double, epochs: [EpochRecord]
  ) {
    self.key = key
    self.divergedInEpoch = divergedInEpoch
    self.validationScore = validationScore
    self.validationLoss = validationLoss
    self.testScore = testScore
    self.testLoss = testLoss
    self.millisecondsPerEpoch = millisecondsPerEpoch
    self.epochs = epochs
  }
}
