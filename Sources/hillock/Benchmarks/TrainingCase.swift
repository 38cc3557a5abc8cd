import Activations
import Datasets
import NeuralNetworks
import Randomness

/// One network whose training step is timed.
struct TrainingCase {
  let name: String
  let inputShape: [Int]
  /// As `Layer.parse` reads it.
  let layers: String
  let batch: Int

  static let all = [
    TrainingCase(name: "A", inputShape: [2], layers: "repeat 2 (dense 16, silu), dense 2", batch: 64),
    TrainingCase(name: "B", inputShape: [784], layers: "dense 256, silu, dense 128, silu, dense 10", batch: 128),
    TrainingCase(name: "Bm", inputShape: [784], layers: "dense 256, mish, dense 128, mish, dense 10", batch: 128),
    TrainingCase(
      name: "C", inputShape: [784], layers: "repeat 40 (dense 128, batch-norm, silu), dense 10", batch: 128),
    TrainingCase(
      name: "D", inputShape: [28, 28, 1],
      layers: "conv 32, silu, conv 64, silu, max-pool 2, flatten, dense 128, silu, dense 10", batch: 128),
  ]

  /// What was typed for --cases.
  static func named(_ text: String) throws -> [TrainingCase] {
    let names = text.split(separator: ",")
    guard !names.isEmpty else { throw UsageError("--cases: nothing is named") }
    return try names.map { name in
      guard let found = all.first(where: { $0.name.lowercased() == name.lowercased() }) else {
        throw UsageError("--cases: no case '\(name)'; there are A, B, Bm, C and D")
      }
      return found
    }
  }

  var description: String { "\(inputShape.map(String.init).joined(separator: "×")), \(layers), batch \(batch)" }

  /// The network with another activation in the place of its own.
  func network(with activation: Activation) throws -> Network {
    Network(
      inputShape: inputShape,
      layers: try Layer.parse(list: layers).map { layer in
        if case .activation = layer { .activation(activation) } else { layer }
      })
  }

  /// A trainer and a batch of random examples.
  private func prepare(_ threads: Int) throws -> (Trainer, Examples) {
    let network = Network(inputShape: inputShape, layers: try Layer.parse(list: layers))
    let (inputs, outputs) = (inputShape.reduce(1, *), try network.shapes().last?.count ?? 1)
    let trainer = try Trainer(
      network: network, loss: .softmaxCrossEntropy, batchSize: batch, seed: 1, threads: threads)
    var stream = RandomStream(seed: 1, purpose: .test)
    let labels = (0..<batch).map { _ in Int32(stream.integer(below: outputs)) }
    let examples = Examples(
      inputs: stream.normals(batch * inputs), inputSize: inputs,
      targets: .classes(labels, names: (0..<outputs).map(String.init)))
    return (trainer, examples)
  }

  /// So many steps; returns the microseconds for one.
  func run(steps: Int, threads: Int) throws -> Double {
    let (trainer, examples) = try prepare(threads)
    return try Self.time(trainer, examples, steps)
  }

  private static func time(_ trainer: Trainer, _ examples: Examples, _ steps: Int) throws -> Double {
    let clock = ContinuousClock()
    let began = clock.now
    // So small that the network stays as it was initialised: hundreds of thousands of steps on one batch would drive
    // its units far into saturation.
    for _ in 0..<steps { try trainer.step(examples, learningRate: 1e-6) }
    return (clock.now - began) / .microseconds(1) / Double(steps)
  }

  /// Microseconds for one step: the best of five runs of about half a second.
  func measure(threads: Int) throws -> Double {
    let (trainer, examples) = try prepare(threads)
    let rough = try Self.time(trainer, examples, 5)
    let steps = max(3, Int(500_000 / max(1, min(rough, try Self.time(trainer, examples, 20)))))
    return try (0..<5).map { _ in try Self.time(trainer, examples, steps) }.min() ?? rough
  }
}
