internal import Datasets
internal import Foundation
public import NeuralNetworks

/// One point of a study's grid: everything that a trial depends on, apart from its activation, its tuned values and its
/// seed. Activations are compared within a setting.
public struct Setting: Codable, Hashable, Sendable {
  /// What the data are called in the study, and the fingerprint of their content.
  public var data: String
  public var fingerprint: String
  public var network: NetworkTemplate
  /// Nil where the network does not mention it; the same for the width.
  public var depth: Int?
  public var width: Int?
  public var normalization: Normalization
  public var batch: Int
  public var initialization: Initialization
  public var optimizer: Optimizer
  public var schedule: Schedule
  public var augmentation: Augmentation
  public var epochs: Int
  public var labelNoise: Double
  public var inputNoise: Double
  /// At most so many training examples; nil for all.
  public var trainSize: Int?

  /// By what the store knows it: 64 bits of its content in hexadecimal (FNV-1a over JSON with sorted keys).
  public var identifier: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // Numbers and text: nothing that could fail.
    var hash = ContentHash()
    hash.add((try? encoder.encode(self)) ?? Data())
    return hash.text
  }

  /// The network for one activation.
  /// - Throws: `NetworkError` that names the layer that cannot be.
  public func network(
    _ choice: ActivationChoice, inputShape: [Int], outputs: Int, dropout: Double
  ) throws(NetworkError) -> Network {
    try network.network(
      inputShape: inputShape, outputs: outputs, choice: choice, depth: depth, width: width,
      normalization: normalization, dropout: dropout, initialization: initialization)
  }

  /// What it is on one axis of the grid, in words.
  public func value(on axis: Grid.Axis) -> String? {
    switch axis {
    case .depth: depth.map { "depth \($0)" }
    case .width: width.map { "width \($0)" }
    case .normalization:
      network.mentionsNormalization ? (normalization == .none ? "no normalisation" : "\(normalization) norm") : nil
    case .batch: "batch \(batch)"
    case .initialization: initialization.rawValue
    case .optimizer: "\(optimizer)"
    case .labelNoise: "label noise \(labelNoise)"
    case .inputNoise: "input noise \(inputNoise)"
    case .trainSize: trainSize.map { "\($0) examples" } ?? "all examples"
    }
  }

  /// Its place on an axis of numbers, for curves; nil where it has none.
  public func number(on axis: Grid.Axis) -> Double? {
    switch axis {
    case .depth: depth.map(Double.init)
    case .width: width.map(Double.init)
    case .batch: Double(batch)
    case .labelNoise: labelNoise
    case .inputNoise: inputNoise
    case .trainSize: trainSize.map(Double.init)
    case .normalization, .initialization, .optimizer: nil
    }
  }
}
