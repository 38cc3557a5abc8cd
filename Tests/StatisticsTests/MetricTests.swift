import Foundation
import Randomness
import Statistics
import Testing

/// Values against scikit-learn 1.9.
@Suite struct MetricTests {
  static let labels: [Int32] = [0, 0, 2, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 2, 0, 1, 1, 0, 0, 2, 0, 0]
  static let predicted: [Int32] = [2, 2, 2, 1, 1, 2, 0, 1, 1, 1, 0, 1, 1, 0, 1, 2, 0, 1, 2, 0, 0, 1, 0, 0]
  /// Times 128.
  static let counts = [
    32, 19, 77, 53, 17, 58, 6, 10, 112, 31, 63, 34, 8, 106, 14, 19, 44, 65, 80, 12, 36, 43, 57, 28, 13, 106, 9, 34, 47,
    47, 79, 13, 36, 1, 102, 25, 40, 66, 22, 92, 19, 17, 20, 107, 1, 20, 46, 62, 116, 2, 10, 3, 116, 9, 12, 12, 104, 75,
    23, 30, 105, 13, 10, 11, 99, 18, 62, 25, 41, 118, 6, 4,
  ]
  static let probabilities = counts.map { Float($0) / 128 }
  static let weights = [
    0.7, 1.2, 1.3, 1.7, 1.1, 0.5, 1.3, 0.8, 1.6, 1.1, 1.1, 1.9, 1.1, 1.0, 1.0, 1.2, 0.6, 1.3, 1.9, 1.3, 1.6, 1.9, 1.8,
    1.6,
  ]
  static let targets = [
    -0.98, -0.8, 0.04, 0.64, 2.05, -0.2, 0.77, 0.16, 1.76, 0.74, 1.37, -1.08, -0.19, -0.81, 1.5, 0.66, -0.31, -0.45,
    0.48,
    -0.7, -0.93, 0.48, 2.46, -0.25,
  ]
  static let outputs = [
    -1.26, -1.39, -0.63, 0.9, 2.48, -0.2, 0.94, 0.22, 1.83, -0.02, 1.14, -1.02, -0.58, -1.05, 1.09, 0.49, 0.12, -0.65,
    0.4, -0.29, -0.61, 1.33, 1.41, 0.18,
  ]
  static let rowWeights = [1.1, 0.9, 1.6, 1.0, 1.1, 1.6, 1.2, 1.7, 1.3, 0.7, 1.2, 1.8]

  static func ofClasses(_ metric: Metric, _ weights: [Double]?) -> (value: Double, influence: [Double])? {
    let logs = labels.indices.map { log(Double(probabilities[3 * $0 + Int(labels[$0])])) }
    return Metric.ofClasses(
      metric, labels: labels, predicted: predicted, trueLogProbability: logs, probabilities: probabilities,
      classCount: 3, weights: weights)
  }

  /// Class 1 against the others.
  static func binary(_ weights: [Double]?) -> (value: Double, influence: [Double])? {
    Metric.ofClasses(
      .auc, labels: labels.map { $0 == 1 ? 1 : 0 }, predicted: [], trueLogProbability: [],
      probabilities: labels.indices.flatMap { [1 - probabilities[3 * $0 + 1], probabilities[3 * $0 + 1]] },
      classCount: 2, weights: weights)
  }

  static func ofNumbers(_ metric: Metric, _ weights: [Double]?) -> (value: Double, influence: [Double])? {
    Metric.ofNumbers(metric, targets: targets, outputs: outputs, width: 2, weights: weights)
  }

