import Activations
import Datasets
import Foundation
import NeuralNetworks

/// The same network trained several times from the same seed, with nothing but the activations' kernels exchanged.
struct LearningComparison {
  /// Whose kernels a network is trained with.
  enum Kernel: String, Codable, CaseIterable {
    /// As every other command trains: our kernels of the best instruction set.
    case ours
    case oneDNN
    /// Ours for every processor: they differ from the best ones in last digits alone. A control.
    case baseline
  }

  let data: PreparedData
  let hidden: [Int]
  let epochs: Int
  let batch: Int
  let rate: Double

  func network(_ activation: Activation) -> Network {
    .dense(inputShape: data.inputShape, hidden: hidden, outputs: data.outputCount, activation: activation)
  }

  /// One seed with every kernel, epoch by epoch side by side.
  func run(_ activation: Activation, kernels: [Kernel], seed: UInt64) throws -> [LearningRun] {
    let trainers = try kernels.map { try trainer(activation, $0, seed: seed) }
    var runs = kernels.map { LearningRun(kernel: $0, seed: seed) }
    let start = try trainers.first.map(Self.weights) ?? []
    for epoch in 1...epochs {
      // Smaller steps towards the end, so that the last ones do not drown what is compared.
      let rate = rate * 0.5 * (1 + cos(.pi * Double(epoch - 1) / Double(epochs)))
      var first: [Float]?
      for (i, trainer) in trainers.enumerated() where runs[i].divergedInEpoch == nil {
        if try trainer.trainEpoch(data.train, epoch: epoch, learningRate: rate).isDiverged {
          runs[i].divergedInEpoch = epoch
          continue
        }
        let weights = try Self.weights(trainer)
        runs[i].distancesFromStart.append(Self.distance(weights, start))
        if i == 0 { first = weights }
        if let first { runs[i].distancesFromOurs.append(Self.distance(weights, first)) }
      }
    }
    for (i, trainer) in trainers.enumerated() where runs[i].divergedInEpoch == nil {
      let metrics = try trainer.evaluate(data.test)
      runs[i].accuracy = metrics.score
      runs[i].loss = metrics.loss.isFinite ? metrics.loss : nil
    }
    return runs
  }

  private func trainer(_ activation: Activation, _ kernel: Kernel, seed: UInt64) throws -> Trainer {
    let source: ArrayKernels.Source? =
      switch kernel {
      case .ours: nil
      case .baseline: { (found) throws(NetworkError) in ArrayKernels(found.kernels(for: .baseline)) }
      case .oneDNN:
        { (found) throws(NetworkError) in
          guard let kernels = OneDNNKernels(found) else { throw NetworkError("this oneDNN has no \(found.name)") }
          return kernels.arrayKernels
        }
      }
    let trainer = try Trainer(
      network: network(activation), loss: .softmaxCrossEntropy, optimizer: .sgd(momentum: 0.9), batchSize: batch,
      seed: seed, kernels: source)
    try trainer.check(data.train)
    return trainer
  }

  private static func weights(_ trainer: Trainer) throws -> [Float] { try trainer.parameters().flatMap(\.values) }

  /// ‖a − b‖ / ‖b‖
  static func distance(_ a: [Float], _ b: [Float]) -> Double {
    var difference = 0.0
    var size = 0.0
    for (a, b) in zip(a, b) {
      let gap = Double(a) - Double(b)
      difference += gap * gap
      size += Double(b) * Double(b)
    }
    return size > 0 ? (difference / size).squareRoot() : 0
  }
}

/// What training with one kernel from one seed came to.
struct LearningRun: Codable {
  let kernel: LearningComparison.Kernel
  let seed: UInt64
  /// Of the test data, after the last epoch; nil if it diverged.
  var accuracy: Double?
  var loss: Double?
  var divergedInEpoch: Int?
  /// ‖w − w₀‖ / ‖w₀‖ after each epoch, with w₀ the weights at the start.
  var distancesFromStart: [Double] = []
  /// ‖w − w′‖ / ‖w′‖ after each epoch, with w′ the weights that our kernels led to.
  var distancesFromOurs: [Double] = []
}
