import Activations
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Randomness
import Testing

/// Predictions of whole networks against networks that are made and run.
@Suite struct PredictionsSignalTests {
  /// Normal inputs with a common part, so that examples correlate, and classes that do not depend on them.
  static func examples(_ count: Int = 128, width: Int = 200, common: Float = 0.5, scale: Float = 1) -> Examples {
    var stream = RandomStream(seed: 11, purpose: .test)
    let shared = stream.normals(width)
    var inputs: [Float] = []
    for _ in 0..<count {
      let own = stream.normals(width)
      for (s, o) in zip(shared, own) {
        inputs.append(scale * (common.squareRoot() * s + (1 - common).squareRoot() * o))
      }
    }
    // Drawn, so that a batch has no exact balance.
    let labels = (0..<count).map { _ in Int32(stream.integer(below: 4)) }
    return Examples(inputs: inputs, inputSize: width, targets: .classes(labels, names: ["a", "b", "c", "d"]))
  }

  /// Means over some networks of the logarithms of what is measured, over the prediction.
  static func compare(
    _ network: Network, _ examples: Examples, seeds: Int = 4
  ) throws -> (prediction: SignalPrediction, square: [Double], gradient: [Double], correlation: [Double]) {
    let prediction = try SignalPrediction(
      network, inputs: InputMoments(examples), hasDropout: false, batch: examples.count)
    let count = prediction.layers.count
    var (squares, gradients) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    var correlations = squares
    for seed in 0..<seeds {
      let trainer = try Trainer(
        network: network, loss: .softmaxCrossEntropy, batchSize: examples.count, seed: UInt64(seed))
      let measured = try trainer.measureSignals(examples)
      #expect(measured.count == count)
      for (i, layer) in measured.enumerated() {
        let predicted = prediction.layers[i]
        squares[i] += log(layer.preActivationSquare / (predicted.typicalSquare ?? .nan)) / Double(seeds)
        gradients[i] += log(layer.weightGradientRatio / (predicted.weightGradientRatio ?? .nan)) / Double(seeds)
        correlations[i] += layer.correlation / Double(seeds)
      }
    }
    return (prediction, squares, gradients, correlations)
  }

