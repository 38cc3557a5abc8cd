import Foundation

/// Everything that one run of `bench kernels` measured.
struct KernelReport: Codable {
  /// The geometric means of our time divided by oneDNN's.
  struct Means: Codable {
    let size: Int
    let threads: Int
    let functions: [String]
    let forward: Double
    let backward: Double
  }

  /// What a call takes besides the elements' arithmetic, by two sizes that both lie in the caches.
  struct Overhead: Codable {
    let name: String
    /// Time for 4,096 elements, less 4,096 times an element's share of the time for 65,536. Below 0 where the larger
    /// array is slower for each element, as it does not fit into the nearest cache.
    let forwardMicroseconds: Double
    let backwardMicroseconds: Double
  }

  let unit = "nanoseconds per element"
  let statistic: String
  let instructionSet: String
  let oneDNN: String
  let processors: Int
  let rounds: Int
  /// The standard deviation of the inputs, around 0.
  let inputDeviation: Float
  let kernels: [KernelFigures]
  var geometricMeans: [Means] = []
  var overheads: [Overhead] = []

  /// Of inputs unless another is asked for: tails and saturation occur.
  static let usualDeviation: Float = 3

  /// The transcendental functions that both have, each of oneDNN's once: over these the geometric means go.
  static let compared = [
    "sigmoid", "tanh", "elu", "gelu", "gelu-tanh", "swish", "mish", "softplus", "log-sigmoid",
  ]

  private enum CodingKeys: String, CodingKey {
    case unit, statistic, instructionSet, oneDNN, processors, rounds, inputDeviation, kernels, geometricMeans, overheads
  }

  init(
    instructionSet: String, oneDNN: String, processors: Int, rounds: Int, inputDeviation: Float,
    kernels: [KernelFigures]
  ) {
    statistic = "median over \(rounds) rounds of the round's best timing"
    self.instructionSet = instructionSet
    self.oneDNN = oneDNN
    self.processors = processors
    self.rounds = rounds
    self.inputDeviation = inputDeviation
    self.kernels = kernels
    geometricMeans = groups.compactMap(Self.means)
    overheads = kernels.filter { $0.size == 4096 && $0.threads == 1 }.compactMap(overhead)
  }

  /// The figures of each size and number of threads, in the order in which they were measured.
  var groups: [[KernelFigures]] {
    var groups: [[KernelFigures]] = []
    for one in kernels {
      if let last = groups.last?.last, last.size == one.size, last.threads == one.threads {
        groups[groups.count - 1].append(one)
      } else {
        groups.append([one])
      }
    }
    return groups
  }

  private static func means(_ group: [KernelFigures]) -> Means? {
    let pairs = group.compactMap { one -> (name: String, forward: Double, backward: Double)? in
      guard compared.contains(one.name), let forward = one.ratio(.forward, to: .oneDNNForward),
        let backward = one.ratio(.backward, to: .oneDNNBackward)
      else { return nil }
      return (one.name, forward, backward)
    }
    guard let first = group.first, !pairs.isEmpty else { return nil }
    return Means(
      size: first.size, threads: first.threads, functions: pairs.map(\.name),
      forward: geometricMean(pairs.map(\.forward)), backward: geometricMean(pairs.map(\.backward)))
  }

  private func overhead(_ small: KernelFigures) -> Overhead? {
    guard
      let large = kernels.first(where: {
        $0.size == 65536 && $0.threads == 1 && $0.name == small.name && $0.channels == small.channels
      })
    else { return nil }
    func microseconds(_ timing: KernelTiming) -> Double? {
      guard let a = small[timing], let b = large[timing] else { return nil }
      return (a - b) * Double(small.elements) / 1000
    }
    guard let forward = microseconds(.forward), let backward = microseconds(.backward) else { return nil }
    return Overhead(name: small.title, forwardMicroseconds: forward, backwardMicroseconds: backward)
  }

  static func geometricMean(_ values: [Double]) -> Double {
    Foundation.exp(values.reduce(0) { $0 + Foundation.log($1) } / Double(values.count))
  }
}
