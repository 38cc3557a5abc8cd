import Studies
import Testing

@Suite struct JudgementTests {
  /// The mean given, deviation about 0.00158.
  static func differences(_ mean: Double, _ scale: Double = 1) -> [Double] {
    [-0.002, -0.001, 0, 0.001, 0.002].map { mean + scale * $0 }
  }

  @Test func verdicts() throws {
    let found = Judgements.judge(
      [
        Self.differences(0.02), Self.differences(-0.02), Self.differences(0.0001), Self.differences(0.004, 3),
        Self.differences(0.001, 20), [0.02], [],
      ], margin: 0.005)
    #expect(
      found.map(\.verdict) == [.better, .worse, .equivalent, .undecided, .undecided, .undecided, .undecided])
    #expect(found.map(\.pairs) == [5, 5, 5, 5, 5, 1, 0])
    #expect(found.map { $0.moreSeedsNeeded != nil } == [false, false, false, true, true, false, false])
    #expect(found[5].difference == Estimate(value: 0.02, low: 0.02, high: 0.02) && found[6].difference == nil)
    #expect(found[5].p == nil && found[5].adjustedP == nil && found[5].permutationP == nil)
    #expect(found[6].bootstrap == nil && found[6].equivalenceP == nil)
    #expect(found[0].permutationP == 2.0 / 32 && found[0].bootstrap != nil)
    let interval = try #require(found[3].difference)
    #expect(interval == Statistics.interval(Self.differences(0.004, 3)))
    // Five of the seven are tested; the second one has the same p-value and is not below the first.
    let p = try #require(found[0].p)
    #expect(abs(try #require(found[0].adjustedP) - 5 * p) < 1e-12)
    #expect(abs(try #require(found[1].adjustedP) - 5 * p) < 1e-12)
    #expect(
      found[3].moreSeedsNeeded == Power.morePairsNeeded(Self.differences(0.004, 3), margin: 0.005, comparisons: 5))
  }

  /// Holm's, not each by itself: 0.004 ± 0.0016 has p = 0.005.
  @Test func correctionForComparisons() throws {
    let alone = Judgements.judge([Self.differences(0.004)], margin: 0)
    #expect(alone[0].verdict == .better && alone[0].adjustedP == alone[0].p)
    let others = [[Double]](repeating: Self.differences(0.0005), count: 10)
    let among = Judgements.judge([Self.differences(0.004)] + others, margin: 0)
    #expect(among[0].verdict == .undecided && among[0].p == alone[0].p)
    let p = try #require(alone[0].p)
    #expect(abs(try #require(among[0].adjustedP) - 11 * p) < 1e-12)
  }

  /// A difference that is surely not 0, and surely too small to matter.
  @Test func equivalenceComesFirst() throws {
    let small = Self.differences(0.004)
    let found = Judgements.judge([small], margin: 0.01)[0]
    #expect(try #require(found.adjustedP) < 0.05 && found.verdict == .equivalent)
    #expect(Judgements.judge([small], margin: 0.003)[0].verdict == .better)
  }

  /// Two equal differences are no proof, though t is infinite.
  @Test func equalDifferences() throws {
    let found = Judgements.judge([[0.02, 0.02]], margin: 0.005)[0]
    #expect(found.verdict == .undecided && found.p == 0.5 && found.moreSeedsNeeded == 4)
    let six = [Double](repeating: 0.9 - 0.88, count: 6)
    #expect(Judgements.judge([six], margin: 0.005)[0].verdict == .better)
    // Both reach 100 % with every seed.
    #expect(Judgements.judge([[0, 0, 0]], margin: 0.005)[0].verdict == .undecided)
    #expect(Judgements.judge([[0, 0, 0, 0, 0]], margin: 0.005)[0].verdict == .equivalent)
    #expect(Judgements.judge([[0, 0, 0, 0, 0]], margin: 0)[0].verdict == .undecided)
  }

  @Test func whatIsNotFiniteIsLeftOut() {
    let found = Judgements.judge([Self.differences(0.02) + [.nan, -.infinity]], margin: 0.005)
    #expect(found == Judgements.judge([Self.differences(0.02)], margin: 0.005))
    #expect(Judgements.judge([], margin: 0.005).isEmpty)
  }

  @Test func withoutResampling() {
    let found = Judgements.judge([Self.differences(0.02)], margin: 0.005, resamples: 0)[0]
    #expect(found.bootstrap == nil && found.permutationP == nil && found.verdict == .better)
  }
}
