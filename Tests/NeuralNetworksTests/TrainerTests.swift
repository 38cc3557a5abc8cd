import Activations
import Datasets
import Foundation
import NeuralNetworks
import Randomness
import Testing

@Suite struct TrainerTests {
  static func xor() throws -> PreparedData { try Dataset.load("xor").prepared() }

  @Test(
    "optimisers take the steps of their formulas",
    arguments: [
      Optimizer.sgd(momentum: 0), .sgd(momentum: 0.9), .sgd(momentum: 0.9, nesterov: true), .adam(), .adamW(),
      .rmsProp(),
    ])
  func optimizers(_ optimizer: Optimizer) throws {
    let data = try Self.xor()
    let network = Network.dense(inputShape: [2], hidden: [5], outputs: 2, activation: try Activation("tanh"))
    let trainer = try Trainer(
      network: network, loss: .softmaxCrossEntropy, optimizer: optimizer, batchSize: 16, seed: 3)
    var w = try trainer.parameters().flatMap { $0.values.map(Double.init) }
    var m = w.map { _ in 0.0 }
    var v = m
    for step in 1...4 {
      try trainer.step(data.train, from: step * 16, learningRate: 0.05)
      let g = try trainer.gradients().flatMap { $0.values.map(Double.init) }
      for i in w.indices {
        switch optimizer {
        case .sgd(let momentum, let nesterov):
          m[i] = momentum * m[i] + g[i]
          w[i] -= 0.05 * (nesterov ? g[i] + momentum * m[i] : m[i])
        case .rmsProp(let decay, let epsilon):
          m[i] = decay * m[i] + (1 - decay) * g[i] * g[i]
          w[i] -= 0.05 * g[i] / (m[i].squareRoot() + epsilon)
        case .adam(let b1, let b2, let epsilon), .adamW(let b1, let b2, let epsilon):
          m[i] = b1 * m[i] + (1 - b1) * g[i]
          v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i]
          let mean = m[i] / (1 - pow(b1, Double(step)))
          let square = v[i] / (1 - pow(b2, Double(step)))
          w[i] -= 0.05 * mean / (square.squareRoot() + epsilon)
        }
      }
      let found = try trainer.parameters().flatMap { $0.values.map(Double.init) }
      let worst = zip(found, w).map { abs($0 - $1) }.max() ?? 1
      #expect(worst < 2e-5, "step \(step)")
    }
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    let data = try Self.xor()
    func run(_ seed: UInt64) throws -> ([ParameterGroup], Metrics) {
      let network = Network.dense(
        inputShape: [2], hidden: [16, 16], outputs: 2, activation: try Activation("mish"), hasBatchNorm: true,
        dropout: 0.2)
      let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 32, seed: seed)
      for epoch in 1...3 { _ = try trainer.trainEpoch(data.train, epoch: epoch, learningRate: 0.05) }
      return (try trainer.parameters(), try trainer.evaluate(data.test))
    }
    let (a, b, c) = (try run(1), try run(1), try run(2))
    #expect(a.0 == b.0 && a.1 == b.1)
    #expect(a.0 != c.0)
  }

  @Test func probingAndEvaluatingChangeNothing() throws {
    let data = try Self.xor()
    func run(_ looks: Bool) throws -> [ParameterGroup] {
      let network = Network.dense(
        inputShape: [2], hidden: [8, 8], outputs: 2, activation: try Activation("relu"), hasBatchNorm: true)
      let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 32, seed: 4)
      for epoch in 1...2 {
        _ = try trainer.trainEpoch(data.train, epoch: epoch, learningRate: 0.05)
        if looks {
          try trainer.probe(data.validation) { _ in }
          _ = try trainer.evaluate(data.validation)
        }
      }
      return try trainer.parameters()
    }
    #expect(try run(true) == (try run(false)))
  }

  @Test("initial deviations", arguments: Initialization.allCases)
  func initialization(_ scheme: Initialization) throws {
    let network = Network.dense(
      inputShape: [300], hidden: [400], outputs: 200, activation: try Activation("relu"), initialization: scheme)
    let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 4, seed: 5)
    let weights = try trainer.parameters().filter { $0.kind == .weights }
    let relu = try Activation("relu")
    for (group, (inputs, outputs, before)) in zip(weights, [(300, 400, nil), (400, 200, relu)]) {
      let square = group.values.reduce(0) { $0 + Double($1) * Double($1) } / Double(group.values.count)
      var expected = scheme.deviation(inputs: inputs, outputs: outputs, after: before)
      if scheme == .orthogonal {
        // Unit rows or columns, times the gain.
        expected = (before?.gain ?? 1) / Double(max(inputs, outputs)).squareRoot()
      }
      #expect(abs(square.squareRoot() / expected - 1) < 0.02)
    }
    let expectedFirst: [Initialization: Double] = [.he: 2.0 / 300, .glorot: 2.0 / 700, .lecun: 1.0 / 300]
    if let variance = expectedFirst[scheme] {
      #expect(abs(scheme.deviation(inputs: 300, outputs: 400, after: nil) - variance.squareRoot()) < 1e-15)
    }
  }

  @Test("pre-activations keep their variance at the start", arguments: Activation.all.map(\.name))
  func variancePreserving(name: String) throws {
    // With deviation gain/√n and inputs of variance 1, E[z²] stays 1 from layer to layer.
    let network = Network.dense(
      inputShape: [256], hidden: [512, 512, 512, 512], outputs: 10, activation: try Activation(name))
    let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 64, seed: 6)
    var stream = RandomStream(seed: 6, purpose: .test)
    let examples = Examples(
      inputs: stream.normals(64 * 256), inputSize: 256,
      targets: .classes((0..<64).map { Int32($0 % 10) }, names: (0..<10).map(String.init)))
    try trainer.probe(examples) { layer in
      let square = layer.preActivation.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(layer.preActivation.count)
      // Squared ReLU squares every deviation from 1, layer by layer: no deviation of the weights keeps it in check.
      if name == "squared-relu", layer.index > 1 { return }
      // Not exactly: layers are wide but finite.
      let slack = 1.7
      #expect(square > 1 / slack && square < slack, "\(name), \(layer.name): \(square)")
    }
  }

  @Test func severalThreadsTrainAndAreLookedIntoAsOneIs() throws {
    // Layers too large for the small products: with several threads others multiply, and weights lie otherwise.
    let network = Network.dense(inputShape: [90], hidden: [70, 65], outputs: 10, activation: try Activation("tanh"))
    var stream = RandomStream(seed: 16, purpose: .test)
    let examples = Examples(
      inputs: stream.normals(64 * 90), inputSize: 90,
      targets: .classes((0..<64).map { Int32($0 % 10) }, names: (0..<10).map(String.init)))
    var seen: [[Double]] = []
    for threads in [1, 2] {
      let trainer = try Trainer(
        network: network, loss: .softmaxCrossEntropy, batchSize: 32, seed: 16, threads: threads)
      for step in 0..<4 { try trainer.step(examples, from: step % 2 * 32, learningRate: 0.1) }
      var figures = try trainer.parameters().flatMap { $0.values.map(Double.init) }
      figures.append(
        try trainer.probe(examples) { layer in
          figures += [layer.weightNorm, layer.gradientNorm, layer.updateNorm] + layer.preActivation.map(Double.init)
        })
      try trainer.survey(examples) { layer in figures += layer.output.map(Double.init) }
      seen.append(figures)
    }
    #expect(seen[0].count == seen[1].count)
    let worst = zip(seen[0], seen[1]).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-4)
  }

  @Test func dropoutKeepsTheMean() throws {
    var stream = RandomStream(seed: 8, purpose: .test)
    for layer in [Layer.dropout(0.3), .alphaDropout(0.3)] {
      // Dropout straight on the data, then a layer of fixed weights 1: the output is the sum of what is left.
      let network = Network(inputShape: [400], layers: [layer, .dense(units: 1)])
      let trainer = try Trainer(network: network, loss: .meanSquaredError, batchSize: 64, seed: 8)
      let inputs = stream.normals(64 * 400)
      try trainer.setParameters([
        ParameterGroup(layer: 1, kind: .weights, values: Array(repeating: 1, count: 400)),
        ParameterGroup(layer: 1, kind: .bias, values: [0]),
      ])
      let examples = Examples(
        inputs: inputs, inputSize: 400, targets: .values(Array(repeating: 0, count: 64), width: 1))
      let training = try trainer.computeGradients(examples)
      let plain = try trainer.evaluate(examples).loss
      // Sums of squares of sums: variance 400 without dropout; 400/0.7 with, and 400 again with alpha dropout.
      let expected = layer == .dropout(0.3) ? 400 / 0.7 : 400
      #expect(plain > 250 && plain < 600)
      #expect(training > expected * 0.6 && training < expected * 1.6, "\(layer): \(training)")
    }
  }

  @Test func dropoutsBackwardUsesTheForwardMask() throws {
    let network = Network(
      inputShape: [6], layers: [.dense(units: 8), .activation(try Activation("tanh")), .dropout(0.5), .dense(units: 1)])
    let trainer = try Trainer(network: network, loss: .meanSquaredError, batchSize: 16, seed: 9)
    var stream = RandomStream(seed: 9, purpose: .test)
    let examples = Examples(
      inputs: stream.normals(16 * 6), inputSize: 6, targets: .values(stream.normals(16), width: 1))
    _ = try trainer.computeGradients(examples)
    let gradient = try trainer.gradients()[0].values
    var parameters = try trainer.parameters()
    // Along the gradient; the mask depends on the seed and the step alone, so that it is the same both times.
    let size = gradient.reduce(0) { $0 + Double($1) * Double($1) }
    let h: Float = 1e-2
    var losses: [Double] = []
    let start = parameters[0].values
    for side in [h, -h] {
      for i in start.indices { parameters[0].values[i] = start[i] + side * gradient[i] / Float(size.squareRoot()) }
      try trainer.setParameters(parameters)
      losses.append(try trainer.computeGradients(examples))
    }
    let slope = (losses[0] - losses[1]) / Double(2 * h)
    #expect(abs(slope / size.squareRoot() - 1) < 1e-2)
  }

  @Test func networksAreCodableAndReadable() throws {
    let network = Network(
      inputShape: [28, 28],
      layers: [
        .flatten, .dense(units: 32), .batchNorm(), .activation(try Activation("prelu"), learning: .perChannel),
        .dropout(0.25), .dense(units: 16), .activation(try Activation("selu")), .alphaDropout(0.1), .dense(units: 10),
      ])
    let copy = try JSONDecoder().decode(Network.self, from: JSONEncoder().encode(network))
    #expect(copy == network)
    #expect(
      network.summary
        == "28×28×1 → flatten → dense 32 → batch-norm → prelu learned per-channel → dropout 0.25 → dense 16 → selu "
        + "→ alpha-dropout 0.1 → dense 10")
    #expect(network.parameterCount == 784 * 32 + 32 + 64 + 32 + 32 * 16 + 16 + 160 + 10)
    let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 4, seed: 1)
    #expect(try trainer.parameters().reduce(0) { $0 + $1.values.count } == network.parameterCount)
  }

  @Test func networksThatCannotBe() throws {
    let relu = try Activation("relu")
    let wrong = [
      Network(inputShape: [2, 2], layers: [.dense(units: 2)]), Network(inputShape: [], layers: [.dense(units: 2)]),
      Network(inputShape: [2], layers: [.dense(units: 0)]), Network(inputShape: [2], layers: []),
      Network(inputShape: [2], layers: [.dense(units: 2), .dropout(1)]),
      Network(inputShape: [2], layers: [.dense(units: 2), .activation(relu, learning: .perLayer)]),
    ]
    for network in wrong {
      #expect(throws: NetworkError.self) {
        try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 2, seed: 1)
      }
    }
    let good = Network(inputShape: [2], layers: [.dense(units: 2)])
    #expect(throws: NetworkError.self) { try Trainer(network: good, loss: .softmaxCrossEntropy, batchSize: 0, seed: 1) }
    let trainer = try Trainer(network: good, loss: .meanSquaredError, batchSize: 2, seed: 1)
    #expect(throws: NetworkError.self) { try trainer.check(try Self.xor().train) }
    #expect(throws: NetworkError.self) { try trainer.step(try Self.xor().train, from: 1_000_000, learningRate: 0.1) }
  }
}

