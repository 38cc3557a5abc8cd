import Activations
import ArgumentParser
import Datasets
import Models
import NeuralNetworks

/// Which network is trained: a file, layers as text, or widths of dense layers.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The network, in a YAML or JSON file.", valueName: "file"))
  var network: String?
  @Option(
    help: ArgumentHelp(
      "Or its layers: 'conv 32, relu, max-pool 2, flatten, dense 128, relu'. A last dense layer with as many units as "
        + "there are classes is added where it is missing.", valueName: "layers"))
  var layers: String?
  @Option(help: "Or the units of dense layers: 256,128.")
  var hidden: String?
  @Option(help: "The activation between dense layers that --hidden makes.")
  var activation = "relu"
  @Option(help: "he, glorot, lecun, torch-default, orthogonal or variance-preserving. (default: variance-preserving)")
  var initialization: String?

  /// The network for these data.
  func network(for data: PreparedData) throws -> Network {
    let given = [network, layers, hidden].compactMap { $0 }
    guard given.count <= 1 else {
      throw UsageError("the network is given more than once; expected one of --network, --layers and --hidden")
    }
    var result: Network
    if let network {
      result = try NetworkFile.read(network, inputShape: data.inputShape)
      let (own, theirs) = (TensorShape(result.inputShape), TensorShape(data.inputShape))
      guard own == theirs || own == TensorShape([theirs.count]) else {
        throw UsageError("\(network) takes inputs of \(own); the data's are \(theirs)")
      }
      let outputs = try result.shapes().last?.count ?? 0
      guard outputs == data.outputCount else {
        throw UsageError(
          "\(network) puts out \(outputs) numbers; the data need \(data.outputCount): end it with dense \(data.outputCount)"
        )
      }
    } else if let layers {
      result = try Network(inputShape: data.inputShape, layers: try Layer.parse(list: layers))
        .ending(outputs: data.outputCount)
    } else {
      guard case .activation(let activation, let learning)? = try Layer.parse(list: activation).first else {
        throw UsageError("--activation \(activation); expected an activation of 'hillock list'")
      }
      result = .dense(
        inputShape: data.inputShape, hidden: try Typed.hiddenLayers(hidden ?? "128,64", depth: nil),
        outputs: data.outputCount, activation: activation, learning: learning)
    }
    if let initialization {
      guard let found = Initialization(rawValue: initialization.lowercased()) else {
        throw UsageError(
          "--initialization \(initialization); expected one of "
            + Initialization.allCases.map(\.rawValue).joined(separator: ", "))
      }
      result.initialization = found
    }
    return result
  }
}
