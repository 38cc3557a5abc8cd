import Foundation
import Statistics
import Testing

@Suite struct SimultaneousTests {
  /// Six methods, ten replicates; the second is nearly the first.
  static let differences = [
    [0.88, 0.95, -0.04, 0.06, -1.08, -0.63, 0.53, 0.44, -0.94, -1.78],
    [0.87, 0.96, -0.03, 0.02, -1.04, -0.69, 0.47, 0.38, -0.89, -1.8],
    [-0.49, 1.35, 0.21, -0.72, -2.18, -0.51, -0.54, -0.57, -0.52, -2.74],
    [1.97, 2.04, -1.75, -0.15, -2.24, -0.08, 0.6, -1.2, -0.98, -1.89],
    [1.28, 0.73, 0.62, -0.97, -1.3, -0.53, 1.28, 1.07, 0.47, -1.31],
    [2.49, 3.01, -0.96, -0.56, 1.56, -0.9, 0.93, 0.74, 0.47, -2.36],
  ]

  /// Mean as given, deviation about 0.00158.
  static func five(_ mean: Double, _ scale: Double = 1, margin: Double = 0.005) -> Comparison {
    Comparison(differences: [-0.002, -0.001, 0, 0.001, 0.002].map { mean + scale * $0 }, margin: margin)
  }

  /// NumPy: the correlations shrunk by their own code (λ = 0.2529), two million draws of ten rows each, and SciPy's t. Then
  /// with the first three methods' replicates cut to six, and two families of the same.
  @Test func againstNumPy() throws {
    let family = Simulation.comparisons(Self.differences)
    let found = Simultaneous.judge([family])[0]
    let level = try #require(found[0].level)
    #expect(abs(level / 0.00984 - 1) < 0.05)
    #expect(found.allSatisfy { $0.level == level })
    #expect(abs(try #require(found[2].p) - 0.09359239) < 1e-7)
    #expect(abs(try #require(found[2].adjustedP) - 0.3506) < 0.01)
    #expect(abs(try #require(found[5].adjustedP) - 0.9103) < 0.01)
    let cut = family.enumerated().map { c, comparison in
      Comparison(differences: Array(comparison.differences.prefix(c < 3 ? 6 : 10)), margin: 0)
    }
    #expect(abs(try #require(Simultaneous.judge([cut])[0][0].level) / 0.009077 - 1) < 0.05)
    let two = try #require(Simultaneous.judge([family, family])[1][0].level)
    #expect(abs(two / 0.0047405 - 1) < 0.05)
    // Never below Bonferroni's.
    #expect(two > 0.05 / 12)
  }

  /// The interval is mean ± t(level/2) · standard error.
  @Test func intervals() throws {
    let comparison = Comparison(
      differences: Self.differences[3], overlap: 0.25, shared: 0.1, sharedFreedom: 50, margin: 0.3)
    let found = Simultaneous.judge([[comparison], [], [Self.five(0)]])[0][0]
    let interval = try #require(found.difference)
    // Two independent comparisons: 1 − 0.95^½.
    let level = try #require(found.level)
    #expect(abs(level - (1 - 0.95.squareRoot())) < 1e-12)
    let half = StudentT.upperQuantile(level / 2, freedom: comparison.freedom) * comparison.variance.squareRoot()
    #expect(abs(interval.low - (comparison.mean - half)) < 1e-12)
    #expect(abs(interval.high - (comparison.mean + half)) < 1e-12)
    #expect(found.freedom == comparison.freedom && found.replicates == 10)
    let p = try #require(found.p)
    #expect(abs(try #require(found.adjustedP) - (1 - (1 - p) * (1 - p))) < 1e-12)
  }

