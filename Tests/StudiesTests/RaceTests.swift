import Foundation
import Randomness
import Studies
import Testing

@Suite struct RaceTests {
  let rule = RaceRule()

  static func normal(_ mean: Double, _ deviation: Double, count: Int, seed: UInt64) -> [Double?] {
    var random = RandomStream(seed: seed, purpose: .test)
    return (0..<count).map { _ in mean + deviation * Double(random.normal()) }
  }

  @Test func looks() {
    #expect(rule.looks(upTo: 57) == [5, 7, 10, 14, 20, 28, 40, 57])
    #expect(rule.looks(upTo: 56) == [5, 7, 10, 14, 20, 28, 40])
    #expect(rule.looks(upTo: 4).isEmpty && rule.looks(upTo: -1).isEmpty)
    #expect(RaceRule(firstLook: 0, growth: 1.1).looks(upTo: 6) == [2, 3, 4, 5, 6])
    #expect(RaceRule(firstLook: 3, growth: 0.5).looks(upTo: 6) == [3, 4, 5, 6])
    #expect(RaceRule(firstLook: 3, growth: .nan).looks(upTo: 5) == [3, 4, 5])
    #expect(RaceRule(firstLook: 3, growth: .infinity).looks(upTo: 1_000) == [3])
  }

  @Test func levelsSumToAlpha() {
    #expect(abs(rule.level(look: 1) - 0.025) < 1e-17 && abs(rule.level(look: 3) - 0.05 / 12) < 1e-17)
    let sum = (1...100_000).reduce(0) { $0 + rule.level(look: $1) }
    #expect(sum < 0.05 && sum > 0.0499)
  }

  /// By hand: at look k the p-values times k (k + 1), Holm's factor being that of all that were not found different.
  @Test func decisions() throws {
    let clear = Self.normal(0.02, 0.002, count: 57, seed: 1)
    let slight = Self.normal(-0.003, 0.004, count: 57, seed: 2)
    let none = Self.normal(0, 0.002, count: 57, seed: 3)
    let noisy = Self.normal(0, 0.05, count: 57, seed: 4)
    let found = rule.judge([clear, slight, none, noisy], margin: 0.002, upTo: 57)
    #expect(found.map(\.judgement.verdict) == [.better, .worse, .equivalent, .undecided])
    #expect(found[0].decidedAtSeeds == 5 && found[3].decidedAtSeeds == nil)
    let first = try #require(found[0].judgement.adjustedP)
    let p = try #require(Statistics.pairedP(clear.prefix(5).compactMap { $0 }))
    #expect(abs(first - p * 4 * 2) < 1e-15)
    #expect(found[0].judgement.pairs == 5 && found[3].judgement.pairs == 57)

    let seeds = try #require(found[1].decidedAtSeeds)
    let look = Double(try #require(rule.looks(upTo: 57).firstIndex(of: seeds)) + 1)
    #expect(seeds > 5)
    let slightP = try #require(Statistics.pairedP(slight.prefix(seeds).compactMap { $0 }))
    // Three are counted: the first is out, the equivalent one is not.
    #expect(abs(try #require(found[1].judgement.adjustedP) - slightP * 3 * look * (look + 1)) < 1e-12)
    let equivalenceP = try #require(found[2].judgement.equivalenceP)
    #expect(equivalenceP < 0.05)
  }

  /// The runner asks after every look, and a decided comparison has no more seeds: the answer has to be the same as if all
  /// had run to the end.
  @Test func askedAsOneGoes() {
    let whole = [0.006, 0.003, -0.001, 0, 0.0005, -0.009].enumerated().map { i, mean in
      Self.normal(mean, 0.004, count: 80, seed: UInt64(i) + 10)
    }
    let expected = rule.judge(whole, margin: 0.002, upTo: 80, resamples: 0)
    var seen = whole.map { _ in [Double?]() }
    var latest = rule.judge(seen, margin: 0.002, upTo: 0, resamples: 0)
    for seeds in rule.looks(upTo: 80) {
      for i in whole.indices where latest[i].decidedAtSeeds == nil { seen[i] = Array(whole[i].prefix(seeds)) }
      let before = latest
      latest = rule.judge(seen, margin: 0.002, upTo: seeds, resamples: 0)
      for (old, new) in zip(before, latest) where old.decidedAtSeeds != nil { #expect(old == new) }
      #expect(latest == rule.judge(whole, margin: 0.002, upTo: seeds, resamples: 0))
    }
    #expect(latest.map(\.decidedAtSeeds) == expected.map(\.decidedAtSeeds))
    #expect(Set(latest.map(\.decidedAtSeeds)).count > 2)
    #expect(latest.map(\.judgement.verdict) == expected.map(\.judgement.verdict))
  }

  @Test func divergedRunsAndFewSeeds() {
    var values = Self.normal(0.02, 0.002, count: 5, seed: 1)
    values[1] = nil
    let found = rule.judge([values, [nil, nil, nil, nil, 0.1], []], margin: 0.002, upTo: 5)
    #expect(found[0].judgement.pairs == 4 && found[0].decidedAtSeeds == 5)
    #expect(found[1].judgement.pairs == 1 && found[1].judgement.verdict == .undecided)
    #expect(found[1].judgement.adjustedP == nil && found[1].judgement.moreSeedsNeeded == nil)
    #expect(found[2].judgement.pairs == 0 && found[2].decidedAtSeeds == nil)
    // Before the first look nothing is decided, however clear it is.
    let early = rule.judge([Self.normal(0.02, 0.0001, count: 4, seed: 1)], margin: 0.002, upTo: 4)
    #expect(early[0].judgement.verdict == .undecided && early[0].judgement.pairs == 4)
    #expect(early[0].judgement.adjustedP == nil && early[0].judgement.moreSeedsNeeded == 1)
    #expect(rule.judge([], margin: 0.002, upTo: 9).isEmpty)
  }

  /// Between looks nothing changes.
  @Test func seedsBetweenLooks() {
    let values = [Self.normal(0.002, 0.004, count: 9, seed: 2)]
    let (at7, at9) = (rule.judge(values, margin: 0, upTo: 7), rule.judge(values, margin: 0, upTo: 9))
    #expect(at9[0].judgement.pairs == 7 && at9[0].judgement.adjustedP == at7[0].judgement.adjustedP)
    // The race would be decided at a look, which does not move.
    #expect(at7[0].judgement.moreSeedsNeeded == 28 - 7 && at9[0].judgement.moreSeedsNeeded == 28 - 9)
  }

  @Test func codable() throws {
    let data = try JSONEncoder().encode(rule)
    #expect(try JSONDecoder().decode(RaceRule.self, from: data) == rule)
    let found = rule.judge([Self.normal(0.02, 0.002, count: 5, seed: 1)], margin: 0.002, upTo: 5)
    #expect(try JSONDecoder().decode([RaceJudgement].self, from: JSONEncoder().encode(found)) == found)
  }
}
