import Activations
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Testing

/// Findings on runs whose truth is known. The whole measure, with several seeds each, is `hillock bench findings`.
@Suite struct FindingTests {
  static let digits = Result { try Dataset.load("digits").prepared(trainLimit: 1_000) }

  @Test(arguments: PlantedFault.all.map(\.name))
  func plantedFaultIsNamedFirst(name: String) throws {
    let fault = try #require(PlantedFault.all.first { $0.name == name })
    // Chance can make one network of a kind another thing; not three.
    let trials = try (1...3).map { try FindingTrial.planted(fault, data: try Self.digits.get(), seed: $0) }
    let found = trials.map { $0.findings.first?.kind.rawValue ?? "nothing" }
    #expect(trials.count { $0.isNamedFirst } >= 2, "\(name): \(found)")
  }

  /// Faults cover every kind of finding but the one that only comes with depth, and are at least 15.
  @Test func faultsCoverTheKinds() {
    let planted = Set(PlantedFault.all.map(\.kind))
    #expect(PlantedFault.all.count >= 15)
    #expect(Set(PlantedFault.all.map(\.name)).count == PlantedFault.all.count)
    #expect(planted.isSuperset(of: Set(Finding.Kind.allCases).subtracting([.fewDirections])))
  }

  @Test(arguments: HealthyRun.beds.indices)
  func healthyRunsCarryNoProblem(bed: Int) throws {
    let bed = HealthyRun.beds[bed]
    let data = try Dataset.load(bed.data).prepared(trainLimit: 1_000)
    let runs = HealthyRun.all(seed: 400).filter {
      $0.bed == bed && ["relu", "tanh", "gelu"].contains($0.activation.name)
    }
    let trials = try runs.map { try FindingTrial.healthy($0, data: data) }
    #expect(trials.contains { $0.isHealthy })
    for trial in trials where trial.isHealthy {
      #expect(!trial.hasProblem, "\(trial.name): \(trial.findings.first?.statement ?? "")")
    }
  }

  private func record(_ layers: String, rate: Double = 0.02, epochs: Int = 2) throws -> RunRecord {
    let data = try Self.digits.get()
    let setup = RunSetup(
      network: try Network(inputShape: data.inputShape, layers: try Layer.parse(list: layers)).ending(outputs: 10),
      plan: TrainingPlan(loss: .softmaxCrossEntropy, learningRate: rate, epochs: epochs, batchSize: 64), data: data)
    let watch = try RunWatch(try setup.begin())
    try watch.runAll()
    return watch.record
  }

  /// The gradient underflows to 0 without a crash or a NaN, and the finding says where.
  @Test func deepSigmoidUnderflowsGracefully() throws {
    let record = try record("repeat 120 (dense 32, sigmoid)")
    #expect(record.firstNotFinite == nil)
    for layer in record.moments.flatMap(\.layers) {
      #expect(layer.gradient.deviation.isFinite && layer.gradientNorm.isFinite && layer.gradient.notFiniteShare == 0)
    }
    let first = try #require(Examination(record).findings().first)
    #expect(first.kind == .vanishingGradient && first.severity == .problem)
    #expect(first.layers.first == 0 && first.layers.count > 100)
    let zero = try #require(record.moments[0].layers.last { $0.gradient.rootMeanSquare == 0 })
    #expect(first.statement.contains("underflows to 0 in \(zero.name) "), "\(first.statement)")
    // 50 layers are lost without being 0.
    let fifty = try #require(Examination(try self.record("repeat 50 (dense 32, sigmoid)")).findings().first)
    #expect(fifty.kind == .vanishingGradient && fifty.statement.contains("hidden 1 "))
  }

  /// Where nothing is measured, the evidence is a sentence with step and layer, and survives being written down.
  @Test func aLostNumberIsSaidWithStepAndLayer() throws {
    var record = try record("dense 8, relu", rate: 0.1, epochs: 1)
    record.firstNotFinite = NotFinite(step: 9, source: .output, layer: 0, name: "hidden 1")
    let found = try #require(Examination(record).findings().first { $0.kind == .notFinite })
    #expect(found.step == 9 && found.layers == [0])
    let evidence = try #require(found.evidence.first)
    #expect(evidence.what == "NaN or infinity stood first in the outputs of hidden 1, in step 9.")
    #expect(evidence.value == nil && evidence.limit == nil)
    #expect(try JSONDecoder().decode(Finding.self, from: JSONEncoder().encode(found)) == found)
  }

