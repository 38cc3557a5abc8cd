import Activations
import Datasets
import NeuralNetworks
import Randomness
import Statistics
import Studies

/// Studies of data on which no activation is better than another, with the real trainer: whatever they call better or
/// worse is false.
///
/// For classes the labels are drawn independently of the inputs, and judged by accuracy: every network's true accuracy is
/// chance, whatever it learned. (Not by log-loss, and not for numbers: there overfitting really costs, and who overfits
/// less really is better.) For numbers all names stand for one function, each with random streams of its own.
struct NullStudy: Sendable {
  let name: String
  /// 0 for numbers.
  var classes: Int
  var rows: Int
  var hasTestPart = false
  var seeds = 10
  var activations = 3
  /// A race of so many trials.
  var budget: Int?

  /// The combinations that the guide lists.
  static let all = [
    NullStudy(name: "2 classes, 300 rows", classes: 2, rows: 300),
    NullStudy(name: "the same with 80 seeds", classes: 2, rows: 300, seeds: 80),
    NullStudy(name: "3 classes, 100 rows, 9 activations", classes: 3, rows: 100, activations: 9),
    NullStudy(name: "5 classes, 1,000 rows, 300 of them a test part", classes: 5, rows: 1_000, hasTestPart: true),
    NullStudy(
      name: "2 classes, 3,000 rows, 900 of them a test part, 9 activations", classes: 2, rows: 3_000, hasTestPart: true,
      activations: 9),
    NullStudy(name: "numbers, 300 rows, 80 seeds", classes: 0, rows: 300, seeds: 80),
    NullStudy(
      name: "numbers, 500 rows, 150 of them a test part, 9 names", classes: 0, rows: 500, hasTestPart: true,
      activations: 9),
    NullStudy(name: "3 classes, 300 rows, a race", classes: 3, rows: 300, budget: 700),
  ]

  private static let inputs = 5

  /// Data of one study.
  func dataset(_ study: Int) -> Dataset {
    var stream = RandomStream(seed: UInt64(study), purpose: .test, index: UInt32(rows), step: UInt32(classes))
    let values = stream.normals(rows * Self.inputs)
    let targets: Targets
    if classes > 0 {
      targets = .classes(
        (0..<rows).map { _ in Int32(stream.integer(below: classes)) }, names: (0..<classes).map { "c\($0)" })
    } else {
      targets = .values(
        (0..<rows).map { row in
          let x = values[row * Self.inputs..<(row + 1) * Self.inputs]
          let first = x[x.startIndex]
          return first + 0.5 * first * x[x.startIndex + 1] + 0.7 * stream.normal()
        }, width: 1)
    }
    return Dataset(
      name: "null-\(study)", description: "\(rows) rows without a difference", inputShape: [Self.inputs],
      examples: Examples(inputs: values, inputSize: Self.inputs, targets: targets),
      testStart: hasTestPart ? rows - 3 * rows / 10 : nil, scaling: .perFeature)
  }

  func plan(_ dataset: Dataset) throws -> StudyPlan {
    let names = ["relu", "linear", "tanh", "gelu", "swish", "mish", "elu", "sigmoid", "leaky-relu"]
    var plan = StudyPlan(
      data: [StudyData(source: dataset.name, summary: try DataSummary(dataset))],
      activations: try names.prefix(activations).map { try ActivationChoice($0) },
      grid: Grid(depths: [1], widths: [8], batches: [32]), epochs: 8, tuning: Tuning(rates: [0.01, 0.03, 0.1, 0.3]),
      seeds: seeds, metric: classes > 0 ? .accuracy : .r2, hasReferences: false)
    if let budget {
      plan.budget = .trials(budget)
      plan.seeds = RaceLength.seeds(plan, trials: budget)
    }
    return plan
  }

  /// The verdicts of one study, run on this thread. Nil if it was cancelled.
  func verdicts(_ study: Int, isCancelled: () -> Bool) throws -> [Verdict]? {
    let dataset = dataset(study)
    let plan = try plan(dataset)
    var standIn: TrainedTrial.StandIn?
    if classes == 0 {
      // ReLU under every name, each with its own initial weights and order of the data.
      let places = Dictionary(uniqueKeysWithValues: plan.activations.enumerated().map { ($1, UInt64($0)) })
      standIn = { key in (plan.baseline, key.seed &+ (places[key.choice] ?? 0) &* 1_000_000_007) }
    }
    return try OneThread.result(plan, dataset, standIn: standIn, isCancelled: isCancelled).map {
      $0.settings.flatMap { $0.leaderboard.map(\.verdict) }
    }
  }

  /// How many of the studies said that there is a difference.
  struct Outcome: Encodable {
    var name: String
    var studies: Int
    var falseStudies: Int
    /// Clopper and Pearson's 95 % interval of the share.
    var low: Double
    var high: Double
    var seconds: Double

    init(name: String, studies: Int, falseStudies: Int, seconds: Double) {
      (self.name, self.studies, self.falseStudies, self.seconds) = (name, studies, falseStudies, seconds)
      let share = Share.interval(falseStudies, of: studies)
      (low, high) = (share?.low ?? 0, share?.high ?? 1)
    }
  }
}

/// A whole study on one thread, in memory.
enum OneThread {
  static func result(
    _ plan: StudyPlan, _ dataset: Dataset, standIn: TrainedTrial.StandIn? = nil, isCancelled: () -> Bool
  ) throws -> StudyResult? {
    let trial = TrainedTrial(plan: plan, data: SettingData([dataset.name: dataset]), standIn: standIn)
    let schedule = StudySchedule(plan)
    var table = TrialTable()
    while let (_, keys) = schedule.next(table) {
      for key in keys {
        guard var record = try trial.run(key, isCancelled: isCancelled) else { return nil }
        record.epochs = []
        table.add(record)
      }
    }
    return try Leaderboard.result(
      StudyContents(
        plans: [PlanRecord(plan: plan, environment: .current, command: "", trialsBefore: 0)], table: table, curves: [:],
        layers: [:], seconds: 0, sessions: 1))
  }
}
