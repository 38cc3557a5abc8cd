internal import Activations
internal import Datasets
internal import Foundation
internal import NeuralNetworks
internal import Studies

/// Times of functions, taken in turns so that a busy moment falls on all.
enum Timing {
  /// Nanoseconds an element forward, over an array that fits the second cache, by round.
  static func kernels(_ names: [String], count: Int = 65_536, rounds: Int) throws -> [String: [Double]] {
    let activations = try names.map { ($0, try Activation($0)) }
    let x = (0..<count).map { Float(sin(Double($0) * 12.9898)) * 4 }
    var result = [Float](repeating: 0, count: count)
    var times: [String: [Double]] = [:]
    for round in 0...rounds {
      for (name, activation) in activations {
        // The shortest of a few: what takes longer was disturbed.
        let shortest = try shortest(of: 4) { try activation.apply(to: x, into: &result, threads: .one) }
        // The first round warms up.
        if round > 0 { times[name, default: []].append(1e9 * shortest / Double(count)) }
      }
    }
    return times
  }

  /// Microseconds of a training step of one network with each function, by round.
  static func steps(_ names: [String], width: Int, depth: Int, rounds: Int, data: PreparedData) throws -> [String:
    [Double]]
  {
    let trainers = try names.map { name in
      let network = try Network(
        inputShape: data.inputShape, layers: try Layer.parse(list: "repeat \(depth) (dense \(width), \(name))")
      ).ending(outputs: data.outputCount)
      return (name, try Trainer(network: network, loss: .fitting(data.train.targets), batchSize: 64, seed: 1))
    }
    var times: [String: [Double]] = [:]
    for round in 0...rounds {
      for (name, trainer) in trainers {
        let shortest = try shortest(of: 6) { _ = try trainer.step(data.train, learningRate: 1e-6) }
        if round > 0 { times[name, default: []].append(1e6 * shortest) }
      }
    }
    return times
  }

  private static func shortest(of count: Int, _ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<count {
      let start = clock.now
      try work()
      best = min(best, (clock.now - start) / .seconds(1))
    }
    return best
  }

  /// Times are compared as ratios, round by round.
  static func ratios(_ found: Observation, _ name: String, _ other: String, _ prefix: String) -> [Double] {
    zip(found.list(prefix + name), found.list(prefix + other)).map { $0 / $1 }
  }
}