  /// Limits are relative and can be set: with another one the same record says another thing.
  @Test func limitsCanBeSet() throws {
    let record = try record("repeat 4 (dense 32, sigmoid)")
    var thresholds = Thresholds()
    thresholds.gradientRatio = 1e-9
    #expect(!Examination(record, thresholds: thresholds).findings().contains { $0.kind == .vanishingGradient })
    thresholds.gradientRatio = 0.5
    let finding = try #require(
      Examination(record, thresholds: thresholds).findings().first { $0.kind == .vanishingGradient })
    #expect(finding.evidence.first?.limit == 0.5)
    for limit in Thresholds.all {
      #expect(thresholds[keyPath: limit.path] > 0 && !limit.reason.isEmpty && !limit.meaning.isEmpty, "\(limit.name)")
    }
    #expect(Set(Thresholds.all.map(\.name)).count == Thresholds.all.count)
  }

  /// A mechanism without harm is a warning; against a reference that learns far more, a problem.
  @Test func severityGoesByHarm() throws {
    var record = try record("repeat 4 (dense 32, sigmoid)", rate: 0.1, epochs: 1)
    var thresholds = Thresholds()
    thresholds.gradientRatio = 0.5
    record.epochs[0].trainLoss = 0.1
    #expect(Examination(record, thresholds: thresholds).findings().first?.severity == .warning)
    var reference = record
    reference.epochs[0].trainLoss = 0.01
    record.epochs[0].trainLoss = 1.4
    #expect(Examination(record, thresholds: thresholds, reference: reference).findings().first?.severity == .problem)
  }
}

@Suite struct RunWatchTests {
  /// Being watched changes nothing.
  @Test(arguments: ["dense 16, relu", "dense 16, batch-norm, tanh, dropout 0.2"])
  func watchingChangesNothing(layers: String) throws {
    let data = try Dataset.load("moons").prepared(trainLimit: 200)
    let setup = RunSetup(
      network: try Network(inputShape: data.inputShape, layers: try Layer.parse(list: layers)).ending(outputs: 2),
      plan: TrainingPlan(
        loss: .softmaxCrossEntropy, optimizer: try Optimizer("adam"), learningRate: 0.01, epochs: 3, batchSize: 32),
      data: data)
    let plain = try setup.begin()
    while !plain.isFinished { _ = try plain.runEpoch() }
    let watch = try RunWatch(try setup.begin(), schedule: ProbeSchedule(steps: Array(0...18)))
    try watch.runAll()
    #expect(try plain.trainer.parameters() == watch.run.trainer.parameters())
    #expect(plain.epochs.map(\.trainLoss) == watch.record.epochs.map(\.trainLoss))
    #expect(watch.record.moments.map(\.step) == Array(0...18))
    #expect(watch.record.training != nil)
    // Each step's update is that step's.
    #expect(watch.record.moments.dropFirst().allSatisfy { $0.layers.allSatisfy { $0.updateNorm > 0 } })
  }

