import Activations
import Datasets
import Diagnostics
import NeuralNetworks
import Studies

/// Plans and trials without networks.
enum Fixture {
  static func plan(
    _ names: [String] = ["relu", "tanh", "gelu"], seeds: Int = 3, rates: [Double] = [0.01, 0.1], refinements: Int = 0,
    depths: [Int] = [2], budget: Budget? = nil, hasSwapOnly: Bool = false, hasReferences: Bool = false,
    data: DataSummary = data, tunings: Int = 2
  ) throws -> StudyPlan {
    StudyPlan(
      data: [StudyData(source: "none", summary: data)], activations: try names.map { try ActivationChoice($0) },
      grid: Grid(depths: depths, widths: [4], batches: [8]), epochs: 2,
      tuning: Tuning(rates: rates, refinements: refinements, seeds: tunings), seeds: seeds, hasSwapOnly: hasSwapOnly,
      hasReferences: hasReferences, budget: budget)
  }

  static let data = DataSummary(
    name: "none", description: "made up", trainCount: 80, validationCount: 10, testCount: 10, inputShape: [2],
    classNames: ["a", "b"], isClassification: true, outputCount: 2, fingerprint: "0")

  /// A table of 100 rows that is split.
  static let split = DataSummary(
    name: "none", description: "made up", trainCount: 72, validationCount: 8, testCount: 20, inputShape: [2],
    classNames: ["a", "b"], isClassification: true, outputCount: 2, fingerprint: "0", replication: .splits,
    exampleCount: 100)

  static let environment = StudyEnvironment(
    hillockVersion: "0", processor: "none", cores: 1, instructionSet: "none", oneDNNVersion: "0", system: "none")

  /// Scores that depend on the key alone; the rate 0.1 is the better one, except for tanh; "mish" diverges always.
  static func trial(_ key: TrialKey) -> TrialRecord {
    let name = key.choice.activation.name
    if name == "mish" {
      return TrialRecord(
        key: key, outcome: TrialOutcome(divergedInEpoch: 1, reason: "made up", millisecondsPerEpoch: 1), epochs: [])
    }
    let likes: Double = name == "tanh" ? 0.01 : 0.1
    let bonus = Double(name.utf8.count) * 0.003 + (key.hyperparameters.learningRate == likes ? 0.1 : 0)
    let score = 0.7 + bonus + Double(key.seed % 7) * 0.001
    let layer = LayerProbe(
      layer: 0, name: "hidden 1", preActivationMean: 0.1, preActivationDeviation: .nan, outputMean: 1 / 3,
      outputDeviation: 0.2, deadShare: 0.25, saturatedShare: 0.5, gradientNorm: 1e-7, updateRatio: 0)
    // Differences that are all the same would say nothing of how much they vary.
    let wobble = Double((key.seed * 31 + name.utf8.reduce(0) { $0 + UInt64($1) }) % 5) * 0.0003
    let test = key.phase.isTuning ? nil : score + wobble
    return TrialRecord(
      key: key,
      outcome: TrialOutcome(
        validationScore: score, validationLoss: 1 - score, testScore: test, testLoss: test.map { 1 - $0 },
        millisecondsPerEpoch: 2),
      epochs: [EpochRecord(epoch: 0, trainLoss: nil, validationLoss: 1, validationScore: 0.1, layers: [layer])])
  }

  /// The study with all its trials, run in memory.
  static func table(_ plan: StudyPlan, _ trial: (TrialKey) -> TrialRecord = trial) -> TrialTable {
    let schedule = StudySchedule(plan)
    var table = TrialTable()
    while let (_, keys) = schedule.next(table) {
      for key in keys {
        var record = trial(key)
        record.key = key
        table.add(record)
      }
    }
    return table
  }

  static func result(_ plan: StudyPlan, _ table: TrialTable) throws -> StudyResult {
    try Leaderboard.result(
      StudyContents(
        plans: [PlanRecord(plan: plan, environment: environment, command: "none", trialsBefore: 0)], table: table,
        curves: [:], layers: [:], seconds: 0, sessions: 1))
  }
}