  @Test(
    arguments: ["tanh", "relu", "gelu", "selu", "swish", "softsign", "hard-swish", "sigmoid"], Initialization.allCases)
  func denseNetworks(name: String, initialization: Initialization) throws {
    let network = Network.dense(
      inputShape: [200], hidden: Array(repeating: 300, count: 6), outputs: 4, activation: try Activation(name),
      initialization: initialization)
    let found = try Self.compare(network, Self.examples(scale: 1.5))
    for (i, layer) in found.prediction.layers.enumerated() {
      // Fluctuations of ln q, over √seeds, and 10 % for what is of the order 1 / width.
      let fluctuation = try #require(layer.fluctuation)
      #expect(abs(found.square[i]) < 0.1 + 2 * fluctuation, "\(name), layer \(i + 1): off by \(exp(found.square[i]))")
      // The output layer has four units: its gradient, which the others are compared with, fluctuates as much.
      #expect(abs(found.gradient[i]) < 0.5, "\(name), layer \(i + 1): gradient off by \(exp(found.gradient[i]))")
      let correlation = try #require(layer.correlation)
      // The output layer has four units only.
      if i < 6 { #expect(abs(found.correlation[i] - correlation) < 0.06, "\(name), layer \(i + 1)") }
      #expect(layer.notes.isEmpty)
    }
  }

  /// Widths that differ: fan-in goes forward, fan-out backward.
  @Test func differentWidths() throws {
    let tanh = try Activation("tanh")
    let network = Network.dense(
      inputShape: [200], hidden: [400, 100, 350, 60], outputs: 4, activation: tanh, initialization: .glorot)
    let found = try Self.compare(network, Self.examples())
    for i in 0..<5 {
      #expect(abs(found.square[i]) < 0.25, "layer \(i + 1)")
      // The output layer has four units: its gradient, which the others are compared with, fluctuates as much.
      #expect(abs(found.gradient[i]) < 0.5, "layer \(i + 1)")
    }
    #expect(found.prediction.layers.map(\.inputs) == [200, 400, 100, 350, 60])
    #expect(found.prediction.layers.map(\.outputs) == [400, 100, 350, 60, 4])
  }

  /// Gradients of batch-normalised ReLU networks grow by π / (π − 1) a layer (Yang et al. 2019, arXiv:1902.08129).
  @Test func batchNormExplodes() throws {
    let network = Network.dense(
      inputShape: [200], hidden: Array(repeating: 200, count: 12), outputs: 4, activation: try Activation("relu"),
      hasBatchNorm: true)
    let found = try Self.compare(network, Self.examples(), seeds: 3)
    let layers = found.prediction.layers
    for i in 1..<11 {
      let growth = pow(try #require(layers[i].gradientRatio) / #require(layers[i + 1].gradientRatio), 2)
      #expect(abs(growth / (.pi / (.pi - 1)) - 1) < 1e-3)
      #expect(abs(try #require(layers[i].preActivationSquare) - 1) < 1e-4)
    }
    for i in 0..<12 {
      #expect(abs(found.square[i]) < 0.05)
      #expect(abs(found.gradient[i]) < 0.5, "layer \(i + 1): off by \(exp(found.gradient[i]))")
    }
  }

  @Test func layerNormAndResiduals() throws {
    let relu = try Activation("relu")
    func block(_ layers: Layer...) -> Layer { .residual(layers) }
    let network = Network(
      inputShape: [200],
      layers: [.dense(units: 256)]
        + (0..<5).flatMap { _ in
          [block(.activation(relu), .dense(units: 256)), .layerNorm(), block(.activation(relu), .dense(units: 256))]
        } + [.activation(relu), .dense(units: 4)])
    let found = try Self.compare(network, Self.examples())
    for i in found.square.indices {
      #expect(abs(found.square[i]) < 0.3, "layer \(i + 1): off by \(exp(found.square[i]))")
      #expect(abs(found.gradient[i]) < 0.4, "layer \(i + 1): gradient off by \(exp(found.gradient[i]))")
    }
    #expect(found.prediction.isComplete && found.prediction.notes.isEmpty)
    // A block that ends in an activation leaves a sum that is not normal: it is said, and not far off.
    let after = Network(
      inputShape: [200],
      layers: [.dense(units: 256)]
        + (0..<4).map { _ in block(.dense(units: 256), .activation(relu)) } + [.activation(relu), .dense(units: 4)])
    let assumed = try Self.compare(after, Self.examples())
    #expect(assumed.prediction.notes.count == 1 && assumed.prediction.isComplete)
    for i in assumed.square.indices {
      // The output layer's four units vary.
      let fluctuation = try #require(assumed.prediction.layers[i].fluctuation)
      #expect(abs(assumed.square[i]) < 0.25 + fluctuation, "layer \(i + 1): off by \(exp(assumed.square[i]))")
    }
  }

  @Test func convolutions() throws {
    let tanh = try Activation("tanh")
    let examples = Self.examples(48, width: 8 * 8 * 4, common: 0)
    let network = Network(
      inputShape: [8, 8, 4],
      layers: [
        .conv2D(channels: 64), .activation(tanh), .conv2D(channels: 64, window: Window(3, stride: 2)),
        .activation(tanh),
        .conv2D(channels: 96, groups: 4), .activation(tanh), .flatten, .dense(units: 4),
      ], initialization: .lecun)
    let found = try Self.compare(network, examples, seeds: 2)
    // Padding of zeros: less comes in at the edges.
    #expect(try #require(found.prediction.layers[0].preActivationSquare) < 0.9)
    for i in found.square.indices {
      #expect(abs(found.square[i]) < 0.15, "layer \(i + 1): off by \(exp(found.square[i]))")
      #expect(abs(found.gradient[i]) < 0.5, "layer \(i + 1): gradient off by \(exp(found.gradient[i]))")
    }
  }

  @Test func whatIsNotCovered() throws {
    let relu = try Activation("relu")
    let network = Network(
      inputShape: [8, 8, 1],
      layers: [
        .conv2D(channels: 8), .activation(relu), .maxPool(.tiles(2)), .conv2D(channels: 8), .batchNorm(),
        .activation(relu), .globalAveragePool, .dense(units: 3),
      ])
    let prediction = try SignalPrediction(network, inputs: InputMoments(squares: [1]))
    #expect(prediction.layers[0].preActivationSquare != nil && prediction.layers[0].weightGradientRatio == nil)
    // Batch normalisation makes the variance 1 whatever came before.
    #expect(try #require(prediction.layers[1].preActivationSquare) == 1)
    #expect(prediction.layers[2].preActivationSquare == nil)
    #expect(!prediction.isComplete && prediction.notes.count == 2)
    #expect(prediction.notes[0].contains("max-pool 2"))
    #expect(prediction.trainability().isTrainable == nil)
    // A function straight on the data, and a block without weights.
    let odd = Network(
      inputShape: [5], layers: [.activation(relu), .dense(units: 4), .residual([.activation(relu)]), .dense(units: 2)])
    #expect(try SignalPrediction(odd, inputs: InputMoments(squares: [1])).notes.count == 1)
    let block = Network(
      inputShape: [5], layers: [.dense(units: 4), .residual([.activation(relu)]), .dense(units: 2)])
    #expect(try SignalPrediction(block, inputs: InputMoments(squares: [1])).notes.count == 1)
  }

  /// Dropout adds 1 / (1 − p) to the mean square and takes p from correlations.
  @Test func dropout() throws {
    let selu = try Activation("selu")
    func prediction(_ layer: Layer) throws -> LayerPrediction {
      let network = Network(
        inputShape: [50], layers: [.dense(units: 50), .activation(selu), layer, .dense(units: 3)],
        initialization: .lecun)
      return try #require(
        try SignalPrediction(network, inputs: InputMoments(squares: [1], correlation: 0.4)).layers.last)
    }
    let plain = try prediction(.dropout(0))
    let dropped = try prediction(.dropout(0.2))
    #expect(abs(try #require(dropped.preActivationSquare) / #require(plain.preActivationSquare) - 1.25) < 1e-12)
    #expect(abs(try #require(dropped.correlation) / #require(plain.correlation) - 0.8) < 1e-12)
    // Alpha dropout keeps mean 0 and variance 1.
    let alpha = try prediction(.alphaDropout(0.2))
    #expect(abs(try #require(alpha.preActivationSquare) - 1) < 1e-6)
    #expect(try #require(alpha.correlation) < #require(plain.correlation))
  }

  @Test func inputMoments() {
    let moments = InputMoments(Self.examples(2000, width: 50, common: 0.3, scale: 2))
    #expect(moments.squares.count == 8)
    #expect(zip(moments.squares, moments.squares.dropFirst()).allSatisfy { $0 <= $1 })
    // 50 shared numbers: their mean square is 1 within √(2/50).
    #expect(abs(moments.meanSquare - 4) < 1.5)
    var pairs = 0.0
    let few = Self.examples(20, width: 50, common: 0.3)
    for a in 0..<20 {
      for b in 0..<20 where a != b {
        for k in 0..<50 { pairs += Double(few.inputs[a * 50 + k]) * Double(few.inputs[b * 50 + k]) }
      }
    }
    let found = InputMoments(few)
    #expect(abs(found.correlation - pairs / 380 / 50 / found.meanSquare) < 0.02)
  }
}

@Suite struct PredictionsVerdictTests {
  static func verdict(_ name: String, depth: Int, _ initialization: Initialization) throws -> Trainability {
    let network = Network.dense(
      inputShape: [100], hidden: Array(repeating: 100, count: depth), outputs: 10, activation: try Activation(name),
      initialization: initialization)
    return try SignalPrediction(network, inputs: InputMoments(squares: [1], correlation: 0.2)).trainability()
  }