  /// `accuracy_score`, `balanced_accuracy_score`, `log_loss`, `f1_score(average="macro")`,
  /// `roc_auc_score(multi_class="ovr")`, without and with `sample_weight`.
  @Test func classesAgainstScikitLearn() throws {
    let expected: [(Metric, Double, Double)] = [
      (.accuracy, 0.5833333333333334, 0.6307189542483661),
      (.balancedAccuracy, 0.626984126984127, 0.6259810864241243),
      (.logLoss, 0.9006137270187597, 0.8729211716833524), (.macroF1, 0.5563477916419093, 0.5955624374503324),
      (.auc, 0.7906940553999378, 0.7828263290528442),
    ]
    for (metric, plain, weighted) in expected {
      #expect(abs(try #require(Self.ofClasses(metric, nil)).value - plain) < 1e-12, "\(metric)")
      #expect(abs(try #require(Self.ofClasses(metric, Self.weights)).value - weighted) < 1e-12, "\(metric)")
    }
    #expect(abs(try #require(Self.binary(nil)).value - 0.76890756302521) < 1e-12)
    #expect(abs(try #require(Self.binary(Self.weights)).value - 0.7544506854531607) < 1e-12)
  }

  /// `r2_score(multioutput="variance_weighted")`, the root of `mean_squared_error`, `mean_absolute_error`.
  @Test func numbersAgainstScikitLearn() throws {
    let expected: [(Metric, Double, Double)] = [
      (.r2, 0.7591885156262296, 0.7585201849828772), (.rmse, 0.4433677931469538, 0.45529595637863607),
      (.mae, 0.3566666666666667, 0.3638486842105264),
    ]
    for (metric, plain, weighted) in expected {
      #expect(abs(try #require(Self.ofNumbers(metric, nil)).value - plain) < 1e-12, "\(metric)")
      #expect(abs(try #require(Self.ofNumbers(metric, Self.rowWeights)).value - weighted) < 1e-12, "\(metric)")
    }
  }

  /// DeLong's variance with 1/m² and 1/n² in place of 1/(m (m − 1)) and 1/(n (n − 1)), by NumPy.
  @Test func varianceOfTheArea() throws {
    let found = try #require(Self.binary(nil)).influence
    let variance = found.reduce(0) { $0 + $1 * $1 } / Double(found.count * found.count)
    #expect(abs(variance - 0.013980579874065296) < 1e-12)
  }

  /// ψᵢ = n wᵢ ∂value/∂wᵢ, by differences.
  @Test func influencesAreDerivatives() throws {
    func check(
      _ name: String, _ weights: [Double], _ metric: ([Double]) -> (value: Double, influence: [Double])?
    ) throws {
      let found = try #require(metric(weights))
      #expect(abs(found.influence.reduce(0, +)) < 1e-9, "\(name)")
      for i in weights.indices {
        let step = 1e-5
        var (up, down) = (weights, weights)
        up[i] += step
        down[i] -= step
        let slope = (try #require(metric(up)).value - (try #require(metric(down)).value)) / (2 * step)
        let expected = Double(weights.count) * weights[i] * slope
        #expect(abs(found.influence[i] - expected) < 1e-6, "\(name), \(i)")
      }
    }
    for metric in Metric.allCases {
      let ones = [Double](repeating: 1, count: metric.isForClasses ? 24 : 12)
      for weights in [ones, metric.isForClasses ? Self.weights : Self.rowWeights] {
        try check(metric.title, weights) {
          metric.isForClasses ? Self.ofClasses(metric, $0) : Self.ofNumbers(metric, $0)
        }
      }
    }
    try check("binary AUC", Self.weights, Self.binary)
  }

  /// Σ ψ²/n² against how much the metric varies from sample to sample of 300 examples.
  @Test func influencesGiveTheVariance() throws {
    var values: [Metric: [Double]] = [:]
    var variances: [Metric: [Double]] = [:]
    for sample in 0..<400 {
      var random = RandomStream(seed: 23, purpose: .test, index: UInt32(sample))
      let count = 300
      let labels = (0..<count).map { _ in Int32([0, 0, 0, 1, 1, 2][random.integer(below: 6)]) }
      var (predicted, logs, probabilities): ([Int32], [Double], [Float]) = ([], [], [])
      var (targets, outputs): ([Double], [Double]) = ([], [])
      for label in labels {
        let scores = (0..<3).map { exp(Double(random.normal()) + (Int32($0) == label ? 1 : 0)) }
        let sum = scores.reduce(0, +)
        predicted.append(Int32(scores.firstIndex(of: scores.max() ?? 0) ?? 0))
        logs.append(log(scores[Int(label)] / sum))
        probabilities += scores.map { Float($0 / sum) }
        targets.append(Double(random.normal()))
        outputs.append(0.7 * (targets.last ?? 0) + 0.5 * Double(random.normal()))
      }
      for metric in Metric.allCases {
        let found = try #require(
          metric.isForClasses
            ? Metric.ofClasses(
              metric, labels: labels, predicted: predicted, trueLogProbability: logs, probabilities: probabilities,
              classCount: 3) : Metric.ofNumbers(metric, targets: targets, outputs: outputs, width: 1))
        values[metric, default: []].append(found.value)
        variances[metric, default: []].append(
          found.influence.reduce(0) { $0 + $1 * $1 } / Double(count * count))
      }
    }
    for metric in Metric.allCases {
      let deviation = Sample.deviation(values[metric] ?? [])
      let claimed = Sample.mean(variances[metric] ?? []).squareRoot()
      // The deviation of 400 values is known to 4 %.
      #expect(abs(claimed / deviation - 1) < 0.14, "\(metric): \(claimed), not \(deviation)")
    }
  }

