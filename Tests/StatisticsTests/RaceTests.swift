import Foundation
import Randomness
import Statistics
import Testing

@Suite struct RaceTests {
  static func normal(_ mean: Double, _ deviation: Double, count: Int, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, purpose: .test)
    return (0..<count).map { _ in mean + deviation * Double(random.normal()) }
  }

  /// Each comparison as it stands at the rule's looks.
  static func stages(_ differences: [[Double]], _ rule: RaceRule, margin: Double = 0) -> [[Comparison?]] {
    differences.map { values in
      rule.looks.map { $0 > values.count ? nil : Comparison(differences: Array(values.prefix($0)), margin: margin) }
    }
  }

  @Test func looks() {
    #expect(RaceRule.looks(to: 80) == [5, 7, 10, 14, 20, 28, 40, 57, 80])
    #expect(RaceRule.looks(to: 60) == [5, 7, 10, 14, 20, 28, 40, 60])
    #expect(RaceRule.looks(to: 50) == [5, 7, 10, 14, 20, 28, 40, 50])
    #expect(RaceRule.looks(from: 3, to: 10) == [3, 4, 6, 10])
    #expect(RaceRule.looks(to: 5) == [5] && RaceRule.looks(to: 4) == [4] && RaceRule.looks(to: -1) == [1])
    #expect(RaceRule(most: 80).looks == RaceRule.looks(to: 80))
  }

  @Test func information() {
    #expect(RaceRule(most: 20).information == [0.25, 0.35, 0.5, 0.7, 1])
    // Ten splits that overlap by a quarter: 1/variance.
    let splits = RaceRule(most: 10, hasIndependentIncrements: false) { 1 / (1 / Double($0) + 0.25) }
    #expect(splits.looks == [5, 7, 10] && abs(splits.information[0] - 0.35 / 0.45) < 1e-15)
    #expect(splits.information[2] == 1)
    let odd = RaceRule(most: 10) { $0 == 7 ? .nan : 1 / Double($0) }
    #expect(odd.information == [1, 1, 1])
  }

  /// `2 * scipy.stats.norm.sf(scipy.stats.norm.isf(0.025) / t ** 0.5)`
  @Test func spending() {
    let rule = RaceRule(most: 80)
    #expect(abs(rule.spent(0.25) / 8.857543832140365e-05 - 1) < 1e-9)
    #expect(abs(rule.spent(0.5) / 0.005574596680784415 - 1) < 1e-9)
    #expect(abs(rule.spent(1) - 0.05) < 1e-15 && rule.spent(0) == 0)
    let last = rule.leastLevel(look: 8, comparisons: 23)
    #expect(abs(last * 23 + rule.spent(57.0 / 80) - 0.05) < 1e-15)
  }

  /// Five equal steps of normal increments, two-sided: boundaries 4.3826, 3.0997, 2.5534, 2.2538 and 2.0635, by recursive
  /// integration with NumPy (Armitage, McPherson & Rowe 1969). With 40 replicates a step the t statistics are near.
  @Test func boundariesAgainstIntegration() throws {
    let rule = RaceRule(looks: [40, 80, 120, 160, 200])
    let race = Self.stages([Self.normal(0, 1, count: 200, seed: 5)], rule)
    for (k, z) in [4.382613, 3.099727, 2.553355, 2.253848, 2.063501].enumerated() {
      let level = try #require(rule.judge([race], upTo: k + 1)[0][0].judgement.level)
      let expected = 2 * Normal.cumulative(-z)
      #expect(abs(level / expected - 1) < (k == 0 ? 1e-4 : 0.04), "\(k): \(level), not \(expected)")
    }
  }

  @Test func decisions() throws {
    let rule = RaceRule(most: 57)
    let differences = [
      Self.normal(0.02, 0.002, count: 57, seed: 1), Self.normal(-0.004, 0.004, count: 57, seed: 2),
      Self.normal(0, 0.002, count: 57, seed: 3), Self.normal(0, 0.05, count: 57, seed: 4),
    ]
    let race = Self.stages(differences, rule, margin: 0.002)
    let found = rule.judge([race], upTo: 8)[0]
    #expect(found.map(\.judgement.verdict) == [.better, .worse, .equivalent, .undecided])
    #expect(found[3].decidedAtLook == nil && found[3].judgement.replicates == 57)
    let first = try #require(found[0].decidedAtLook)
    #expect(first < 5 && found[0].judgement.replicates == rule.looks[first])
    for one in found { #expect(one.judgement.isConsistent(alpha: 0.05)) }
  }

  /// The runner asks after every look, and a decided comparison has no more replicates: the answer has to be the same as if
  /// all had run to the end.
  @Test(arguments: [true, false])
  func askedAsOneGoes(isIndependent: Bool) {
    let rule = RaceRule(most: 80, hasIndependentIncrements: isIndependent)
    let differences = [0.006, 0.003, -0.001, 0, 0.0005, -0.009].enumerated().map { i, mean in
      Self.normal(mean, 0.004, count: 80, seed: UInt64(i) + 10)
    }
    let whole = Self.stages(differences, rule, margin: 0.002)
    var seen = whole.map { $0.map { _ in Comparison?.none } }
    var latest = rule.judge([seen], upTo: 0)[0]
    #expect(latest.allSatisfy { $0.judgement.verdict == .undecided && $0.judgement.difference == nil })
    for k in rule.looks.indices {
      for i in whole.indices where latest[i].decidedAtLook == nil { seen[i][k] = whole[i][k] }
      let before = latest
      latest = rule.judge([seen], upTo: k + 1, draws: 2_000)[0]
      for (old, new) in zip(before, latest) where old.decidedAtLook != nil { #expect(old == new) }
      #expect(latest == rule.judge([whole], upTo: k + 1, draws: 2_000)[0])
      for one in latest { #expect(one.judgement.isConsistent(alpha: 0.05)) }
    }
    #expect(Set(latest.map(\.decidedAtLook)).count > 2)
  }

  /// What misses a look keeps its last judgement; what has too few replicates is open.
  @Test func incomplete() {
    let rule = RaceRule(most: 10)
    let clear = Self.normal(0.02, 0.0001, count: 10, seed: 1)
    var race = Self.stages([clear, clear.map { -$0 }, [0.1], []], rule)
    race[1][1] = nil
    race[1][2] = nil
    race[2] = rule.looks.map { _ in Comparison(differences: [.nan, 0.1, .infinity], margin: 0) }
    let found = rule.judge([race, []], upTo: 3)
    #expect(found[0][0].judgement.verdict == .better && found[1].isEmpty)
    #expect(found[0][1].judgement.replicates == 5)
    #expect(found[0][2].judgement.replicates == 1 && found[0][2].judgement.verdict == .undecided)
    #expect(found[0][3].judgement.replicates == 0 && found[0][3].judgement.difference == nil)
    #expect(rule.judge([], upTo: 9).isEmpty)
    // More looks than there are.
    #expect(rule.judge([race], upTo: 99) == rule.judge([race], upTo: 3))
  }

  /// Very early looks have levels so small that their intervals are wide, but finite.
  @Test func farFromTheEnd() throws {
    let rule = RaceRule(most: 9_999)
    let found = rule.judge([Self.stages([Self.normal(1, 0.001, count: 7, seed: 1)], rule)], upTo: 2, draws: 100)[0][0]
    let interval = try #require(found.judgement.difference)
    #expect(interval.low.isFinite && interval.low < -1e6 && interval.high.isFinite)
    #expect(found.judgement.verdict == .undecided)
  }

  @Test func codable() throws {
    let rule = RaceRule(most: 20)
    #expect(try JSONDecoder().decode(RaceRule.self, from: JSONEncoder().encode(rule)) == rule)
    let found = rule.judge([Self.stages([Self.normal(0.02, 0.002, count: 20, seed: 1)], rule)], upTo: 5)
    #expect(try JSONDecoder().decode([[RaceJudgement]].self, from: JSONEncoder().encode(found)) == found)
  }
}
