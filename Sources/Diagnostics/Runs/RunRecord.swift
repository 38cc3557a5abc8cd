public import NeuralNetworks

/// What was seen of a run: everything that findings are drawn from.
public struct RunRecord: Codable, Hashable, Sendable {
  public var network: Network
  public var plan: TrainingPlan
  public var inputs: InputReading
  public var targets: TargetReading
  /// Steps of one epoch.
  public var stepsPerEpoch: Int
  /// Readings of the layers, from before the first step on.
  public var moments: [RunMoment]
  public var epochs: [EpochSummary]
  /// On training examples, as many as there are validation examples, but at most 2,000, after the last epoch.
  public var training: Metrics?
  /// Where the first number that is not finite stood, for a run that diverged.
  public var firstNotFinite: NotFinite?

  public init(
    network: Network, plan: TrainingPlan, inputs: InputReading, targets: TargetReading, stepsPerEpoch: Int,
    moments: [RunMoment], epochs: [EpochSummary], training: Metrics? = nil, firstNotFinite: NotFinite? = nil
  ) {
    self.network = network
    self.plan = plan
    self.inputs = inputs
    self.targets = targets
    self.stepsPerEpoch = stepsPerEpoch
    self.moments = moments
    self.epochs = epochs
    self.training = training
    self.firstNotFinite = firstNotFinite
  }

  /// Steps that were made. A run that diverged was read where it did, in the middle of an epoch.
  public var stepCount: Int {
    let read = moments.last?.step ?? 0
    return epochs.last?.isDiverged ?? true ? read : max(read, epochs.count * stepsPerEpoch)
  }

  /// The same as it was after so many epochs; nil if it is shorter.
  public func trimmed(toEpochs count: Int) -> RunRecord? {
    guard count <= epochs.count else { return nil }
    var copy = self
    copy.epochs = Array(epochs.prefix(count))
    copy.moments = moments.filter { $0.step <= count * stepsPerEpoch }
    if count < epochs.count { (copy.training, copy.firstNotFinite) = (nil, nil) }
    return copy
  }

  /// The same for a run that stands after these epochs: without what came later, and with a gap where it was not read.
  public func continued(by run: [EpochSummary]) -> RunRecord? {
    if run.count <= epochs.count { return trimmed(toEpochs: run.count) }
    var copy = self
    copy.epochs = run
    (copy.training, copy.firstNotFinite) = (nil, nil)
    return copy
  }

  /// Share of a constant prediction's loss that training took away: 0 for nothing learned, 1 for everything; 0 for a run
  /// that diverged.
  public var learnedShare: Double {
    guard firstNotFinite == nil, let loss = epochs.last?.trainLoss else { return 0 }
    return targets.learnedShare(loss: loss)
  }
}

/// The layers at one moment.
public struct RunMoment: Codable, Hashable, Sendable {
  /// Steps made before it.
  public var step: Int
  /// The loss of the examples that the layers were read on, without dropout.
  public var loss: Double
  /// The learning rate of the step before it; 0 at the beginning.
  public var learningRate: Double
  public var layers: [LayerReading]

  public init(step: Int, loss: Double, learningRate: Double, layers: [LayerReading]) {
    self.step = step
    self.loss = loss
    self.learningRate = learningRate
    self.layers = layers
  }
}

/// Where numbers first were NaN or infinite.
public struct NotFinite: Codable, Hashable, Sendable {
  public enum Source: String, Codable, Hashable, Sendable {
    case inputs, weights, output, loss
  }

  /// The step whose loss was not finite, from 1.
  public var step: Int
  public var source: Source
  /// The layer, for weights and outputs.
  public var layer: Int?
  public var name: String?

  public init(step: Int, source: Source, layer: Int? = nil, name: String? = nil) {
    self.step = step
    self.source = source
    self.layer = layer
    self.name = name
  }
}
