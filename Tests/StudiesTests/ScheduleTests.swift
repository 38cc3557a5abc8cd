import Activations
import NeuralNetworks
import Statistics
import Studies
import Testing

@Suite struct ScheduleTests {
  /// From the made-up scores, without the bonus for one rate: a parabola over log₁₀ of the rate with its top at `peak`.
  static func trial(_ key: TrialKey, peak: Double) -> TrialRecord {
    var record = Fixture.trial(key)
    let distance = (key.hyperparameters.learningRate / peak).logarithm
    record.outcome.validationScore = 0.9 - 0.1 * distance * distance
    return record
  }

  @Test(arguments: [0.0004, 0.002, 0.013, 0.1, 0.55]) func tuningGoesFromCoarseToFine(peak: Double) throws {
    let plan = try Fixture.plan(["relu"], seeds: 2, rates: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3], refinements: 3)
    let table = Fixture.table(plan) { Self.trial($0, peak: peak) }
    let schedule = StudySchedule(plan)
    let tuning = try #require(schedule.tuning(plan.activations[0], in: schedule.settings[0].identifier, table))
    let best = try #require(tuning.best?.learningRate)
    #expect(abs((best / peak).logarithm) < 0.12, "\(best) for \(peak)")
    // Every activation gets as many, wherever its best rate lies.
    #expect(tuning.tried.count == 6 + 2 * 3)
    #expect(table.keys.count { $0.phase == .tuning } == plan.tuning.trialCount(for: .sgd()))
    #expect(!tuning.isRateAtEdge)
    for key in table.keys where key.phase == .final { #expect(key.hyperparameters.learningRate == best) }
    #expect(Set(table.keys.filter { $0.phase == .final }.map(\.seed)).isDisjoint(with: plan.tuningSeeds(0)))
  }

  @Test func whereEverythingDivergesSmallerRatesAreTried() throws {
    let plan = try Fixture.plan(["relu", "mish"], refinements: 1)
    let table = Fixture.table(plan) { key in
      key.choice.activation.name == "mish" && key.hyperparameters.learningRate < 0.002
        ? Fixture.trial(
          TrialKey(
            phase: key.phase, setting: key.setting, choice: try! ActivationChoice("relu"),
            hyperparameters: key.hyperparameters, seed: key.seed)) : Fixture.trial(key)
    }
    let schedule = StudySchedule(plan)
    let tuning = try #require(schedule.tuning(plan.activations[1], in: schedule.settings[0].identifier, table))
    #expect(tuning.best?.learningRate == 0.001 && tuning.isRateAtEdge)
  }

  @Test func decaysAndDropoutsAreTunedAlike() throws {
    var plan = try Fixture.plan(["relu", "tanh"])
    plan.tuning.weightDecays = [0, 1e-3]
    plan.tuning.dropouts = [0, 0.2]
    let table = Fixture.table(plan) { key in
      var record = Fixture.trial(key)
      if key.hyperparameters.weightDecay > 0, key.hyperparameters.dropout > 0 {
        record.outcome.validationScore? += 0.05
      }
      return record
    }
    let finals = table.keys.filter { $0.phase == .final }
    #expect(finals.count == 2 * 3)
    #expect(finals.allSatisfy { $0.hyperparameters.weightDecay == 1e-3 && $0.hyperparameters.dropout == 0.2 })
    for choice in plan.activations {
      // All eight on the first draw, the better half on the second.
      #expect(table.keys.count { $0.phase == .tuning && $0.choice == choice } == 8 + 4)
    }
  }

  /// One activation is clearly better and one clearly the same; the third differs by noise of which nothing can be made.
  @Test func aRaceSpendsSeedsWhereTheVerdictIsOpen() throws {
    let plan = try Fixture.plan(["relu", "gelu", "elu", "tanh"], seeds: 60, budget: .trials(100_000))
    let table = Fixture.table(plan) { key in
      var record = Fixture.trial(key)
      let wobble = Double((key.seed &* 2_654_435_761) % 101) / 101 - 0.5
      let base = 0.8 + 0.01 * wobble
      switch key.choice.activation.name {
      case "gelu": record.outcome.testScore = base + 0.05 + 0.0004 * Double(key.seed % 3)
      case "elu": record.outcome.testScore = base + 0.0002 * Double(key.seed % 3)
      case "tanh": record.outcome.testScore = base + 0.06 * (Double((key.seed &* 40_503) % 97) / 97 - 0.5)
      default: record.outcome.testScore = base
      }
      return record
    }
    let rows = try Fixture.result(plan, table).settings[0].leaderboard
    func row(_ name: String) throws -> LeaderboardRow { try #require(rows.first { $0.choice.activation.name == name }) }
    // The first looks spend next to nothing, and what is clear leaves soon all the same.
    #expect(
      try row("gelu").verdict == .better && row("gelu").seeds < 30 && row("gelu").decidedAtSeeds == row("gelu").seeds)
    #expect(try row("elu").verdict == .equivalent && row("elu").seeds < 30)
    #expect(try row("tanh").seeds > row("gelu").seeds && row("tanh").seeds == row("relu").seeds)
    func finals(_ name: String) -> Int { table.keys.count { $0.phase == .final && $0.choice.activation.name == name } }
    #expect(try finals("gelu") == row("gelu").seeds && finals("elu") == row("elu").seeds)
    #expect(finals("tanh") == finals("relu") && finals("tanh") <= 60)
  }

