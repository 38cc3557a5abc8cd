import Activations
import Datasets
import Diagnostics
import NeuralNetworks
import Remedies
import Statistics
import Studies

/// Diagnoses that were made up: the same numbers on every processor.
struct MadeUpDiagnosis {
  var name = "<i>run</i> & \"more\""
  var hidden = 6
  var activation = "sigmoid"
  var steps = [0, 1, 2, 4, 8, 10, 16, 20]
  var epochs = 2
  /// Readings from this step on are NaN and infinite.
  var brokenFrom: Int?
  var hasRemedies = true
  var learned = false
  /// Whether every output is 0 in the end.
  var diesOut = false
  /// What a layer leaves of the gradient.
  var factor = 0.1
  /// The run's score, and that of its forks.
  var score = 0.11
  var network: String?
  var findings: [Finding]?

  func diagnosis() throws -> Diagnosis {
    let healthy = 0.9
    return Diagnosis(
      run: name, record: try record(),
      reference: ReferenceOutcome(description: "dense 64, relu, dense 2, <Adam>", score: healthy, learnedShare: 0.8),
      findings: findings ?? ownFindings, thresholds: Thresholds(), unchanged: hasRemedies ? forks(0) : [],
      trials: hasRemedies
        ? [
          outcome("ReLU instead", gain: 0.3, half: 0.2, cost: 0.9),
          outcome("batch <normalisation>", gain: 0.75, half: 0.02, cost: 1.3, restores: true),
          outcome("rate × 3", gain: -0.05, half: 0.01, cost: nil, diverged: 3),
          outcome("rate ÷ 3", gain: 0, half: .infinity, cost: 1),
        ] : [])
  }

  private func forks(_ gain: Double, diverged: Int = 0) -> [ForkOutcome] {
    (0..<3).map {
      ForkOutcome(
        seed: UInt64($0 + 2), score: score + gain + 0.005 * Double($0 - 1), diverged: $0 < diverged, learnedShare: 0.1,
        secondsPerEpoch: 0.5)
    }
  }

  private func outcome(
    _ title: String, gain: Double, half: Double, cost: Double?, restores: Bool = false, diverged: Int = 0
  ) -> RemedyOutcome {
    RemedyOutcome(
      title: title, forks: forks(gain, diverged: diverged), score: score + gain,
      gain: Estimate(value: gain, low: gain - half, high: gain + half), cost: cost, restores: restores)
  }

  private var ownFindings: [Finding] {
    [
      Finding(
        .vanishingGradient, severity: .problem, layers: Array(0..<max(1, hidden - 2)),
        "The gradient of <hidden 1> & others is 1e-5 of that of the last before training.",
        evidence: [
          .init(what: "gradient <first> over last", value: 1e-5, limit: 1e-3, reason: "made up & short"),
          .init(what: "another", value: .nan, limit: .infinity, reason: ""),
        ]),
      Finding(
        .fewDirections, layers: [hidden - 1], "All examples look alike.",
        evidence: [.init(what: "effective rank", value: 1.2, limit: 1.5, reason: "made up")],
        followsFrom: .vanishingGradient),
      Finding(
        .memorising, severity: .note, step: 12, "Something else.",
        evidence: [.init(what: "gain", value: 0.4, limit: 0.5, reason: "made up"), .init("A <sentence> & no number.")]),
    ]
  }

  func record() throws -> RunRecord {
    let layers =
      try network.map { try Layer.parse(list: $0) }
      ?? (try Layer.parse(list: hidden == 0 ? "dense 2" : "repeat \(hidden) (dense 16, \(activation)), dense 2"))
    let count = 40
    let examples = Examples(
      inputs: (0..<count * 4).map { Float($0 % 9) / 4 - 1 }, inputSize: 4,
      targets: .classes((0..<count).map { Int32($0 % 2) }, names: ["a", "<b>"]))
    var plan = TrainingPlan(
      loss: .softmaxCrossEntropy, learningRate: 0.02, epochs: max(1, epochs), batchSize: 4)
    plan.options.weightDecay = 1e-4
    return RunRecord(
      network: Network(inputShape: [4], layers: layers), plan: plan, inputs: InputReading(examples),
      targets: TargetReading(examples.targets), stepsPerEpoch: 10, moments: steps.map(moment),
      epochs: (0..<epochs).map { epoch in
        let isBroken = brokenFrom.map { (epoch + 1) * 10 >= $0 } ?? false
        return EpochSummary(
          epoch: epoch + 1, learningRate: 0.02, trainLoss: isBroken ? .nan : 0.7 - 0.01 * Double(epoch),
          validation: Metrics(loss: isBroken ? .infinity : 0.7, score: isBroken ? .nan : score), seconds: 0.5,
          isDiverged: isBroken)
      }, firstNotFinite: brokenFrom.map { NotFinite(step: $0, source: .output, layer: 0, name: "hidden 1") })
  }

  private func moment(_ step: Int) -> RunMoment {
    let isBroken = brokenFrom.map { step >= $0 } ?? false
    let layers = (0...hidden).map { place -> LayerReading in
      let isOutput = place == hidden
      var leaves = 1.0
      for _ in place..<hidden { leaves *= factor }
      let growth = 1 + 0.05 * Double(step)
      let spread = isBroken ? Double.infinity : 1.0 / Double(place + 1)
      var reading = LayerReading(
        layer: place, name: isOutput ? "output" : "hidden \(place + 1)", activation: isOutput ? nil : activation,
        units: isOutput ? 2 : 16)
      reading.preActivation = Moments(
        mean: isBroken ? .nan : 0.1 * Double(place), deviation: spread, notFiniteShare: isBroken ? 0.5 : 0)
      reading.output = Moments(mean: 0.5, deviation: 0.2)
      reading.gradient = Moments(deviation: isBroken ? .nan : leaves * growth)
      reading.deadShare = isBroken ? 1 : min(1, 0.02 * Double(place * step))
      reading.saturatedShare = isBroken ? .nan : Double(place) / Double(max(1, hidden) + 1)
      reading.weightNorm = isBroken ? .infinity : 4
      reading.updateNorm = step == 0 ? 0 : isBroken ? .nan : 0.004 * growth / Double(place + 1)
      if step == 0 || step == steps.last {
        // From one side of its mean to the other, narrower with depth.
        let ramp = (0..<200).map { (Float($0) / 100 - 1) / Float(place + 1) }
        reading.sketches = LayerSketches(
          preActivation: Sketch(ramp + (isBroken ? [.nan, .infinity] : [])),
          output: Sketch(ramp.map { diesOut && step > 0 ? 0 : max(0, $0) }),
          gradient: Sketch(ramp.map { $0 * Float(leaves) }))
      }
      if learned, !isOutput {
        reading.learned = (0..<4).map { 0.25 + (step == 0 ? 0 : 0.4 / Double(place + 1) + 0.02 * Double($0)) }
      }
      return reading
    }
    return RunMoment(step: step, loss: isBroken ? .nan : 0.7, learningRate: step == 0 ? 0 : 0.02, layers: layers)
  }
}
