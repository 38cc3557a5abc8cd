import Activations
import Studies
import Testing

@Suite struct LeaderboardTests {
  @Test func ratesRanksAndVerdicts() throws {
    let plan = try Fixture.plan(["relu", "tanh", "gelu-sigmoid", "mish"])
    let rows = try Fixture.result(plan, Fixture.table(plan)).settings[0].leaderboard
    #expect(rows.map(\.choice.activation.name) == ["gelu-sigmoid", "tanh", "relu", "mish"])
    #expect(rows.map(\.rank) == [1, 2, 3, 4])
    #expect(rows[0].hyperparameters?.learningRate == 0.1 && rows[1].hyperparameters?.learningRate == 0.01)
    #expect(rows[0].verdict == .better && rows[0].judgement?.pairs == 3)
    #expect(rows[2].verdict == .baseline && rows[2].judgement == nil)
    #expect(rows[1].verdict == .equivalent)
    #expect(rows[3].verdict == .diverged && rows[3].score == nil && rows[3].hyperparameters == nil)
    #expect(rows[3].divergedTrials == 4 && rows[3].trials == 4)
    #expect(rows.map(\.groups).allSatisfy { $0.count <= 2 })
  }

  @Test func oneSeedDecidesNothing() throws {
    let plan = try Fixture.plan(seeds: 1)
    for row in try Fixture.result(plan, Fixture.table(plan)).settings[0].leaderboard where row.verdict != .baseline {
      #expect(row.verdict == .undecided && row.judgement?.adjustedP == nil && row.judgement?.moreSeedsNeeded == nil)
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
    #expect(row.verdict == .undecided)
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
    let plan = try Fixture.plan(["relu", "tanh", "gelu-sigmoid"], depths: [1, 2, 5])
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
}