  /// Ties are common where scores are counts of a few validation rows.
  @Test func tiesGoToTheSmallerRateAndDivergenceLoses() throws {
    let plan = try Fixture.plan(["relu"], seeds: 2, rates: [0.01, 0.1, 1], tunings: 3)
    let schedule = StudySchedule(plan)
    func best(_ trial: (TrialKey) -> TrialRecord) throws -> Double? {
      schedule.tuning(plan.activations[0], in: schedule.settings[0].identifier, Fixture.table(plan, trial))?.best?
        .learningRate
    }
    #expect(
      try best { key in
        var record = Fixture.trial(key)
        record.outcome.validationScore = 0.9
        return record
      } == 0.01)
    // The best rate diverges on one inner split of three.
    #expect(
      try best { key in
        var record = Fixture.trial(key)
        record.outcome.validationScore = key.hyperparameters.learningRate == 0.1 ? 0.99 : 0.5
        if key.hyperparameters.learningRate == 0.1, key.seed == 1_000_003 {
          record.outcome = TrialOutcome(divergedInEpoch: 2, reason: "made up")
        }
        return record
      } == 0.01)
  }

  /// A table is tuned anew in each of ten splits, further seeds repeat within them.
  @Test func splitsAreTunedAnew() throws {
    let plan = try Fixture.plan(["relu", "tanh"], seeds: 25, data: Fixture.split)
    let table = Fixture.table(plan)
    let finals = table.keys.filter { $0.phase == .final && $0.choice == plan.activations[1] }
    #expect(Set(finals.map(\.replicate)) == Set(0..<10) && finals.count == 25)
    #expect(finals.allSatisfy { $0.replicate == Int($0.seed - 1) % 10 })
    let tunings = table.keys.filter { $0.phase == .tuning && $0.choice == plan.activations[1] }
    #expect(Set(tunings.map(\.replicate)) == Set(0..<10))
    #expect(tunings.count == 10 * plan.tuning.trialCount(for: .sgd()))
    // No two tunings share a seed.
    #expect(Set(tunings.map { "\($0.hyperparameters.learningRate)/\($0.seed)" }).count == tunings.count)
    // Grown from fewer seeds, the same trials and more.
    let fewer = Fixture.table(try Fixture.plan(["relu", "tanh"], seeds: 7, data: Fixture.split))
    #expect(fewer.keys.allSatisfy { table[$0] != nil })
    let row = try #require(try Fixture.result(plan, table).settings[0].row(plan.activations[1]))
    #expect(row.judgement?.replicates == 10 && row.seeds == 25 && row.tunings == 10)
  }

  @Test func theLinearModelStandsBeside() throws {
    let plan = try Fixture.plan(["relu", "tanh"], seeds: 5, hasReferences: true, data: Fixture.split)
    let table = Fixture.table(plan) { key in
      var record = Fixture.trial(key)
      if key.phase == .linear { (record.outcome.testScore, record.outcome.constantScore) = (0.99, 0.5) }
      return record
    }
    #expect(table.keys.count { $0.phase == .linear } == 5)
    #expect(table.count == StudySchedule(plan).expectedCount)
    let found = try #require(try Fixture.result(plan, table).settings[0].references)
    #expect(found.constant == 0.5 && abs((found.linear?.value ?? 0) - 0.99) < 1e-12)
    #expect(found.hiddenLayers == .doesNotHelp && found.network == .helps)
  }

  @Test func aBudgetOfTrialsIsKept() throws {
    let plan = try Fixture.plan(seeds: 200, budget: .trials(20))
    #expect(Fixture.table(plan).count == 20)
  }

  @Test func axesThatANetworkDoesNotMentionDoNotMultiply() throws {
    var plan = try Fixture.plan(depths: [1, 2, 3])
    plan.networks.append(NetworkTemplate(name: "own", layers: "dense 5, activation"))
    plan.grid.batches = [8, 16]
    #expect(plan.settings.count == 3 * 2 + 2)
    #expect(Set(plan.settings.map(\.identifier)).count == plan.settings.count)
    #expect(Set(plan.settings.map { plan.title(of: $0) }).count == plan.settings.count)
  }
}

extension Double {
  /// To base 10, by repeated multiplication: exact enough for a test, and without a library.
  fileprivate var logarithm: Double {
    var (value, whole) = (self, 0.0)
    while value >= 10 { (value, whole) = (value / 10, whole + 1) }
    while value < 1 { (value, whole) = (value * 10, whole - 1) }
    var (fraction, bit) = (0.0, 0.5)
    for _ in 0..<30 {
      value *= value
      if value >= 10 { (value, fraction) = (value / 10, fraction + bit) }
      bit /= 2
    }
    return whole + fraction
  }
}
