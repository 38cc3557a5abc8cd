import Activations
import Datasets
import NeuralNetworks
import Randomness

/// One network whose training step is timed.
struct TrainingCase {
  let name: String
  let inputs: Int
  let hidden: [Int]
  let outputs: Int
  let batch: Int
  let activation: String
  let hasBatchNorm: Bool

  static let all = [
    TrainingCase(
      name: "A", inputs: 2, hidden: [16, 16], outputs: 2, batch: 64, activation: "silu", hasBatchNorm: false),
    TrainingCase(
      name: "B", inputs: 784, hidden: [256, 128], outputs: 10, batch: 128, activation: "silu", hasBatchNorm: false),
    TrainingCase(
      name: "Bm", inputs: 784, hidden: [256, 128], outputs: 10, batch: 128, activation: "mish", hasBatchNorm: false),
    TrainingCase(
      name: "C", inputs: 784, hidden: Array(repeating: 128, count: 40), outputs: 10, batch: 128, activation: "silu",
      hasBatchNorm: true),
  ]

  var description: String {
    let layers = hidden.count > 4 ? "[\(hidden[0])]×\(hidden.count)" : hidden.map(String.init).joined(separator: "-")
    return "\(inputs)-\(layers)-\(outputs), batch \(batch), \(activation)\(hasBatchNorm ? ", batch norm" : "")"
  }

  /// Microseconds for one step: the best of five runs of about half a second.
  func measure(threads: Int) throws -> Double {
    let network = Network.dense(
      inputShape: [inputs], hidden: hidden, outputs: outputs, activation: try Activation(activation),
      hasBatchNorm: hasBatchNorm)
    let trainer = try Trainer(
      network: network, loss: .softmaxCrossEntropy, batchSize: batch, seed: 1, threads: threads)
    var stream = RandomStream(seed: 1, purpose: .test)
    let labels = (0..<batch).map { _ in Int32(stream.integer(below: outputs)) }
    let examples = Examples(
      inputs: stream.normals(batch * inputs), inputSize: inputs,
      targets: .classes(labels, names: (0..<outputs).map(String.init)))
    let clock = ContinuousClock()
    func time(_ steps: Int) throws -> Double {
      let began = clock.now
      for _ in 0..<steps { try trainer.step(examples, learningRate: 0.01) }
      return (clock.now - began) / .microseconds(1) / Double(steps)
    }
    let rough = try time(5)
    let steps = max(3, Int(500_000 / max(1, min(rough, try time(20)))))
    return try (0..<5).map { _ in try time(steps) }.min() ?? rough
  }
}
