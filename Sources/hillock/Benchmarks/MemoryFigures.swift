import Activations
import Foundation
import NeuralNetworks

/// What training keeps for the backward pass with one activation.
struct MemoryFigures: Encodable {
  var activation: String
  /// What is kept of the activation itself, besides the output that the next layer needs: x or f′, whichever is quicker with the processor's kernels, or nothing.
  var keeps: String
  /// Bytes for each element of a dense layer of 512 with the activation behind it and a dense layer after it.
  var denseBytesPerElement: Double
  /// Bytes in all, by benchmark network, without the batch itself and the parameters.
  var networks: [String: Int]

  static let batch = 128
  static let cases = ["B", "C", "D"]

  static func of(_ activation: Activation) throws -> MemoryFigures {
    let width = 512
    let dense = Network(
      inputShape: [width], layers: [.dense(units: width), .activation(activation), .dense(units: 10)])
    var networks: [String: Int] = [:]
    for one in TrainingCase.all where cases.contains(one.name) {
      networks[one.name] = try one.network(with: activation).memory(batchSize: one.batch).keptBytes
    }
    return MemoryFigures(
      activation: activation.name,
      keeps: activation.isRebuiltFromOutput ? "–" : "x or f′",
      denseBytesPerElement: Double(try dense.memory(batchSize: batch).keptBytes) / Double(batch * width),
      networks: networks)
  }
}

/// What Benchmarks/Peers/memory.py --json writes about PyTorch.
struct MemoryPeers: Decodable {
  var torch: String
  var activations: [String: Row]

  struct Row: Decodable {
    var denseBytesPerElement: Double
    var networks: [String: Kept]
  }

  struct Kept: Decodable { var kept: Double }

  static func read(_ path: String) throws -> MemoryPeers {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UsageError("--peers \(path): no such file")
    }
    do {
      return try JSONDecoder().decode(MemoryPeers.self, from: data)
    } catch {
      throw UsageError("--peers \(path) is not what Benchmarks/Peers/memory.py --json writes")
    }
  }
}
