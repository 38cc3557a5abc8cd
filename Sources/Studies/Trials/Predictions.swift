internal import Datasets
internal import Foundation
public import Statistics

#if canImport(Glibc)
  internal import Glibc
#endif

/// What a final trial said of every test example, compactly, and enough for every metric.
public struct Predictions: Codable, Hashable, Sendable {
  /// The class with the largest output; empty for numbers.
  public var classes: [UInt16]
  /// −ln p of the true class, in steps of 2⁻¹⁰, up to 64.
  public var surprisals: [UInt16]
  /// The area under the curve for more than two classes, and what each example adds to it: of two classes it follows from
  /// the surprisals.
  public var area: Double?
  public var areaInfluence: [Float]
  /// Numbers in the target's own unit; empty for classes.
  public var values: [Float]

  private static let step = 1024.0

  public init(classes: [UInt16], surprisals: [UInt16], area: Double?, areaInfluence: [Float], values: [Float]) {
    self.classes = classes
    self.surprisals = surprisals
    self.area = area
    self.areaInfluence = areaInfluence
    self.values = values
  }

  /// - Parameters:
  ///   - outputs: the network's, row by row: logits, or numbers as it sees them.
  init(outputs: [Float], _ data: PreparedData) {
    (classes, surprisals, areaInfluence, values) = ([], [], [], [])
    switch data.test.targets {
    case .classes(let labels, let names):
      let scores = ClassOutputs(logits: outputs, labels: labels, count: names.count)
      classes = scores.predicted.map { UInt16(clamping: $0) }
      surprisals = scores.trueLogProbability.map { UInt16(min(65_535, (-$0 * Self.step).rounded())) }
      if names.count > 2,
        let found = Metric.ofClasses(
          .auc, labels: labels, predicted: scores.predicted, trueLogProbability: scores.trueLogProbability,
          probabilities: scores.probabilities, classCount: names.count, weights: data.test.weights?.map(Double.init))
      {
        area = found.value
        areaInfluence = found.influence.map { Float($0) }
      }
    case .values: values = data.targetScaling.undo(outputs)
    }
  }

  /// A metric of them and what each example adds to it; nil where it cannot be had.
  public func score(_ metric: Metric, _ part: TestPart, classCount: Int) -> (value: Double, influence: [Double])? {
    let weights = part.weights.isEmpty ? nil : part.weights.map(Double.init)
    guard metric.isForClasses else {
      guard values.count == part.values.count, part.count > 0, !values.isEmpty else { return nil }
      return Metric.ofNumbers(
        metric, targets: part.values.map(Double.init), outputs: values.map(Double.init),
        width: values.count / part.count,
        weights: weights)
    }
    guard classes.count == part.count, part.labels.count == part.count else { return nil }
    if metric == .auc, classCount > 2 {
      guard let area, areaInfluence.count == part.count else { return nil }
      return (area, areaInfluence.map(Double.init))
    }
    let surprisals = surprisals.map { -Double($0) / Self.step }
    var probabilities: [Float] = []
    if metric == .auc {
      for (label, surprisal) in zip(part.labels, surprisals) {
        let own = Float(exp(surprisal))
        probabilities += label == 0 ? [own, 1 - own] : [1 - own, own]
      }
    }
    return Metric.ofClasses(
      metric, labels: part.labels, predicted: classes.map(Int32.init), trueLogProbability: surprisals,
      probabilities: probabilities, classCount: classCount, weights: weights)
  }
}

/// Logits as the metrics take them.
struct ClassOutputs {
  var predicted: [Int32]
  var trueLogProbability: [Double]
  /// Row by row.
  var probabilities: [Float]

  init(logits: [Float], labels: [Int32], count: Int) {
    predicted = []
    trueLogProbability = []
    probabilities = []
    predicted.reserveCapacity(labels.count)
    trueLogProbability.reserveCapacity(labels.count)
    probabilities.reserveCapacity(logits.count)
    for row in labels.indices {
      let own = logits[row * count..<(row + 1) * count]
      // The largest is taken away, so that no exponential overflows.
      let largest = Double(own.max() ?? 0)
      let sum = own.reduce(0.0) { $0 + exp(Double($1) - largest) }
      let logarithm = log(sum) + largest
      predicted.append(Int32((own.firstIndex { Double($0) == largest } ?? own.startIndex) - own.startIndex))
      trueLogProbability.append(Double(own[own.startIndex + Int(labels[row])]) - logarithm)
      for logit in own { probabilities.append(Float(exp(Double(logit) - logarithm))) }
    }
  }
}
