public import Datasets

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How the training inputs are scaled, as the network gets them.
public struct InputReading: Codable, Hashable, Sendable {
  /// Over all numbers.
  public var moments: Moments
  /// √(Σ mean² / Σ mean square), sums over features: 0 for centred inputs.
  public var meanShift: Double
  /// The largest deviation of a feature over the median one, constant features left out.
  public var spread: Double
  /// Features that are the same for all examples, and features in all.
  public var constantFeatures: Int
  public var features: Int
  /// The first number that is NaN or infinite.
  public var firstNotFinite: Place?

  public struct Place: Codable, Hashable, Sendable {
    /// From 1.
    public var example: Int
    public var feature: Int

    public init(example: Int, feature: Int) {
      self.example = example
      self.feature = feature
    }
  }

  public init(_ examples: Examples) {
    let width = examples.inputSize
    let n = Double(max(1, examples.count))
    var sums = [Double](repeating: 0, count: width)
    var squares = sums
    var (smallest, largest) = (Double.infinity, -Double.infinity)
    var notFinite = 0
    var first: Place?
    examples.inputs.withUnsafeBufferPointer { inputs in
      for row in 0..<examples.count {
        for c in 0..<width {
          let x = Double(inputs[row * width + c])
          guard x.isFinite else {
            notFinite += 1
            if first == nil { first = Place(example: row + 1, feature: c + 1) }
            continue
          }
          sums[c] += x
          squares[c] += x * x
          smallest = min(smallest, x)
          largest = max(largest, x)
        }
      }
    }
    let means = sums.map { $0 / n }
    // Rounding can make a variance a little less than 0.
    let deviations = zip(squares, means).map { max(0, $0 / n - $1 * $1).squareRoot() }
    let total = squares.reduce(0, +) / n
    let mean = means.reduce(0, +) / Double(max(1, width))
    moments = Moments(
      mean: mean, deviation: max(0, total / Double(max(1, width)) - mean * mean).squareRoot(),
      smallest: smallest.isFinite ? smallest : 0, largest: largest.isFinite ? largest : 0,
      notFiniteShare: Double(notFinite) / Double(max(1, examples.count * width)))
    meanShift = total > 0 ? (means.reduce(0) { $0 + $1 * $1 } / total).squareRoot() : 0
    let varying = zip(deviations, means).filter { $0 > 1e-6 * abs($1) && $0 > 0 }.map(\.0).sorted()
    spread = varying.isEmpty ? 1 : varying[varying.count - 1] / varying[varying.count / 2]
    constantFeatures = width - varying.count
    features = width
    firstNotFinite = first
  }
}

/// What a network that ignores its inputs can reach.
public struct TargetReading: Codable, Hashable, Sendable {
  /// Classes, or numbers that are predicted.
  public var outputs: Int
  public var isClassification: Bool
  /// The smallest loss of a prediction that is the same for all examples: the classes' entropy in nats, or the targets'
  /// variance.
  public var constantLoss: Double
  /// Its score: the largest class's share, or R² = 0.
  public var constantScore: Double
  /// The targets' limits; 0 and 1 for classes.
  public var smallest: Double
  public var largest: Double

  public init(_ targets: Targets) {
    outputs = targets.outputCount
    isClassification = targets.isClassification
    switch targets {
    case .classes(let labels, let names):
      var counts = [Int](repeating: 0, count: names.count)
      for label in labels where counts.indices.contains(Int(label)) { counts[Int(label)] += 1 }
      let shares = counts.map { Double($0) / Double(max(1, labels.count)) }
      constantLoss = shares.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
      constantScore = shares.max() ?? 0
      (smallest, largest) = (0, 1)
    case .values(let values, let width):
      let n = Double(max(1, values.count / max(1, width)))
      var variance = 0.0
      for c in 0..<width {
        let column = stride(from: c, to: values.count, by: width).map { Double(values[$0]) }
        let mean = column.reduce(0, +) / n
        variance += column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      }
      constantLoss = variance / Double(max(1, width))
      constantScore = 0
      smallest = values.min().map(Double.init) ?? 0
      largest = values.max().map(Double.init) ?? 0
    }
  }
}
