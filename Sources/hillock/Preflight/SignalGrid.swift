import Activations
import Charts
import Datasets
import Diagnostics
import NeuralNetworks

/// Networks of equal dense layers, each predicted, measured and trained.
struct SignalGrid: Sendable {
  var data: PreparedData
  var inputs: InputMoments
  var width: Int
  var rates: [Double]
  var epochs: Int
  var batch: Int
  var seed: UInt64

  struct Case: Sendable {
    var activation: Activation
    var initialization: Initialization
    var depth: Int
  }

  func point(_ item: Case) throws -> SignalPoint {
    let network = Network.dense(
      inputShape: data.inputShape, hidden: Array(repeating: width, count: item.depth), outputs: data.outputCount,
      activation: item.activation, initialization: item.initialization)
    let loss = Loss.fitting(data.train.targets)
    let prediction = try SignalPrediction(network, inputs: inputs, loss: loss, batch: batch)
    var measured: [LayerMeasurement] = []
    var best = -Double.infinity
    for rate in rates {
      let plan = TrainingPlan(
        loss: loss, learningRate: rate, epochs: epochs, batchSize: batch, seed: seed)
      let run = try TrainingRun(network: network, plan: plan, data: data)
      if measured.isEmpty { measured = try run.trainer.measureSignals(data.train) }
      while !run.isFinished {
        guard let epoch = try run.runEpoch(progress: { _, _ in !Interrupt.isRequested }) else {
          throw Stopped(done: run.epochs.count, total: epochs, unit: "epochs")
        }
        if !epoch.isDiverged { best = max(best, epoch.validation.score) }
        if Learned.hasHappened(score: best, on: data.validation.targets) { break }
      }
      if Learned.hasHappened(score: best, on: data.validation.targets) { break }
    }
    return SignalPoint(
      activation: item.activation, initialization: item.initialization, depth: item.depth, prediction: prediction,
      trainability: prediction.trainability(), measured: measured, score: max(0, best),
      learned: Learned.hasHappened(score: best, on: data.validation.targets))
  }

  static func csv(_ points: [SignalPoint]) -> String {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    var lines = [
      "activation,initialization,depth,predicted_mean_square,measured_mean_square,predicted_gradient_ratio,"
        + "measured_gradient_ratio,mean_square_error_decades,gradient_error_decades,predicted,score,learned"
    ]
    for point in points {
      lines.append(
        [
          "\"\(point.activation)\"", point.initialization.rawValue, "\(point.depth)", text(point.predictedSquare),
          text(point.measuredSquare), text(point.predictedGradient), text(point.measuredGradient),
          text(point.squareError), text(point.gradientError), point.trainability.problem.rawValue, text(point.score),
          point.learned ? "yes" : "no",
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func text(_ summary: SignalScoreSummary, title: String) -> String {
    func share(_ part: Proportion) -> String {
      "\(part.count) of \(part.trials) (\(Text.fixed(100 * part.value, 0)) %)"
    }
    func number(_ value: Double?) -> String { value.map { Text.fixed($0, 3) } ?? "–" }
    return """
      \(title): \(summary.networks) networks
        mean square    median error \(number(summary.squareError)) decades, rank correlation \
      \(number(summary.squareRankCorrelation))
        gradient ratio median error \(number(summary.gradientError)) decades, rank correlation \
      \(number(summary.gradientRankCorrelation))
        verdicts right \(share(summary.right)); of those that learned \(share(summary.learnedFound)), of those that \
      did not \(share(summary.failedFound))
      """
  }
}