  @Test func facts() {
    #expect(Metric.allCases.filter(\.isForClasses).count == 5)
    #expect(Metric.logLoss.orient(0.3) == -0.3 && Metric.auc.orient(0.3) == 0.3 && Metric.rmse.orient(2) == -2)
    #expect(Metric(rawValue: "balanced-accuracy")?.title == "balanced accuracy")
    #expect(Metric.allCases.filter(\.isHigherBetter) == [.accuracy, .balancedAccuracy, .macroF1, .auc, .r2])
  }

  @Test func undefined() throws {
    func of(_ metric: Metric, _ labels: [Int32], _ predicted: [Int32], logs: [Double] = [], weights: [Double]? = nil)
      -> (value: Double, influence: [Double])?
    {
      Metric.ofClasses(
        metric, labels: labels, predicted: predicted, trueLogProbability: logs,
        probabilities: labels.flatMap { _ in [0.5, 0.5] }, classCount: 2, weights: weights)
    }
    #expect(of(.accuracy, [], []) == nil && of(.accuracy, [0], [0, 1]) == nil && of(.accuracy, [2], [0]) == nil)
    #expect(of(.accuracy, [0], [-1]) == nil && of(.r2, [0], [0]) == nil)
    #expect(of(.accuracy, [0], [0], weights: [0]) == nil && of(.accuracy, [0], [0], weights: [.nan]) == nil)
    #expect(of(.auc, [1, 1], [0, 1]) == nil && of(.auc, [0, 1], [])?.value == 0.5)
    #expect(of(.logLoss, [0], [], logs: [-.infinity]) == nil && of(.logLoss, [0], [], logs: []) == nil)
    // A class that does not occur does not count; one that is only predicted has an F1 of 0.
    #expect(of(.balancedAccuracy, [0, 0], [0, 1])?.value == 0.5)
    #expect(abs(try #require(of(.macroF1, [0, 0], [0, 1])).value - (2.0 / 3 + 0) / 2) < 1e-15)
    #expect(of(.accuracy, [0, 1], [0, 0], weights: [1, 0])?.value == 1)
    func numbers(_ metric: Metric, _ targets: [Double], _ outputs: [Double], width: Int = 1) -> Double? {
      Metric.ofNumbers(metric, targets: targets, outputs: outputs, width: width)?.value
    }
    #expect(numbers(.r2, [1, 1], [0, 1]) == nil && numbers(.rmse, [1, 1], [1, 1]) == 0)
    #expect(numbers(.mae, [1, 2, 3], [1, 2, 3], width: 2) == nil && numbers(.mae, [], []) == nil)
    #expect(numbers(.mae, [1], [.nan]) == nil && numbers(.accuracy, [1], [1]) == nil && numbers(.mae, [1], [2]) == 1)
    #expect(numbers(.r2, [1, 2], [1, 2], width: 0) == nil)
  }
}
