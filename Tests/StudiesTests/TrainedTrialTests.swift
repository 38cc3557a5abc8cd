import Activations
import Datasets
import Diagnostics
import NeuralNetworks
import Statistics
import Studies
import TestSupport
import Testing

/// Real networks, small.
@Suite struct TrainedTrialTests {
  static func plan(_ data: Dataset, _ names: [String]) throws -> StudyPlan {
    StudyPlan(
      data: [StudyData(source: data.name, summary: DataSummary(data, try data.prepared()))],
      activations: try names.map { try ActivationChoice($0) }, grid: Grid(depths: [2], widths: [12], batches: [32]),
      epochs: 4, tuning: Tuning(rates: [0.03, 0.2], seeds: 1), seeds: 2, hasReferences: false)
  }

  static func result(_ folder: String, jobs: Int) throws -> StudyResult {
    let data = try Dataset.load("moons")
    let plan = try plan(data, ["relu", "prelu", "tanh", "binary-step"])
    let store = try StoreTests.store(folder, plan)
    let trial = TrainedTrial(plan: plan, data: SettingData([data.name: data]))
    let runner = StudyRunner(plan: plan, store: store, jobs: jobs) { (key, stop) throws(StudyError) in
      try trial.run(key, isCancelled: stop)
    }
    try runner.run()
    return try Leaderboard.result(try store.contents()).figures
  }

  @Test func bitsAreTheSameTwiceAndWithTwoJobs() throws {
    let first = try withScratchFolder { try Self.result($0, jobs: 1) }
    let again = try withScratchFolder { try Self.result($0, jobs: 1) }
    let both = try withScratchFolder { try Self.result($0, jobs: 2) }
    #expect(try first.json() == again.json())
    #expect(try first.json() == both.json())
    let rows = first.settings[0].leaderboard
    #expect(try #require(rows.first { $0.choice.activation.name == "relu" }?.score).value > 0.9)
    let step = try #require(rows.first { $0.choice.activation.name == "binary-step" })
    let last = step.layers.filter { $0.epoch > 0 }.map(\.probe)
    #expect(last.map(\.name) == ["hidden 1", "hidden 2", "output"] && step.layers.count == 6)
    #expect(last[0].deadShare == 1 && last[0].gradientNorm == 0)
    #expect(last[2].gradientNorm > 0 && last[2].updateRatio > 0)
    #expect(step.curve.map(\.epoch) == [0, 1, 2, 3, 4] && step.curve.allSatisfy { $0.seeds == 2 })
  }

  /// Only the function is swapped: the weights start with the baseline's gain.
  @Test func swappedTrialsStartLikeTheBaseline() throws {
    let data = try Dataset.load("moons")
    let plan = try Self.plan(data, ["relu", "sigmoid"])
    let setting = plan.settings[0]
    let trial = TrainedTrial(plan: plan, data: SettingData([data.name: data]))
    func weights(_ phase: Phase, _ place: Int) throws -> [[Float]] {
      let key = TrialKey(
        phase: phase, setting: setting.identifier, choice: plan.activations[place],
        hyperparameters: Hyperparameters(learningRate: 0.1), replicate: 1, seed: 1)
      return try trial.trainer(key, setting, try data.prepared()).parameters().map(\.values)
    }
    #expect(try weights(.swap, 1) == weights(.final, 0))
    #expect(try weights(.final, 1) != weights(.final, 0))
  }

  @Test func divergenceIsAResult() throws {
    let data = try Dataset.load("moons")
    let plan = try Self.plan(data, ["squared-relu"])
    let key = TrialKey(
      phase: .final, setting: plan.settings[0].identifier, choice: plan.activations[0],
      hyperparameters: Hyperparameters(learningRate: 1e6), seed: 1)
    let record = try #require(try TrainedTrial(plan: plan, data: SettingData([data.name: data])).run(key))
    #expect(record.outcome.divergedInEpoch != nil && record.outcome.testScore == nil)
    #expect(record.outcome.reason?.contains("loss was") ?? false)
  }

  @Test func regression() throws {
    let data = try withScratchFolder { folder in
      let rows = (0..<600).map { i in
        let x = Double(i % 40) / 10 - 2
        let y = Double(i % 23) / 10 - 1
        return "\(x),\(y),\(x * x - 2 * y + 0.5 * x * y + 100)"
      }
      try write(Array(("x,y,z\n" + rows.joined(separator: "\n")).utf8), to: folder + "/t.csv")
      return try Dataset.load(folder + "/t.csv")
    }
    #expect(try data.prepared().task == .regression)
    var plan = try Self.plan(data, ["tanh"])
    plan.epochs = 60
    let key = TrialKey(
      phase: .final, setting: plan.settings[0].identifier, choice: plan.activations[0],
      hyperparameters: Hyperparameters(learningRate: 0.05), seed: 1)
    let record = try #require(try TrainedTrial(plan: plan, data: SettingData([data.name: data])).run(key))
    #expect(try #require(record.outcome.testScore) > 0.97)
  }
}
