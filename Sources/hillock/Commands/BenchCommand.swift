import Activations
import ArgumentParser
import Datasets
import Foundation
import NeuralNetworks
import Randomness

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure speeds on this machine.", subcommands: [Train.self])

  struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "train", abstract: "Time one training step of three networks, one thread.",
      discussion: """
        A: 2-16-16-2, batch 64. B: 784-256-128-10, batch 128 (Bm: with Mish). C: 784-[128]×40-10 with batch normalisation, \
        batch 128. SiLU where nothing else is said; softmax cross-entropy; SGD with momentum 0.9. The best of several runs.
        """)

    @Option(help: "Cases, separated by commas.")
    var cases = "A,B,Bm,C"
    @Option(help: "Threads for oneDNN's products.")
    var threads = 1
    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
      try reporting {
        guard threads > 0 else { throw UsageError("--threads \(threads); expected at least 1") }
        let chosen = try cases.split(separator: ",").map { name in
          guard let found = TrainingCase.all.first(where: { $0.name.lowercased() == name.lowercased() }) else {
            throw UsageError("--cases: no case '\(name)'; there are A, B, Bm and C")
          }
          return found
        }
        var table = Table([("case", .left), ("µs per step", .right), ("network", .left)])
        var figures: [String: Double] = [:]
        for one in chosen {
          let time = try one.measure(threads: threads)
          figures[one.name] = time
          table.rows.append([one.name, String(format: "%.1f", time), one.description])
        }
        if json {
          let encoder = JSONEncoder()
          encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
          print(String(decoding: try encoder.encode(figures), as: UTF8.self))
        } else {
          print(table.text)
        }
      }
    }
  }
}

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