  /// A record goes on after a checkpoint, and is cut to it.
  @Test func recordsGoOn() throws {
    let data = try Dataset.load("moons").prepared(trainLimit: 200)
    let setup = RunSetup(
      network: try Network(inputShape: [2], layers: try Layer.parse(list: "dense 16, relu")).ending(outputs: 2),
      plan: TrainingPlan(loss: .softmaxCrossEntropy, learningRate: 0.1, epochs: 4, batchSize: 32), data: data)
    let whole = try RunWatch(try setup.begin())
    try whole.runAll()
    let first = try RunWatch(try setup.begin())
    for _ in 0..<2 { _ = try first.runEpoch() }
    let state = try first.run.state()
    _ = try first.runEpoch()
    let cut = try #require(first.record.trimmed(toEpochs: 2))
    #expect(cut.epochs.count == 2 && cut.stepCount == 12 && cut.moments.allSatisfy { $0.step <= 12 })
    #expect(first.record.trimmed(toEpochs: 4) == nil)
    let run = try TrainingRun(network: setup.network, plan: setup.plan, data: data, resuming: state)
    #expect(throws: NetworkError.self) { try RunWatch(run) }
    #expect(throws: NetworkError.self) { try RunWatch(run, record: first.record) }
    let rest = try RunWatch(run, record: cut)
    try rest.runAll()
    #expect(rest.record.moments.map(\.layers) == whole.record.moments.map(\.layers))
    // What was written before the last checkpoint goes on with a gap.
    let older = try #require(first.record.trimmed(toEpochs: 1)?.continued(by: state.epochs))
    #expect(older.epochs.count == 2 && older.stepCount == 12)
    let again = try RunWatch(
      try TrainingRun(network: setup.network, plan: setup.plan, data: data, resuming: state), record: older)
    try again.runAll()
    #expect(again.record.moments.last?.layers == whole.record.moments.last?.layers)
    #expect(first.record.continued(by: state.epochs)?.moments == cut.moments)
  }

  /// The first place with NaN or infinity.
  @Test func firstPlaceThatIsNotFinite() throws {
    let data = try Dataset.load("moons").prepared(trainLimit: 200)
    func record(_ data: PreparedData, _ alteration: @escaping @Sendable (inout [ParameterGroup]) -> Void) throws
      -> RunRecord
    {
      let setup = RunSetup(
        network: try Network(inputShape: [2], layers: try Layer.parse(list: "dense 8, relu, dense 8, relu")).ending(
          outputs: 2),
        plan: TrainingPlan(loss: .softmaxCrossEntropy, learningRate: 0.1, epochs: 2, batchSize: 32), data: data,
        alteration: alteration)
      let watch = try RunWatch(try setup.begin())
      try watch.runAll()
      return watch.record
    }
    // Weights that are NaN from the start.
    let weights = try record(data) { $0[2].values[0] = .nan }
    #expect(weights.firstNotFinite == NotFinite(step: 1, source: .weights, layer: 1, name: "hidden 2"))
    // Finite weights whose products overflow.
    let output = try record(data) { groups in
      for i in [0, 2] { groups[i].values = groups[i].values.map { _ in 1e30 } }
    }
    #expect(output.firstNotFinite == NotFinite(step: 1, source: .output, layer: 1, name: "hidden 2"))
    // A NaN among the inputs, and its place.
    let spoilt = data.changingInputs { $0[7] = .nan }
    let inputs = try record(spoilt) { _ in }
    #expect(inputs.firstNotFinite?.source == .inputs)
    #expect(inputs.inputs.firstNotFinite == InputReading.Place(example: 4, feature: 2))
  }
}

@Suite struct InputReadingTests {
  @Test func momentsByFeature() {
    // Feature 1 is constant, feature 2 varies ten times as much as feature 3.
    let examples = Examples(
      inputs: [5, -10, 1, 5, 10, 3], inputSize: 3, targets: .classes([0, 1], names: ["a", "b"]))
    let reading = InputReading(examples)
    #expect(reading.constantFeatures == 1 && reading.features == 3)
    #expect(abs(reading.spread - 10 / 10) < 1e-12 || abs(reading.spread - 10) < 1e-12)
    #expect(abs(reading.moments.mean - 14.0 / 6) < 1e-9)
    #expect(reading.moments.smallest == -10 && reading.moments.largest == 10)
    // √((25 + 0 + 4) / (25 + 100 + 5))
    #expect(abs(reading.meanShift - (29.0 / 130).squareRoot()) < 1e-9)
    let targets = TargetReading(examples.targets)
    #expect(abs(targets.constantLoss - 0.693147180559945) < 1e-12 && targets.constantScore == 0.5)
    let values = TargetReading(.values([1, 10, 3, 30], width: 2))
    #expect(abs(values.constantLoss - (1 + 100) / 2) < 1e-9 && values.largest == 30)
  }
}
