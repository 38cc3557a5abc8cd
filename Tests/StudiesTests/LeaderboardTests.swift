import Activations
import Statistics
import Studies
import Testing

@Suite struct LeaderboardTests {
  @Test func ratesRanksAndVerdicts() throws {
    let plan = try Fixture.plan(["relu", "tanh", "gelu-sigmoid", "mish"], seeds: 6)
    let rows = try Fixture.result(plan, Fixture.table(plan)).settings[0].leaderboard
    #expect(rows.map(\.choice.activation.name) == ["gelu-sigmoid", "tanh", "relu", "mish"])
    #expect(rows.map(\.rank) == [1, 2, 3, 4])
    #expect(rows[0].hyperparameters?.learningRate == 0.1 && rows[1].hyperparameters?.learningRate == 0.01)
    #expect(rows[0].verdict == .better && rows[0].judgement?.replicates == 6)
    #expect(rows[2].verdict == .baseline && rows[2].judgement == nil)
    #expect(rows[1].verdict == .equivalent)
    // Read from the one interval that is shown.
    #expect(try #require(rows[0].judgement?.difference).low > 0)
    #expect(try #require(rows[1].judgement?.difference).low > -0.005)
    #expect(rows[3].verdict == .diverged && rows[3].score == nil && rows[3].hyperparameters == nil)
    // Two rates on the first draw, and the better half on the second.
    #expect(rows[3].divergedTrials == 3 && rows[3].trials == 3)
  }

  @Test func oneSeedDecidesNothing() throws {
    let plan = try Fixture.plan(seeds: 1)
    for row in try Fixture.result(plan, Fixture.table(plan)).settings[0].leaderboard where row.verdict != .baseline {
      #expect(row.verdict == .undecided && row.judgement?.adjustedP == nil && row.seedsNeeded == nil)
      #expect(try #require(row.score).low.isNaN)
    }
  }

  /// A run that diverges counts as a constant guess: leaving it out would favour the activation that diverges.
  @Test func aDivergedRunCountsAsAGuess() throws {
    let plan = try Fixture.plan(["relu", "gelu"], seeds: 5)
    let table = Fixture.table(plan) { key in
      var record = Fixture.trial(key)
      if key.phase == .final, key.choice.activation.name == "gelu", key.seed <= 2 {
        record.outcome = TrialOutcome(divergedInEpoch: 1, reason: "made up")
      }
      return record
    }
    let result = try Fixture.result(plan, table)
    let row = try #require(result.settings[0].row(plan.activations[1]))
    let finished = row.scores.compactMap { $0 }
    #expect(row.scores.count == 5 && finished.count == 3)
    let expected = (finished.reduce(0, +) + 2 * 0.5) / 5
    #expect(abs((row.score?.value ?? 0) - expected) < 1e-12)
    #expect(row.verdict == .undecided && row.divergedRuns == 2 && row.runs == 5)
    #expect(result.settings[0].failures.map(\.key.seed) == [1, 2])
  }

  /// Swapped alone, tanh runs at ReLU's rate, which it does not like.
  @Test func swappingAloneIsAnotherRanking() throws {
    let plan = try Fixture.plan(["relu", "tanh"], hasSwapOnly: true)
    let rows = try Fixture.result(plan, Fixture.table(plan)).settings[0].leaderboard
    let tanh = try #require(rows.first { $0.choice.activation.name == "tanh" })
    #expect((tanh.score?.value ?? 0) - (tanh.swapScore?.value ?? 1) > 0.09)
    let relu = try #require(rows.first { $0.choice.activation.name == "relu" })
    #expect(relu.swapScore == relu.score)
  }

  @Test func severalSettingsTogether() throws {
    let plan = try Fixture.plan(["relu", "tanh", "gelu-sigmoid"], seeds: 6, depths: [1, 2, 5])
    let result = try Fixture.result(plan, Fixture.table(plan))
    #expect(result.settings.map(\.title) == ["depth 1", "depth 2", "depth 5"])
    let overall = try #require(result.overall)
    #expect(overall.rows.map(\.choice.activation.name) == ["gelu-sigmoid", "tanh", "relu"])
    #expect(overall.rows.map(\.averageRank) == [1, 2.5, 2.5] || overall.rows.map(\.averageRank) == [1, 2, 3])
    #expect(overall.rows[0].better == 3 && overall.dataSets == 1 && overall.criticalDifference != nil)
    #expect(overall.rows[0].profile.first == 1)
  }