  @Test func knownCases() throws {
    #expect(try Self.verdict("relu", depth: 3, .he).problem == .none)
    #expect(try Self.verdict("relu", depth: 20, .he).problem == .none)
    #expect(try Self.verdict("tanh", depth: 20, .lecun).problem == .none)
    let sigmoid = try Self.verdict("sigmoid", depth: 30, .lecun)
    #expect(sigmoid.problem == .vanishingGradient)
    let layer = try #require(sigmoid.layer)
    #expect(layer > 20 && layer < 30)
    #expect(try Self.verdict("relu", depth: 60, .lecun).problem == .vanishingSignal)
    #expect(try Self.verdict("binary-step", depth: 3, .lecun).problem == .noGradient)
    #expect(try Self.verdict("squared-relu", depth: 40, .he).isTrainable == false)
    let batchNorm = Network.dense(
      inputShape: [100], hidden: Array(repeating: 100, count: 60), outputs: 10, activation: try Activation("relu"),
      hasBatchNorm: true)
    let exploding = try SignalPrediction(batchNorm, inputs: InputMoments(squares: [1], correlation: 0.2))
    #expect(exploding.trainability().problem == .explodingGradient)
    // The limits can be moved.
    var limits = Trainability.Limits()
    limits.gradientGrowth = 1e12
    #expect(exploding.trainability(limits).problem == .none)
  }

  /// A thousand layers: nothing crashes, and what is smaller than any number is 0.
  @Test func veryDeep() throws {
    let network = Network.dense(
      inputShape: [10], hidden: Array(repeating: 10, count: 1000), outputs: 2, activation: try Activation("sigmoid"),
      initialization: .lecun)
    let prediction = try SignalPrediction(network, inputs: InputMoments(squares: [1]))
    #expect(prediction.layers[0].weightGradientRatio == 0)
    #expect(prediction.layers.allSatisfy { $0.preActivationSquare?.isFinite ?? false })
    #expect(prediction.trainability().problem == .vanishingGradient)
  }

  @Test func rankCorrelation() throws {
    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) is 0.8207826816681233.
    let pairs = [(1.0, 5.0), (2, 6), (3, 7), (4, 8), (5, 7)]
    #expect(abs(try #require(SignalScoreSummary.rankCorrelation(pairs)) - 0.8207826816681233) < 1e-12)
    #expect(SignalScoreSummary.rankCorrelation([(1, 2), (2, 2), (3, 2)]) == nil)
    #expect(SignalScoreSummary.rankCorrelation([(1, 2)]) == nil)
  }

  @Test func errorsAreInDecades() throws {
    #expect(abs(try #require(SignalScore.error(1e-3, 1e-5)) - 2) < 1e-12)
    // Both are 0 in `Float`.
    #expect(try #require(SignalScore.error(1e-200, 0)) == 0)
    #expect(SignalScore.error(nil, 1) == nil && SignalScore.error(1, .nan) == nil)
  }
}
