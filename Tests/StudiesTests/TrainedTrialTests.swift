import Activations
import Datasets
import Diagnostics
import Studies
import TestSupport
import Testing

/// Real networks, small.
@Suite struct TrainedTrialTests {
  static func plan(_ data: PreparedData, _ names: [String]) throws -> StudyPlan {
    let activations = try names.map { try Activation($0) }
    return StudyPlan(
      dataName: "moons", dataFingerprint: data.fingerprint, activations: activations, baseline: activations[0],
      hidden: [12, 12], epochs: 4, batchSize: 32, learningRates: [0.03, 0.2], optimizer: "SGD (momentum 0.9)",
      tuningSeeds: [11], finalSeeds: [1, 2])
  }

  static func figures(_ folder: String, jobs: Int) throws -> StudyResult {
    let data = try Dataset.load("moons").prepared()
    let plan = try plan(data, ["relu", "prelu", "tanh", "binary-step"])
    let store = try StudyStore(
      path: folder + "/study.sqlite", plan: plan, data: Fixture.data, environment: Fixture.environment)
    let trial = TrainedTrial(plan: plan, data: data)
    let runner = StudyRunner(plan: plan, store: store, jobs: jobs) { (key, stop) throws(StudyError) in
      try trial.run(key, isCancelled: stop)
    }
    try runner.run()
    return try runner.result(data: Fixture.data, environment: Fixture.environment).figures
  }

  @Test func bitsAreTheSameTwiceAndWithTwoJobs() throws {
    let first = try withScratchFolder { try Self.figures($0, jobs: 1) }
    let again = try withScratchFolder { try Self.figures($0, jobs: 1) }
    let both = try withScratchFolder { try Self.figures($0, jobs: 2) }
    #expect(try first.json() == again.json())
    #expect(try first.json() == both.json())
    let relu = try #require(first.leaderboard.first { $0.activation.name == "relu" }?.score)
    #expect(relu.value > 0.9)
    let probes = try #require(first.finalTrials.first { $0.key.activation.name == "binary-step" }?.epochs.last?.layers)
    #expect(probes.map(\.name) == ["hidden 1", "hidden 2", "output"])
    #expect(probes[0].deadShare == 1 && probes[0].gradientNorm == 0)
    #expect(probes[2].gradientNorm > 0 && probes[2].updateRatio > 0)
  }

  @Test func divergenceIsAResult() throws {
    let data = try Dataset.load("moons").prepared()
    let plan = try Self.plan(data, ["squared-relu"])
    let key = TrialKey(phase: .final, activation: plan.activations[0], learningRate: 1e6, seed: 1)
    let record = try #require(try TrainedTrial(plan: plan, data: data).run(key))
    #expect(record.divergedInEpoch != nil && record.testScore == nil)
  }

  @Test func regression() throws {
    let data = try withScratchFolder { folder in
      let rows = (0..<600).map { i in
        let x = Double(i % 40) / 10 - 2
        let y = Double(i % 23) / 10 - 1
        return "\(x),\(y),\(x * x - 2 * y + 0.5 * x * y + 100)"
      }
      try write(Array(("x,y,z\n" + rows.joined(separator: "\n")).utf8), to: folder + "/t.csv")
      return try Dataset.load(folder + "/t.csv").prepared()
    }
    #expect(data.task == .regression)
    var plan = try Self.plan(data, ["tanh"])
    plan.epochs = 60
    let key = TrialKey(phase: .final, activation: plan.activations[0], learningRate: 0.05, seed: 1)
    let record = try #require(try TrainedTrial(plan: plan, data: data).run(key))
    #expect(try #require(record.testScore) > 0.97)
  }
}