  @Test func theFrontIsWhatNothingBeats() throws {
    let plan = try Fixture.plan(["relu", "tanh", "gelu-sigmoid", "elu"])
    let table = Fixture.table(plan) { key in
      var record = Fixture.trial(key)
      // ELU is slower than ReLU and worse; GELU's sigmoid form is slower and better.
      record.outcome.millisecondsPerEpoch = ["relu": 1, "tanh": 1, "elu": 3][key.choice.activation.name] ?? 2
      return record
    }
    let rows = try Fixture.result(plan, table).settings[0].leaderboard
    let front = Set(rows.filter { $0.isOnParetoFront ?? false }.map(\.choice.activation.name))
    #expect(front.contains("gelu-sigmoid") && !front.contains("elu"))
  }

  @Test func comparisons() throws {
    let plan = try Fixture.plan()
    let a = try Fixture.result(plan, Fixture.table(plan))
    let b = try Fixture.result(
      plan,
      Fixture.table(plan) { key in
        var record = Fixture.trial(key)
        record.outcome.testScore = record.outcome.testScore.map { $0 - 0.01 }
        return record
      })
    let pair = try #require(try StudyComparison(a, b).pairs.first)
    #expect(pair.isSameData && pair.isSameSetting && pair.rankCorrelation == 1)
    #expect(pair.rows.allSatisfy { abs(($0.difference?.value ?? 0) + 0.01) < 1e-12 })
    let other = try Fixture.plan(["elu", "selu"])
    #expect(throws: StudyError.self) { try StudyComparison(a, try Fixture.result(other, Fixture.table(other))) }
  }

  /// One of eight runs of ReLU collapses and makes it look worse; without that run nothing is left of the difference.
  @Test func whatRestsOnDivergedRunsAloneIsUnstable() throws {
    let plan = try Fixture.plan(["relu", "gelu"], seeds: 40)
    let table = Fixture.table(plan) { key in
      var record = Fixture.trial(key)
      let wobble = Double((key.seed &* 2_654_435_761) % 101) / 101 - 0.5
      if key.phase == .final { record.outcome.testScore = 0.9 + 0.002 * wobble }
      if key.phase == .final, key.choice.activation.name == "gelu", key.seed % 3 == 0 {
        record.outcome = TrialOutcome(divergedInEpoch: 1, reason: "made up")
      }
      return record
    }
    let row = try #require(try Fixture.result(plan, table).settings[0].row(plan.activations[1]))
    #expect(row.verdict == .unstable && row.judgement?.verdict == .unstable)
    #expect(try #require(row.judgement?.difference).high < 0)
  }

  @Test func equalFunctionsAreRunOnce() throws {
    let plan = try Fixture.plan(["relu", "elu", "celu(1)", "leaky-relu(0)", "tanh"], seeds: 5)
    #expect(plan.contenders.map(\.activation.name) == ["relu", "elu", "tanh"])
    let table = Fixture.table(plan)
    #expect(Set(table.keys.map(\.choice)) == Set(plan.contenders))
    let setting = try Fixture.result(plan, table).settings[0]
    #expect(setting.leaderboard.count == 3)
    #expect(setting.row(plan.activations[2])?.choice == plan.activations[1])
    #expect(setting.row(plan.activations[0])?.twins == [plan.activations[3]])
    // Other parameters, another function.
    #expect(try Fixture.plan(["elu", "celu(0.5)"]).contenders.count == 2)
    #expect(try Fixture.plan(["leaky-relu(0.25)", "prelu"]).contenders.count == 2)
  }

  @Test func lowerIsBetterForErrors() throws {
    var data = Fixture.data
    (data.isClassification, data.classNames, data.outputCount, data.targetDeviation) = (false, [], 1, 10)
    var plan = try Fixture.plan(["relu", "tanh"], seeds: 6, data: data)
    plan.metric = .rmse
    #expect(abs(plan.margin(for: data) - 0.1) < 1e-12)
    let table = Fixture.table(plan) { key in
      var record = Fixture.trial(key)
      let wobble = 0.02 * Double(key.seed % 5)
      // The rate 0.1 has the larger error.
      record.outcome.validationScore = key.hyperparameters.learningRate == 0.1 ? 9 : 5
      record.outcome.testScore = (key.choice.activation.name == "tanh" ? 4 : 5) + wobble
      return record
    }
    let setting = try Fixture.result(plan, table).settings[0]
    #expect(setting.leaderboard.map(\.choice.activation.name) == ["tanh", "relu"])
    let tanh = setting.leaderboard[0]
    #expect(tanh.verdict == .better && tanh.hyperparameters?.learningRate == 0.01)
    #expect(try #require(tanh.judgement?.difference).high < 0)
    #expect(abs(try #require(tanh.score).value - 4.03) < 0.02)
  }
}
