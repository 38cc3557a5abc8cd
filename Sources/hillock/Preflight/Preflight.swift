import Activations
import Datasets
import Diagnostics
import NeuralNetworks

/// What 'hillock preflight' finds out about one network.
struct Preflight: Sendable {
  var data: PreparedData
  var trials: Int
  var measures: Bool
  var epochs: Int
  var rate: Double
  var batch: Int
  var seed: UInt64

  struct Result: Encodable, Sendable {
    var network: String
    var initialization: Initialization
    /// The hidden layers' activation, where they all have the same.
    var activation: Activation?
    var prediction: SignalPrediction
    var trainability: Trainability
    var verdict: String
    /// What endless layers of the same kind would do.
    var meanField: MeanFieldSummary?
    var gain: Double?
    var selfNormalization: SelfNormalization?
    var bornDead: BornDead?
    var measured: [LayerMeasurement]?
    var score: SignalScore?
    var training: Training?
  }

  struct Training: Encodable, Sendable {
    var epochs: Int
    var learningRate: Double
    var isDiverged: Bool
    /// Accuracy or R² on validation data, and what guessing reaches.
    var score: Double
    var chance: Double
    var learned: Bool
    /// Whether that is what was predicted; nil where nothing was.
    var isAsPredicted: Bool?
  }

  func run(_ network: Network) throws -> Result {
    let moments = InputMoments(data.train)
    let loss = Loss.fitting(data.train.targets)
    let prediction = try SignalPrediction(network, inputs: moments, loss: loss, batch: batch)
    let dead = try BornDead(
      network, rows: data.train.prefix(64).inputs, trials: trials, seed: seed)
    let trainability = prediction.trainability(bornDead: dead)
    let activations = Set(
      network.layers.flatMap(\.nested).compactMap { layer -> Activation? in
        if case .activation(let activation, _) = layer { activation } else { nil }
      })
    let only = activations.count == 1 ? activations.first : nil
    var result = Result(
      network: network.summary, initialization: network.initialization, activation: only, prediction: prediction,
      trainability: trainability, verdict: PreflightText.verdict(prediction, trainability),
      meanField: Self.meanField(network, only, prediction), gain: only?.gain,
      selfNormalization: only.flatMap { SelfNormalization($0) }, bornDead: dead)
    guard measures || !prediction.isComplete else { return result }
    let plan = TrainingPlan(
      loss: loss, learningRate: rate, epochs: max(1, epochs), batchSize: batch, seed: seed)
    let training = try TrainingRun(network: network, plan: plan, data: data)
    let measured = try training.trainer.measureSignals(data.train)
    // The probe's pass has no dropout.
    let comparable = try SignalPrediction(network, inputs: moments, hasDropout: false, loss: loss, batch: batch)
    result.measured = measured
    result.score = SignalScore(comparable, measured)
    if epochs > 0 { result.training = try train(training, trainability) }
    return result
  }

  private func train(_ run: TrainingRun, _ predicted: Trainability) throws -> Training {
    while !run.isFinished {
      guard try run.runEpoch(progress: { _, _ in !Interrupt.isRequested }) != nil else {
        throw Stopped(done: run.epochs.count, total: epochs, unit: "epochs")
      }
    }
    let isDiverged = run.epochs.last?.isDiverged ?? false
    let score = isDiverged ? 0 : run.epochs.last?.validation.score ?? 0
    let learned = Learned.hasHappened(score: score, on: data.validation.targets)
    return Training(
      epochs: run.epochs.count, learningRate: rate, isDiverged: isDiverged, score: score,
      chance: Learned.chance(data.validation.targets), learned: learned,
      isAsPredicted: predicted.isTrainable.map { $0 == learned })
  }

  /// For networks of dense layers and one activation.
  private static func meanField(
    _ network: Network, _ activation: Activation?, _ prediction: SignalPrediction
  ) -> MeanFieldSummary? {
    let isPlain = network.layers.allSatisfy { layer in
      switch layer {
      case .dense, .activation, .flatten, .dropout: true
      default: false
      }
    }
    guard isPlain, let activation, prediction.layers.count > 2, let start = prediction.layers[0].preActivationSquare
    else { return nil }
    let second = prediction.layers[1]
    let weightVariance = second.weightDeviation * second.weightDeviation * Double(second.inputs)
    return MeanFieldSummary(MeanField(activation, weightVariance: weightVariance), start: start)
  }
}

/// Whether a network learned anything to speak of.
enum Learned {
  /// What guessing reaches: the share of the most frequent class; 0 for R².
  static func chance(_ targets: Targets) -> Double {
    guard case .classes(let labels, let names) = targets, !labels.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: names.count)
    for label in labels { counts[Int(label)] += 1 }
    return Double(counts.max() ?? 0) / Double(labels.count)
  }

  /// At least half of the way from guessing to no error at all.
  static func hasHappened(score: Double, on targets: Targets) -> Bool {
    let chance = chance(targets)
    return score - chance >= 0.5 * (1 - chance)
  }
}
