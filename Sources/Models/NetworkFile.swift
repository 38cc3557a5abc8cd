internal import Foundation
public import NeuralNetworks

/// A network in a file that people write:
///
/// ```yaml
/// input: [28, 28]             # may be absent: the data's own shape
/// initialization: he          # variance-preserving if absent
/// layers:
///   - conv 32
///   - relu
///   - flatten
///   - dense 10
/// ```
public enum NetworkFile {
  /// - Parameter inputShape: the data's, for a file that says none.
  /// - Throws: `ModelError` for a file that is no network's, or one of another shape.
  public static func read(_ path: String, inputShape: [Int]) throws(ModelError) -> Network {
    return try network(try YAMLFile.read(path), path, inputShape)
  }

  /// - Parameter path: for messages.
  public static func parse(_ bytes: [UInt8], from path: String, inputShape: [Int]) throws(ModelError) -> Network {
    try network(try YAMLFile.parse(bytes, from: path), path, inputShape)
  }

  private static func network(_ file: Network.Parts, _ path: String, _ inputShape: [Int]) throws(ModelError) -> Network
  {
    let network = Network(
      inputShape: file.input ?? inputShape, layers: file.layers, initialization: file.initialization)
    do {
      try network.validate()
    } catch {
      throw ModelError(path, error.description)
    }
    return network
  }

  /// The network as such a file, a line for each layer.
  public static func text(_ network: Network) -> String {
    "input: [\(network.inputShape.map(String.init).joined(separator: ", "))]\n"
      + "initialization: \(network.initialization.rawValue)\nlayers:\n" + lines(network.layers, "  ")
  }

  private static func lines(_ layers: [Layer], _ indent: String) -> String {
    layers.map { layer in
      if case .residual(let inner) = layer { return "\(indent)- residual:\n" + lines(inner, indent + "    ") }
      // A colon, as in swish(beta: 1.5), would make a mapping of it.
      let text = layer.text
      return "\(indent)- \(text.contains(":") ? "\"\(text)\"" : text)\n"
    }.joined()
  }
}