/// What the trainer reaches on real and generated data.
@Suite struct LearningTests {
  static func accuracy(_ data: PreparedData, _ hidden: [Int], rate: Double, epochs: Int) throws -> Double {
    let network = Network.dense(
      inputShape: data.inputShape, hidden: hidden, outputs: data.outputCount, activation: try Activation("relu"))
    let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 128, seed: 1)
    for epoch in 1...epochs {
      // Smaller steps towards the end.
      let progress = Double(epoch - 1) / Double(epochs)
      _ = try trainer.trainEpoch(data.train, epoch: epoch, learningRate: rate * 0.5 * (1 + cos(.pi * progress)))
    }
    return try trainer.evaluate(data.test).score
  }

  /// Hard enough to tell networks apart, not too hard to learn.
  @Test func generatedDigits() throws {
    let data = try Dataset.load("digits").prepared()
    let linear = try Self.accuracy(data, [], rate: 0.01, epochs: 12)
    #expect(linear > 0.80 && linear < 0.93, "logistic regression: \(linear)")
    let deep = try Self.accuracy(data, [256, 128], rate: 0.1, epochs: 10)
    #expect(deep >= 0.96, "two hidden layers: \(deep)")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: mnistFolder))) func mnist() throws {
    let data = try Dataset.load(mnistFolder).prepared()
    let linear = try Self.accuracy(data, [], rate: 0.02, epochs: 8)
    #expect(linear > 0.91 && linear < 0.935, "logistic regression: \(linear)")
    let deep = try Self.accuracy(data, [256, 128], rate: 0.1, epochs: 14)
    #expect(deep >= 0.978, "784-256-128-10: \(deep)")
  }
}

/// The real MNIST, where it is at hand.
private let mnistFolder =
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../../shared/data/mnist"
