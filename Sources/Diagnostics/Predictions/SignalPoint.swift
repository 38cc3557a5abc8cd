public import Activations
public import NeuralNetworks

/// One network whose prediction was held against what was measured and against whether it learned.
public struct SignalPoint: Codable, Hashable, Sendable {
  public var activation: Activation
  public var initialization: Initialization
  /// Hidden layers.
  public var depth: Int
  /// Mean square of the last layer's outputs; predicted for the width that it has.
  public var predictedSquare: Double?
  public var measuredSquare: Double
  /// Norm of the first layer's weight gradient over the last layer's.
  public var predictedGradient: Double?
  public var measuredGradient: Double
  /// Medians over the layers of |log10(predicted / measured)|.
  public var squareError: Double?
  public var gradientError: Double?
  public var trainability: Trainability
  /// The best validation score over the rates that were tried, and whether that counts as learned.
  public var score: Double
  public var learned: Bool

  public init(
    activation: Activation, initialization: Initialization, depth: Int, prediction: SignalPrediction,
    trainability: Trainability, measured: [LayerMeasurement], score: Double, learned: Bool
  ) {
    let errors = SignalScore(prediction, measured)
    self.activation = activation
    self.initialization = initialization
    self.depth = depth
    predictedSquare = prediction.layers.last?.typicalSquare
    measuredSquare = measured.last?.preActivationSquare ?? .nan
    predictedGradient = prediction.layers.first?.weightGradientRatio
    measuredGradient = measured.first?.weightGradientRatio ?? .nan
    squareError = errors.medianVarianceError
    gradientError = errors.medianGradientError
    self.trainability = trainability
    self.score = score
    self.learned = learned
  }
}

/// How good predictions were over many networks.
public struct SignalScoreSummary: Codable, Hashable, Sendable {
  public var networks: Int
  /// Medians over the networks, in decades.
  public var squareError: Double?
  public var gradientError: Double?
  /// Spearman's rank correlation of predicted and measured.
  public var squareRankCorrelation: Double?
  public var gradientRankCorrelation: Double?
  /// Networks predicted to learn, of those that learned; and predicted not to, of those that did not.
  public var learnedFound: Proportion
  public var failedFound: Proportion
  /// All verdicts that were right.
  public var right: Proportion

  public init(_ points: [SignalPoint]) {
    networks = points.count
    squareError = SignalScore.median(points.compactMap(\.squareError))
    gradientError = SignalScore.median(points.compactMap(\.gradientError))
    squareRankCorrelation = Self.rankCorrelation(
      points.compactMap { point in point.predictedSquare.map { ($0, point.measuredSquare) } })
    gradientRankCorrelation = Self.rankCorrelation(
      points.compactMap { point in point.predictedGradient.map { ($0, point.measuredGradient) } })
    let judged = points.filter { $0.trainability.isTrainable != nil }
    let (good, bad) = (judged.filter(\.learned), judged.filter { !$0.learned })
    learnedFound = Proportion(count: good.count { $0.trainability.isTrainable == true }, trials: good.count)
    failedFound = Proportion(count: bad.count { $0.trainability.isTrainable == false }, trials: bad.count)
    right = Proportion(count: learnedFound.count + failedFound.count, trials: judged.count)
  }

  /// Spearman's ρ with mean ranks for ties; nil for fewer than three pairs or where one side is constant. What is not
  /// finite is left out.
  public static func rankCorrelation(_ pairs: [(Double, Double)]) -> Double? {
    let pairs = pairs.filter { $0.0.isFinite && $0.1.isFinite }
    guard pairs.count > 2 else { return nil }
    let (a, b) = (ranks(pairs.map(\.0)), ranks(pairs.map(\.1)))
    let middle = Double(pairs.count + 1) / 2
    var (product, left, right) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += (x - middle) * (y - middle)
      left += (x - middle) * (x - middle)
      right += (y - middle) * (y - middle)
    }
    return left > 0 && right > 0 ? product / (left * right).squareRoot() : nil
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for i in start..<end { ranks[order[i]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
