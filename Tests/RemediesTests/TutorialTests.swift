import Datasets
import Diagnostics
import NeuralNetworks
import Remedies
import Testing

/// The seven cases of Documentation/diagnosis.md at small size: the cause is named first, and what it points to restores
/// learning; a healthy network of each kind carries no problem.
@Suite struct TutorialTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var layers: String
    var initialization = Initialization.variancePreserving
    var rate = 0.02
    var factor: Float = 1
    var kind: Finding.Kind
    /// Part of the name of a remedy that must restore learning.
    var remedy: String
    /// The same kind of network without the fault.
    var healthy: String
    var healthyInitialization = Initialization.variancePreserving
    var healthyRate = 0.02

    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "deep sigmoid", layers: "repeat 20 (dense 64, sigmoid)", kind: .vanishingGradient,
      remedy: "batch normalisation", healthy: "dense 64, sigmoid, dense 64, sigmoid", healthyRate: 0.1),
    Case(
      name: "deep tanh", layers: "repeat 20 (dense 64, tanh)", initialization: .torchDefault, kind: .varianceCollapse,
      remedy: "critical gain", healthy: "repeat 8 (dense 64, tanh)", healthyInitialization: .lecun),
    Case(
      name: "ReLU, badly initialised", layers: "repeat 10 (dense 64, relu)", initialization: .torchDefault,
      kind: .varianceCollapse, remedy: "corrected gain", healthy: "repeat 6 (dense 64, relu)"),
    Case(
      name: "ReLU at a high rate", layers: "repeat 3 (dense 64, relu)", rate: 0.6, kind: .updatesTooLarge,
      remedy: "rate ÷ 30", healthy: "repeat 3 (dense 64, relu)"),
    Case(
      name: "SELU without LeCun's weights", layers: "repeat 20 (dense 64, selu)", initialization: .he, rate: 0.01,
      kind: .varianceBlowUp, remedy: "corrected gain", healthy: "repeat 20 (dense 64, selu)",
      healthyInitialization: .lecun, healthyRate: 0.01),
    Case(
      name: "inputs that are not scaled", layers: "dense 64, tanh, dense 64, tanh", factor: 100, kind: .inputScaling,
      remedy: "scaled inputs", healthy: "dense 64, tanh, dense 64, tanh"),
  ]

  static let data = Result { try Dataset.load("digits").prepared(trainLimit: 1_500) }

  private func setup(
    _ layers: String, _ initialization: Initialization, _ rate: Double, _ data: PreparedData
  ) throws -> RunSetup {
    RunSetup(
      network: try Network(
        inputShape: data.inputShape, layers: try Layer.parse(list: layers), initialization: initialization
      ).ending(outputs: 10),
      plan: TrainingPlan(loss: .softmaxCrossEntropy, learningRate: rate, epochs: 6, batchSize: 64), data: data)
  }

  private func diagnosis(_ setup: RunSetup, only: [String] = [], seeds: Int = 3) throws -> Diagnosis {
    var doctor = Diagnostician(setup, name: "test")
    doctor.seeds = seeds
    doctor.only = only
    doctor.triesRemedies = !only.isEmpty
    let record = try #require(try doctor.follow())
    return try #require(try doctor.diagnose(record) { count, work in (0..<count).map(work) })
  }

  @Test(arguments: cases)
  func causeIsNamedAndRemedyRestores(tried: Case) throws {
    let data = try Self.data.get().changingInputs { $0 = $0.map { $0 * tried.factor } }
    let diagnosis = try diagnosis(
      try setup(tried.layers, tried.initialization, tried.rate, data), only: [tried.remedy])
    let first = try #require(diagnosis.findings.first)
    #expect(first.kind == tried.kind && first.severity == .problem, "\(diagnosis.findings.map(\.statement))")
    #expect(diagnosis.isHarmed)
    #expect(
      diagnosis.restoring.map(\.title) == [tried.remedy],
      "\(tried.remedy): \(diagnosis.trials.map { ($0.score, $0.gain) }) of \(diagnosis.target)")
  }

  @Test(arguments: cases)
  func healthyOneCarriesNoProblem(tried: Case) throws {
    let diagnosis = try diagnosis(
      try setup(tried.healthy, tried.healthyInitialization, tried.healthyRate, try Self.data.get()))
    #expect(diagnosis.findings.allSatisfy { $0.severity != .problem }, "\(diagnosis.findings.map(\.statement))")
    #expect(!diagnosis.isHarmed && diagnosis.trials.isEmpty)
  }

  /// From a checkpoint, remedies that keep the parameters go on with them.
  @Test func forksFromACheckpoint() throws {
    let setup = try setup("repeat 2 (dense 32, relu)", .variancePreserving, 0.02, try Self.data.get())
    let run = try setup.begin()
    for _ in 0..<3 { _ = try run.runEpoch() }
    var doctor = Diagnostician(setup, name: "test")
    (doctor.seeds, doctor.only, doctor.checkpoint) = (2, ["rate ÷ 3"], try run.state())
    let record = try #require(try doctor.follow())
    let diagnosis = try #require(try doctor.diagnose(record) { count, work in (0..<count).map(work) })
    #expect(diagnosis.origin == .checkpoint)
    // Three epochs ahead of a run from the start.
    doctor.checkpoint = nil
    let start = try #require(try doctor.diagnose(record) { count, work in (0..<count).map(work) })
    #expect(diagnosis.unchanged[0].learnedShare > start.unchanged[0].learnedShare)
  }

  /// A fork that was not run makes no diagnosis.
  @Test func cancelled() throws {
    let setup = try setup("dense 16, relu", .variancePreserving, 0.02, try Self.data.get())
    let doctor = Diagnostician(setup, name: "test")
    let record = try #require(try doctor.follow())
    #expect(try doctor.diagnose(record) { count, _ in Array(repeating: nil, count: count) } == nil)
    #expect(try doctor.follow { $0 < 0.3 } == nil)
  }
}
