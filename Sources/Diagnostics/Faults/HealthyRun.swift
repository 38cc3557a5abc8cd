public import Activations
public import Datasets
public import NeuralNetworks

/// A run without a fault, to measure how often something is found all the same.
public struct HealthyRun: Sendable {
  public let activation: Activation
  /// Which of `beds` it is.
  public let bed: Bed
  public let seed: UInt64

  /// A network and data that a well-behaved function learns.
  public struct Bed: Sendable, Hashable {
    /// A name that `Dataset.load` knows.
    public let data: String
    /// As `Layer.parse` reads it, with `activation` for the function.
    public let layers: String
    public let rate: Double
    public let epochs: Int
    /// The validation accuracy from which a run counts as healthy: in the middle between chance and what ReLU reaches.
    public let passing: Double
  }

  public static let beds = [
    Bed(data: "digits", layers: "dense 64, activation, dense 64, activation", rate: 0.02, epochs: 8, passing: 0.5),
    Bed(
      data: "digits", layers: "repeat 4 (dense 48, batch-norm, activation)", rate: 0.02, epochs: 8, passing: 0.5),
    Bed(
      data: "digits", layers: "conv 8, activation, max-pool 2, conv 16, activation, max-pool 2, flatten", rate: 0.02,
      epochs: 5, passing: 0.5),
    Bed(data: "moons", layers: "dense 16, activation, dense 16, activation", rate: 0.1, epochs: 30, passing: 0.75),
    Bed(data: "circles", layers: "dense 16, activation, dense 16, activation", rate: 0.1, epochs: 30, passing: 0.75),
    Bed(data: "xor", layers: "dense 16, activation", rate: 0.1, epochs: 30, passing: 0.75),
  ]

  /// Every activation of the catalogue that can learn these data, in every bed.
  /// - Parameter seed: of the first; each has its own.
  public static func all(seed: UInt64 = 1) -> [HealthyRun] {
    let able = Activation.all.filter { !["binary-step", "linear"].contains($0.name) }
    return beds.enumerated().flatMap { i, bed in
      able.enumerated().map { j, activation in
        HealthyRun(activation: activation, bed: bed, seed: seed + UInt64(i * able.count + j))
      }
    }
  }

  public func setup(_ data: PreparedData) throws(NetworkError) -> RunSetup {
    let text = bed.layers.split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.hasPrefix("activation") ? activation.description + word.dropFirst("activation".count) : String(word)
    }.joined(separator: " ")
    return try FaultBed.setup(data, text, seed: seed, rate: bed.rate, epochs: bed.epochs)
  }
}
