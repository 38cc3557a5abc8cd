/// What questions are about, in the order in which it is taught.
public enum Topic: String, CaseIterable, Sendable, Encodable {
  case neuron, loss, backpropagation, training
  case binaryStep = "binary-step"
  case linear, sigmoid, softmax, tanh, relu
  case leakyReLU = "leaky-relu"
  case prelu, elu, selu, gelu, swish, lisht, mish, initialisation, choosing

  /// As it is typed.
  public var name: String { rawValue }

  public var title: String {
    switch self {
    case .neuron: "Neuron and forward pass"
    case .loss: "Loss"
    case .backpropagation: "Backpropagation"
    case .training: "Training"
    case .binaryStep: "Binary step"
    case .linear: "Linear"
    case .sigmoid: "Sigmoid"
    case .softmax: "Softmax"
    case .tanh: "Tanh"
    case .relu: "ReLU"
    case .leakyReLU: "Leaky ReLU"
    case .prelu: "PReLU"
    case .elu: "ELU"
    case .selu: "SELU"
    case .gelu: "GELU"
    case .swish: "Swish"
    case .lisht: "LiSHT"
    case .mish: "Mish"
    case .initialisation: "Initialisation"
    case .choosing: "Choosing and comparing"
    }
  }

  /// Other spellings.
  public static let aliases: [String: Topic] = [
    "forward": .neuron, "forward-pass": .neuron, "backprop": .backpropagation, "initialization": .initialisation,
    "comparing": .choosing,
  ]
}