  @Test func oneComparisonIsTheTTest() throws {
    let found = Simultaneous.judge([[Comparison(differences: Self.differences[2], margin: 0)]])[0][0]
    #expect(found.level == 0.05 && found.p == Sample.pairedP(Self.differences[2]))
    #expect(abs(try #require(found.adjustedP) - 0.09359239) < 1e-7)
    let (interval, expected) = (try #require(found.difference), try #require(Sample.interval(Self.differences[2])))
    #expect(abs(interval.low - expected.low) < 1e-12 && abs(interval.high - expected.high) < 1e-12)
  }

  @Test func verdicts() {
    let found = Simultaneous.judge([
      [
        Self.five(0.02), Self.five(-0.02), Self.five(0.0001), Self.five(0.004, 3), Self.five(0.001, 20),
        Comparison(differences: [0.02, 0.021, 0.02, 0.0201], margin: 0.005),
        Comparison(differences: [0.02], margin: 0.005), Comparison(differences: [], margin: 0.005),
      ]
    ])[0]
    #expect(
      found.map(\.verdict)
        == [.better, .worse, .equivalent, .undecided, .undecided, .undecided, .undecided, .undecided])
    #expect(found.map(\.replicates) == [5, 5, 5, 5, 5, 4, 1, 0])
    #expect(found[5].adjustedP != nil && found[5].difference != nil)
    #expect(found[6].difference == Estimate(value: 0.02, low: 0.02, high: 0.02) && found[6].p == nil)
    #expect(found[7].difference == nil && found[7].standardError == nil)
    for one in found.prefix(5) { #expect(one.isConsistent(alpha: 0.05)) }
    let four = [Comparison(differences: [0.02, 0.021, 0.02, 0.0201], margin: 0.005)]
    #expect(Simultaneous.judge([four], fewest: 4)[0][0].verdict == .better)
    #expect(Simultaneous.judge([]).isEmpty && Simultaneous.judge([[], []]) == [[], []])
  }

  /// A difference that is surely not 0, and surely too small to matter.
  @Test func equivalenceComesFirst() throws {
    let found = Simultaneous.judge([[Self.five(0.004, margin: 0.01)]])[0][0]
    #expect(try #require(found.adjustedP) < 0.05 && found.verdict == .equivalent)
    #expect(Simultaneous.judge([[Self.five(0.004, margin: 0.003)]])[0][0].verdict == .better)
  }

  /// Without variance only signs are left: 2 · 2⁻⁵ is not below 5 %, 2 · 2⁻⁶ is.
  @Test func equalDifferences() {
    func judge(_ value: Double, _ count: Int, floor: Double = 0, margin: Double = 0.005) -> Judgement {
      let values = [Double](repeating: value, count: count)
      return Simultaneous.judge([[Comparison(differences: values, floor: floor, margin: margin)]])[0][0]
    }
    #expect(judge(0.9 - 0.88, 5).verdict == .undecided && judge(0.9 - 0.88, 5).p == 2.0 / 32)
    #expect(judge(0.9 - 0.88, 6).verdict == .better && judge(-0.02, 6).verdict == .worse)
    #expect(judge(0, 5).verdict == .undecided && judge(0, 6).verdict == .equivalent && judge(0, 6).p == 1)
    #expect(judge(0, 60, margin: 0).verdict == .undecided)
    // A floor says how much they might vary.
    #expect(judge(0.02, 5, floor: 1e-6).verdict == .better && judge(0.02, 5, floor: 1e-3).verdict == .undecided)
    #expect(judge(0, 5, floor: 1e-7).verdict == .equivalent)
  }

  @Test func oddNumbers() {
    let odd = Self.five(0.02).differences + [.nan, -.infinity, .infinity]
    let found = Simultaneous.judge([[Comparison(differences: odd, margin: 0.005)]])
    #expect(found == Simultaneous.judge([[Self.five(0.02)]]))
    let extreme: [Double] = [1e300, -1e300, 1e308, -1e308, .leastNonzeroMagnitude, 0]
    let family = [Comparison(differences: extreme, margin: 0), Self.five(0.1), Self.five(0.1)]
    _ = Simultaneous.judge([family, [Comparison(differences: [.nan, .nan], margin: .nan)]])
    // Copies of one, and its negative: one test, not three.
    let values = Self.differences[0] + Self.differences[1]
    let copies = [values, values, values.map { -$0 }]
    let level = Simultaneous.judge([Simulation.comparisons(copies)])[0][0].level ?? 0
    #expect(level > 0.03 && level <= 0.05)
  }

  @Test func sameSeedSameJudgements() {
    let family = [Simulation.comparisons(Self.differences)]
    #expect(Simultaneous.judge(family) == Simultaneous.judge(family))
    #expect(Simultaneous.judge(family, seed: 1) != Simultaneous.judge(family, seed: 2))
    // Without draws it is Bonferroni's.
    let level = Simultaneous.judge(family, draws: 0)[0][0].level ?? 0
    #expect(level >= 0.05 / 6 * (1 - 1e-12) && level < 0.05 / 5)
  }

  /// More comparisons than are simulated, and many families: seconds, and never less than Bonferroni's level.
  @Test func largeStudies() throws {
    let none = [Double](repeating: 0, count: 250)
    let wide = Simulation.comparisons(Simulation.differences(1, advantages: none, replicates: 10))
    #expect(abs(try #require(Simultaneous.judge([wide])[0][0].level) - 0.05 / 250) < 1e-9)
    let families = (0..<100).map { f in
      Simulation.comparisons(
        Simulation.differences(f, advantages: [Double](repeating: 0, count: 10), replicates: 5))
    }
    let level = try #require(Simultaneous.judge(families, draws: 1_000)[99][9].level)
    #expect(level >= 0.05 / 1_000 * (1 - 1e-12) && level < 0.07 / 1_000)
  }

  @Test func codable() throws {
    let found = Simultaneous.judge([Simulation.comparisons(Self.differences)])
    #expect(try JSONDecoder().decode([[Judgement]].self, from: JSONEncoder().encode(found)) == found)
  }
}
