public import Activations
public import NeuralNetworks

/// What is predicted of one dense or convolutional layer at initialisation. Numbers that the theory does not give are nil,
/// and `notes` say why.
public struct LayerPrediction: Codable, Hashable, Sendable {
  /// From 0 at the input, as in `LayerSnapshot`.
  public var index: Int
  /// "hidden 1", "output"
  public var name: String
  /// The layer as people write it.
  public var layer: String
  public var activation: String?
  /// Inputs of one output.
  public var inputs: Int
  /// Numbers that it puts out for one example.
  public var outputs: Int
  /// Standard deviation of its weights.
  public var weightDeviation: Double
  /// Mean square q of what goes into its activation; of its output where it has none.
  public var preActivationSquare: Double?
  /// e to the mean of ln q over draws of the weights: what one network with these widths has, where q above is the mean
  /// over all of them, or one of infinite width.
  public var typicalSquare: Double?
  /// Standard deviation of ln q over draws of the weights, which the layers' finite widths leave. The fluctuations of
  /// independent layers add up (Hanin & Nica 2018, arXiv:1812.05994, for ReLU: 5 / width a layer).
  public var fluctuation: Double?
  /// Correlation c of what goes into its activation, for two different examples on average.
  public var correlation: Double?
  /// Mean of what comes out of its activation.
  public var outputMean: Double?
  /// Mean square of it.
  public var outputSquare: Double?
  /// χ₁ = σw² E[f′(√q z)²] with the next layer's σw².
  public var chi: Double?
  /// Root of the mean square of the loss's gradient by this layer's pre-activations, over the last layer's: the product of
  /// the factors between, each with the widths that it has.
  public var gradientRatio: Double?
  /// Expected norm of the loss's gradient by the layer's weights, over the last layer's.
  public var weightGradientRatio: Double?
  /// The standard deviation of the ratio's logarithm over draws of the weights.
  public var gradientFluctuation: Double?
  /// What the theory does not cover here, or what was assumed.
  public var notes: [String]
}

/// What is predicted of a network before any training, from its layers, its initialisation and its inputs' moments.
public struct SignalPrediction: Codable, Hashable, Sendable {
  public var inputs: InputMoments
  public var layers: [LayerPrediction]

  /// Whether every layer has all its numbers.
  public var isComplete: Bool {
    layers.allSatisfy { $0.preActivationSquare != nil && $0.correlation != nil && $0.weightGradientRatio != nil }
  }

  /// Everything that was assumed or left out, once each.
  public var notes: [String] {
    var all: [String] = []
    for note in layers.flatMap(\.notes) where !all.contains(note) { all.append(note) }
    return all
  }

  /// - Parameters:
  ///   - hasDropout: whether dropout drops, as in training; not when a network is probed or used.
  ///   - loss: what the gradients are of.
  ///   - batch: examples in a batch: what they have in common weighs more in the mean gradient of a large one.
  ///   - gainOf: the activation whose gain scales the initial weights after every activation; each one's own if nil.
  /// - Throws: `NetworkError` if the network cannot be.
  public init(
    _ network: Network, inputs: InputMoments, hasDropout: Bool = true, loss: Loss = .softmaxCrossEntropy,
    batch: Int = 64,
    gainOf: Activation? = nil
  ) throws(NetworkError) {
    var walk = try SignalWalk(network, hasDropout: hasDropout, gainOf: gainOf, loss: loss, batch: max(1, batch))
    walk.forward(Signal(inputs))
    walk.backward()
    self.inputs = inputs
    layers = walk.layers()
  }
}
