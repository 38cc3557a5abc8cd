internal import Datasets
internal import NeuralNetworks
internal import Statistics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A metric of a network on some examples.
enum ExampleScore {
  /// - Parameter outputs: the network's for these examples; logits, or numbers as it sees them.
  static func of(
    _ metric: Metric, outputs: [Float], _ examples: Examples, _ scaling: TargetScaling
  ) -> Double? {
    let weights = examples.weights?.map(Double.init)
    switch examples.targets {
    case .classes(let labels, let names):
      guard outputs.allSatisfy(\.isFinite) else { return nil }
      let scores = ClassOutputs(logits: outputs, labels: labels, count: names.count)
      return Metric.ofClasses(
        metric, labels: labels, predicted: scores.predicted, trueLogProbability: scores.trueLogProbability,
        probabilities: scores.probabilities, classCount: names.count, weights: weights)?.value
    case .values(let scaled, let width):
      return Metric.ofNumbers(
        metric, targets: scaling.undo(scaled).map(Double.init), outputs: scaling.undo(outputs).map(Double.init),
        width: width,
        weights: weights)?.value
    }
  }

  /// Of a guess that is the same for every example, from the training part alone: the class that is most frequent and how
  /// frequent each is; the mean.
  static func ofConstantGuess(_ metric: Metric, _ data: PreparedData) -> Double? {
    switch (data.train.targets, data.test.targets) {
    case (.classes(let labels, let names), .classes(let test, _)):
      var counts = [Double](repeating: 0, count: names.count)
      for (i, label) in labels.enumerated() { counts[Int(label)] += Double(data.train.weights?[i] ?? 1) }
      let total = counts.reduce(0, +)
      // A class that training never saw has still been possible.
      let logits = counts.map { Float(log(max($0, 0.5) / max(1, total))) }
      return of(metric, outputs: test.flatMap { _ in logits }, data.test, data.targetScaling)
    case (.values(_, let width), .values):
      return of(
        metric, outputs: [Float](repeating: 0, count: data.test.count * width), data.test, data.targetScaling)
    default: return nil
    }
  }
}
