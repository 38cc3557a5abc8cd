public import Activations

/// A feed-forward network as a value: what it consists of, without any weights.
///
/// `Trainer` compiles it for a batch size. Tensors are rows × channels; each layer maps channels to channels.
public struct Network: Codable, Hashable, Sendable, CustomStringConvertible {
  /// The shape of one input: `[28, 28]`, `[4]`.
  public var inputShape: [Int]
  public var layers: [Layer]
  /// How the weights of dense layers start.
  public var initialization: Initialization

  public init(inputShape: [Int], layers: [Layer], initialization: Initialization = .variancePreserving) {
    self.inputShape = inputShape
    self.layers = layers
    self.initialization = initialization
  }

  /// Dense layers with one activation between them: the network that studies compare activations in.
  public static func dense(
    inputShape: [Int], hidden: [Int], outputs: Int, activation: Activation, learning: Learning = .fixed,
    hasBatchNorm: Bool = false, dropout: Double = 0, initialization: Initialization = .variancePreserving
  ) -> Network {
    var layers: [Layer] = inputShape.count > 1 ? [.flatten] : []
    for width in hidden {
      layers.append(.dense(units: width))
      if hasBatchNorm { layers.append(.batchNorm()) }
      layers.append(.activation(activation, learning: learning))
      if dropout > 0 { layers.append(.dropout(dropout)) }
    }
    layers.append(.dense(units: outputs))
    return Network(inputShape: inputShape, layers: layers, initialization: initialization)
  }

  /// Channels after each layer.
  public var widths: [Int] {
    var width = inputShape.reduce(1, *)
    return layers.map {
      if case .dense(let units) = $0 { width = units }
      return width
    }
  }

  /// Numbers that training changes.
  public var parameterCount: Int {
    var width = inputShape.reduce(1, *)
    var count = 0
    for layer in layers {
      switch layer {
      case .dense(let units):
        count += width * units + units
        width = units
      case .batchNorm: count += 2 * width
      case .activation(_, .perLayer): count += 1
      case .activation(_, .perChannel): count += width
      default: break
      }
    }
    return count
  }

  /// "28×28 → flatten → dense 256 → ReLU → dense 10"
  public var description: String {
    ([inputShape.map(String.init).joined(separator: "×")] + layers.map(\.description)).joined(separator: " → ")
  }

  /// - Throws: `NetworkError` that says which layer cannot be.
  public func validate() throws(NetworkError) {
    guard !inputShape.isEmpty, inputShape.allSatisfy({ $0 > 0 }) else {
      throw .init("an input shape of \(inputShape); expected one or more sizes greater than 0")
    }
    var isFlat = inputShape.count == 1
    for (i, layer) in layers.enumerated() {
      let place = "layer \(i + 1) (\(layer))"
      switch layer {
      case .flatten: isFlat = true
      case .dense(let units):
        guard isFlat else { throw .init("\(place) has an input of shape \(inputShape); put a flatten layer before it") }
        guard units > 0 else { throw .init("\(place): expected at least 1 unit") }
      case .dropout(let rate), .alphaDropout(let rate):
        guard rate >= 0, rate < 1 else { throw .init("\(place): expected a rate from 0 to less than 1") }
      case .batchNorm(let momentum, let epsilon):
        guard momentum > 0, momentum <= 1, epsilon > 0 else {
          throw .init("\(place): expected a momentum in (0, 1] and an epsilon greater than 0")
        }
      case .activation(let activation, let learning):
        guard learning == .fixed || activation.isLearnable else {
          throw .init("\(place): \(activation.name) has no parameter that can be learned")
        }
      }
    }
    guard layers.contains(where: { if case .dense = $0 { true } else { false } }) else {
      throw .init("the network has no dense layer, so there is nothing to train")
    }
  }
}

/// What a network or its training cannot be.
public struct NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// Whether an activation's first parameter is trained with the weights.
public enum Learning: String, Codable, Hashable, Sendable {
  /// It keeps its value.
  case fixed
  /// One value for the layer.
  case perLayer = "per-layer"
  /// One value for each channel.
  case perChannel = "per-channel"
}

/// One layer of a network.
public enum Layer: Codable, Hashable, Sendable, CustomStringConvertible {
  /// z = XW + b with W inputs × units.
  case dense(units: Int)
  /// (x − mean) / √(variance + ε) · γ + β by channel, over the batch while training and over running averages afterwards,
  /// into which every batch enters with weight `momentum` (Ioffe & Szegedy 2015, arXiv:1502.03167; the defaults are
  /// PyTorch's).
  case batchNorm(momentum: Double = 0.1, epsilon: Double = 1e-5)
  /// While training, sets outputs to 0 with probability `rate` and scales the rest by 1 / (1 − rate)
  /// (Srivastava et al. 2014).
  case dropout(Double)
  /// Dropout for SELU: sets outputs to SELU's limit −λα and restores mean and variance (Klambauer et al. 2017,
  /// arXiv:1706.02515).
  case alphaDropout(Double)
  case activation(Activation, learning: Learning = .fixed)
  /// Rows × (height × width × …) as rows × channels.
  case flatten

  public var description: String {
    switch self {
    case .dense(let units): "dense \(units)"
    case .batchNorm: "batch norm"
    case .dropout(let rate): "dropout \(rate)"
    case .alphaDropout(let rate): "alpha dropout \(rate)"
    case .activation(let activation, .fixed): activation.title
    case .activation(let activation, let learning): "\(activation.title) (learned \(learning.rawValue))"
    case .flatten: "flatten"
    }
  }
}
