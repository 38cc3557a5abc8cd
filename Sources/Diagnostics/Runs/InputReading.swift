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

  /// Means and deviations are taken from rows spread evenly over the examples, so many numbers at the most: each is then
  /// known to 2 % of itself or better for up to 800 features. Limits and numbers that are not finite are those of all.
  private static let sample = 1 << 21

  public init(_ examples: Examples) {
    let width = examples.inputSize
    (moments, meanShift, spread, constantFeatures, features) = (Moments(), 0, 1, width, width)
    examples.inputs.withUnsafeBufferPointer { inputs in
      guard let array = LayerArray(inputs, rows: examples.count, sample: Self.sample) else { return }
      let limits = Limits(array)
      let units = UnitMoments(array, limits: limits)
      moments = Moments(limits, units, count: array.count)
      meanShift = units.meanShift
      let deviations = units.variances.map { $0.squareRoot() }
      let varying = zip(deviations, units.means).filter { $0 > 1e-6 * abs($1) && $0 > 0 }.map(\.0).sorted()
      if let largest = varying.last { spread = largest / varying[varying.count / 2] }
      constantFeatures = width - varying.count
      if limits.notFinite > 0, let place = inputs.firstIndex(where: { !$0.isFinite }) {
        firstNotFinite = Place(example: place / width + 1, feature: place % width + 1)
      }
    }
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

  /// Share of a constant prediction's loss that is gone at this loss: 0 for nothing learned, 1 for everything.
  public func learnedShare(loss: Double) -> Double {
    loss.isFinite && constantLoss > 0 ? max(0, 1 - loss / constantLoss) : 0
  }

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
