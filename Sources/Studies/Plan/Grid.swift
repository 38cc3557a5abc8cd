public import NeuralNetworks

/// The values of everything that a study varies besides data, network and activation. All combinations are run.
public struct Grid: Codable, Hashable, Sendable {
  /// What may be varied.
  public enum Axis: String, Codable, Hashable, Sendable, CaseIterable {
    case depth, width, normalization, batch, initialization, optimizer
    case labelNoise = "label-noise"
    case inputNoise = "input-noise"
    case trainSize = "train-size"

    /// What it is called beneath a picture.
    public var title: String {
      switch self {
      case .depth: "depth (hidden layers or blocks)"
      case .width: "width (units or channels)"
      case .normalization: "normalisation"
      case .batch: "batch size"
      case .initialization: "initialisation"
      case .optimizer: "optimiser"
      case .labelNoise: "share of wrong training labels"
      case .inputNoise: "noise on inputs (deviations)"
      case .trainSize: "training examples"
      }
    }
  }

  public var depths: [Int]
  public var widths: [Int]
  public var normalizations: [Normalization]
  public var batches: [Int]
  public var initializations: [Initialization]
  public var optimizers: [Optimizer]
  public var labelNoises: [Double]
  public var inputNoises: [Double]
  /// Nil stands for all training examples.
  public var trainSizes: [Int?]

  public init(
    depths: [Int] = [3], widths: [Int] = [96], normalizations: [Normalization] = [.none], batches: [Int] = [64],
    initializations: [Initialization] = [.variancePreserving], optimizers: [Optimizer] = [.sgd()],
    labelNoises: [Double] = [0], inputNoises: [Double] = [0], trainSizes: [Int?] = [nil]
  ) {
    self.depths = depths
    self.widths = widths
    self.normalizations = normalizations
    self.batches = batches
    self.initializations = initializations
    self.optimizers = optimizers
    self.labelNoises = labelNoises
    self.inputNoises = inputNoises
    self.trainSizes = trainSizes
  }
}
