import Datasets
import Randomness
import Statistics
import Studies
import Testing

/// What the test examples themselves vary, from what final runs predicted.
@Suite struct TestSamplingTests {
  /// A plan of two activations on made-up data of so many test examples, and what each got right.
  private static func result(
    _ data: DataSummary, seeds: Int, right: (_ choice: Int, _ replicate: Int, _ seed: Int, _ row: Int) -> Bool,
    rows: (Int) -> [Int32]
  ) throws -> LeaderboardRow {
    let plan = try Fixture.plan(["relu", "tanh"], seeds: seeds, data: data)
    let table = Fixture.table(plan) { key in
      var record = Fixture.trial(key)
      guard key.phase == .final else { return record }
      let rows = rows(key.replicate)
      let choice = plan.activations.firstIndex(of: key.choice) ?? 0
      let correct = rows.map { right(choice, key.replicate, Int(key.seed), Int($0)) }
      record.outcome.testScore = Double(correct.count { $0 }) / Double(rows.count)
      record.outcome.predictions = Predictions(
        classes: correct.map { $0 ? 0 : 1 }, surprisals: correct.map { $0 ? 10 : 5_000 }, area: nil, areaInfluence: [],
        values: [])
      record.testPart = TestPart(rows: rows, labels: rows.map { _ in 0 }, trainCount: 4 * rows.count)
      return record
    }
    return try #require(try Fixture.result(plan, table).settings[0].row(plan.activations[1]))
  }

  private static func summary(_ replication: Dataset.Replication) -> DataSummary {
    var data = Fixture.split
    data.replication = replication
    data.trainCount = 100_000
    return data
  }

  /// Two networks that differ on the same seven of 200 examples in every run: no seed varies, the examples do. The standard
  /// error is that of a mean of 200 numbers of which seven are 1.
  @Test func aFixedTestPartVariesThoughNoSeedDoes() throws {
    let row = try Self.result(Self.summary(.fixedTest), seeds: 10) { choice, _, _, row in
      choice == 1 || row >= 7
    } rows: {
      _ in
      Array(0..<200)
    }
    let judgement = try #require(row.judgement)
    let share = 7.0 / 200
    let expected = (share * (1 - share) / 199).squareRoot()
    #expect(abs(try #require(judgement.difference).value - share) < 1e-12)
    #expect(abs(try #require(judgement.standardError) - expected) < 1e-9)
  }

  /// Collapsed networks that say one class each differ by the same amount in every split, and prove nothing.
  @Test func equalDifferencesInEverySplitProveNothing() throws {
    var rowsOf: [Int: [Int32]] = [:]
    for split in 0..<10 {
      var stream = RandomStream(seed: UInt64(split), purpose: .test)
      rowsOf[split] = Array(stream.shuffled(Array(0..<50)).prefix(10).map(Int32.init))
    }
    // Of every ten rows six are the baseline's, four the other's.
    let row = try Self.result(Self.summary(.splits), seeds: 10) { choice, split, _, row in
      let place = rowsOf[split]?.firstIndex(of: Int32(row)) ?? 0
      return (place < 6) == (choice == 0)
    } rows: {
      rowsOf[$0] ?? []
    }
    let judgement = try #require(row.judgement)
    #expect(abs(try #require(judgement.difference).value + 0.2) < 1e-12)
    #expect(try #require(judgement.standardError) > 0.02)
    #expect(row.verdict == .undecided && row.rowsNeeded != nil && row.seedsNeeded == nil)
  }

  /// Two networks that agree on all of 100 examples may still differ on one in a hundred.
  @Test func agreementOnFewExamplesIsNotEquivalence() throws {
    let few = try Self.result(Self.summary(.fixedTest), seeds: 10) { _, _, _, row in
      row % 3 > 0
    } rows: { _ in
      Array(0..<100)
    }
    #expect(few.verdict == .undecided)
    let many = try Self.result(Self.summary(.fixedTest), seeds: 10) { _, _, _, row in
      row % 3 > 0
    } rows: { _ in
      Array(0..<4_000)
    }
    #expect(many.verdict == .equivalent)
  }

  /// Draws share no example: rows of the same number in two draws are two examples.
  @Test func drawsShareNothing() throws {
    let row = try Self.result(Self.summary(.draws), seeds: 8) { choice, draw, _, row in
      (row * 7 + draw * 13 + choice * 5) % 11 > 2
    } rows: { _ in
      Array(0..<120)
    }
    #expect(try #require(row.judgement).replicates == 8)
    #expect(row.rowsNeeded == nil)
  }
}
