public import Activations
public import NeuralNetworks

/// An activation that a study compares: the function, and whether its parameter is learned.
///
/// As text: `relu`, `leaky-relu(0.02)`, `swish learned per-channel`. PReLU is learned channel by channel where nothing
/// else is said, which is what it was made for (He et al. 2015); everything else is fixed.
public struct ActivationChoice: Hashable, Sendable, CustomStringConvertible {
  public var activation: Activation
  public var learning: Learning

  public init(_ activation: Activation, learning: Learning? = nil) {
    self.activation = activation
    self.learning = learning ?? Self.usualLearning(activation)
  }

  /// - Throws: `StudyError.plan` with the nearest match.
  public init(_ text: String) throws(StudyError) {
    let layers: [Layer]
    do {
      layers = try Layer.parse(list: text)
    } catch {
      throw .plan(error.description)
    }
    guard layers.count == 1, case .activation(let activation, let learning) = layers[0] else {
      throw .plan("'\(text)' is not an activation; expected one of 'hillock list', such as relu or leaky-relu(0.02)")
    }
    self.init(activation, learning: learning == .fixed ? nil : learning)
  }

  /// Every activation of the catalogue.
  public static let all = Activation.all.map { ActivationChoice($0) }

  /// Those that people choose between: what is compared where nothing else is said.
  public static let usual = ["relu", "leaky-relu", "elu", "selu", "gelu", "swish", "mish", "tanh", "sigmoid"]
    .compactMap { name in all.first { $0.activation.name == name } }

  private static func usualLearning(_ activation: Activation) -> Learning {
    activation.name == "prelu" ? .perChannel : .fixed
  }

  /// What `init(_ text:)` reads.
  public var description: String {
    activation.description
      + (learning == Self.usualLearning(activation) ? "" : " learned \(learning.rawValue)")
  }

  /// What a person calls it: "Leaky ReLU (slope 0.02)".
  public var title: String {
    activation.title + (learning == Self.usualLearning(activation) ? "" : ", learned \(learning.rawValue)")
  }

  var layer: Layer { .activation(activation, learning: learning) }
}

extension ActivationChoice: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      try self.init(try container.decode(String.self))
    } catch let error as StudyError {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
