public import Activations

/// What a study compares, and how: everything that its figures depend on, apart from the data and the instruction set.
///
/// Two studies with the same plan, data and instruction set have the same figures, to the last bit.
public struct StudyPlan: Codable, Hashable, Sendable {
  /// What the data were called on the command line: `digits`, or a path.
  public var dataName: String
  /// The data's fingerprint, so that a study is never resumed on other data.
  public var dataFingerprint: String
  /// The activations that are compared.
  public var activations: [Activation]
  /// The one that the others are compared with: ReLU where it takes part, otherwise the first.
  public var baseline: Activation
  /// Units of each hidden layer.
  public var hidden: [Int]
  /// Passes over the training examples, the same for every trial.
  public var epochs: Int
  public var batchSize: Int
  /// At most so many training examples are used; nil for all.
  public var trainLimit: Int?
  /// The learning rates that are tried for every activation.
  public var learningRates: [Double]
  /// A description of the optimiser: `adam`, `sgd(momentum: 0.9)`.
  public var optimizer: String
  /// Seeds for the choice of the learning rate, judged on validation data.
  public var tuningSeeds: [UInt64]
  /// Fresh seeds for the final figures, judged on test data.
  public var finalSeeds: [UInt64]

  public init(
    dataName: String, dataFingerprint: String, activations: [Activation], baseline: Activation, hidden: [Int],
    epochs: Int, batchSize: Int, trainLimit: Int? = nil, learningRates: [Double], optimizer: String,
    tuningSeeds: [UInt64], finalSeeds: [UInt64]
  ) {
    self.dataName = dataName
    self.dataFingerprint = dataFingerprint
    self.activations = activations
    self.baseline = baseline
    self.hidden = hidden
    self.epochs = epochs
    self.batchSize = batchSize
    self.trainLimit = trainLimit
    self.learningRates = learningRates
    self.optimizer = optimizer
    self.tuningSeeds = tuningSeeds
    self.finalSeeds = finalSeeds
  }
}
