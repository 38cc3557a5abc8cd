import Activations
import Foundation
import Reports
import Statistics
import Studies

/// Everything that one run of `bench learning` found.
struct LearningReport: Codable {
  /// The difference to ours, paired by seed: the mean with its 95 % t interval.
  struct Difference: Codable {
    let kernel: LearningComparison.Kernel
    /// Pairs of which neither diverged.
    let pairs: Int
    let accuracy: Estimate?
    let loss: Estimate?
  }

  struct Function: Codable {
    let name: String
    let title: String
    let network: String
    let runs: [LearningRun]
    var differences: [Difference] = []
    /// The standard deviation of our accuracy from seed to seed: what chance does.
    var accuracyDeviation: Double = 0

    private enum CodingKeys: String, CodingKey {
      case name, title, network, runs, differences, accuracyDeviation
    }

    init(_ activation: Activation, network: String, runs: [LearningRun]) {
      name = activation.description
      title = activation.title
      self.network = network
      self.runs = runs
      accuracyDeviation = Sample.deviation(of(.ours).compactMap(\.accuracy))
      differences = kernels.filter { $0 != .ours }.map(difference)
    }

    var kernels: [LearningComparison.Kernel] {
      LearningComparison.Kernel.allCases.filter { kernel in runs.contains { $0.kernel == kernel } }
    }

    func of(_ kernel: LearningComparison.Kernel) -> [LearningRun] { runs.filter { $0.kernel == kernel } }

    private func difference(_ kernel: LearningComparison.Kernel) -> Difference {
      let pairs = zip(of(kernel), of(.ours))
      func differences(_ figure: (LearningRun) -> Double?) -> [Double] {
        pairs.compactMap { own, ours in
          guard let a = figure(own), let b = figure(ours) else { return nil }
          return a - b
        }
      }
      let accuracy = differences(\.accuracy)
      return Difference(
        kernel: kernel, pairs: accuracy.count, accuracy: Sample.interval(accuracy),
        loss: Sample.interval(differences(\.loss)))
    }
  }

  let data: String
  let instructionSet: String
  let oneDNN: String
  let epochs: Int
  let batch: Int
  let rate: Double
  let functions: [Function]

  /// In plain text: figures by seed, the paired differences, and how far the weights drift apart.
  var text: String {
    let heading =
      "\(data)\n\(epochs) epochs, batch \(batch), SGD with momentum 0.9, learning rate \(rate) falling to 0 by a cosine; "
      + "ours \(instructionSet), oneDNN \(oneDNN)."
    return ([heading] + functions.map { "\($0.title): \($0.network)\n\n\(Self.scores($0))\n\n\(Self.drift($0))" })
      .joined(separator: "\n\n")
  }

  private static func scores(_ function: Function) -> String {
    let kernels = function.kernels
    var table = Table(
      [("seed", .left)] + kernels.map { ("accuracy % \($0.rawValue)", .right) }
        + kernels.map { ("loss \($0.rawValue)", .right) })
    for (i, first) in function.of(.ours).enumerated() {
      let runs = kernels.map { function.of($0)[i] }
      table.rows.append(
        ["\(first.seed)"] + runs.map { number($0.accuracy.map { 100 * $0 }, "%.2f") }
          + runs.map { number($0.loss, "%.5f") })
    }
    let lines = function.differences.map { one in
      "\(one.kernel.rawValue) − ours, \(one.pairs) pairs: accuracy "
        + interval(one.accuracy, scale: 100, "%+.3f") + " points, loss " + interval(one.loss, scale: 1, "%+.1e")
    }
    return table.text + "\n"
      + (lines + [
        String(format: "ours from seed to seed: accuracy ± %.3f points", 100 * function.accuracyDeviation)
      ]).joined(separator: "\n")
  }

  private static func drift(_ function: Function) -> String {
    let others = function.kernels.filter { $0 != .ours }
    var table = Table(
      [("after epoch", .left)] + others.map { ("\($0.rawValue) from ours", .right) } + [("ours from start", .right)])
    let epochs = function.runs.map(\.distancesFromStart.count).max() ?? 0
    for epoch in 0..<epochs {
      let apart = others.map { kernel in median(function.of(kernel).map(\.distancesFromOurs), at: epoch) }
      let travelled = median(function.of(.ours).map(\.distancesFromStart), at: epoch)
      table.rows.append(["\(epoch + 1)"] + (apart + [travelled]).map { number($0, "%.1e") })
    }
    return "Relative distance of the weights, median over the seeds:\n" + table.text
  }

  private static func median(_ series: [[Double]], at index: Int) -> Double? {
    let values = series.compactMap { index < $0.count ? $0[index] : nil }.sorted()
    guard let upper = values.dropFirst(values.count / 2).first else { return nil }
    return values.count % 2 == 1 ? upper : (values[values.count / 2 - 1] + upper) / 2
  }

  private static func number(_ value: Double?, _ format: String) -> String {
    value.map { String(format: format, $0) } ?? "diverged"
  }

  private static func interval(_ estimate: Estimate?, scale: Double, _ format: String) -> String {
    guard let estimate else { return "unknown" }
    let parts = [estimate.value, estimate.low, estimate.high].map { String(format: format, scale * $0) }
    return "\(parts[0]) (95 %: \(parts[1]) to \(parts[2]))"
  }
}
