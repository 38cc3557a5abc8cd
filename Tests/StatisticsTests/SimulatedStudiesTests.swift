import Randomness
import Statistics
import Testing

@Suite struct SimulatedStudiesTests {
  /// Methods that are all the same. A false verdict is an interval without 0, so that this is the intervals' coverage too.
  @Test(arguments: [Simulation.Noise.normal, .skewed, .nearDuplicates], [5, 10, 80])
  func falseVerdicts(noise: Simulation.Noise, replicates: Int) {
    for (comparisons, studies) in [(1, 1_000), (7, replicates == 80 ? 150 : 400), (23, replicates == 80 ? 80 : 250)] {
      let none = [Double](repeating: 0, count: comparisons)
      var (wrong, uncovered) = (0, 0)
      for study in 0..<studies {
        let differences = Simulation.differences(study, advantages: none, replicates: replicates, noise: noise)
        let found = Simultaneous.judge([Simulation.comparisons(differences)], draws: 500)[0]
        if found.contains(where: \.isDifferent) { wrong += 1 }
        if !found.allSatisfy({ $0.difference.map { $0.low <= 0 && $0.high >= 0 } ?? false }) { uncovered += 1 }
      }
      #expect(wrong <= Simulation.most(studies, 0.05), "\(comparisons) comparisons: \(wrong) of \(studies)")
      #expect(uncovered == wrong)
      // Not by saying nothing; fewer studies than these could not tell.
      if noise == .normal, studies >= 250 {
        #expect(wrong * 50 >= studies, "\(comparisons) comparisons: \(wrong) of \(studies)")
      }
    }
  }

  /// The limit that ``RaceRule`` names: the t test of few differences that are themselves as skewed as an exponential
  /// distribution is not valid.
  @Test func stronglySkewedDifferencesAreBeyondIt() {
    let found = Simulation.count(2_000) { study in
      let differences = Simulation.differences(study, advantages: [0], replicates: 5, noise: .skewedAlone)
      return Simultaneous.judge([Simulation.comparisons(differences)])[0][0].isDifferent
    }
    #expect(found > Simulation.most(2_000, 0.05) && found < Simulation.most(2_000, 0.13), "\(found)")
  }

  /// Without the correction the test would fail.
  @Test func uncorrectedWouldFail() {
    let found = Simulation.count(400) { study in
      Simulation.differences(study, advantages: [Double](repeating: 0, count: 7), replicates: 10)
        .contains { (Sample.pairedP($0) ?? 1) < 0.05 }
    }
    #expect(found > 2 * Simulation.most(400, 0.05))
  }

  /// One of seven is better: found more often than by Bonferroni's correction, because the comparisons share a baseline.
  @Test(arguments: [0.8, 1.5])
  func plantedDifference(advantage: Double) {
    // A difference has the noise of two runs.
    let effect = advantage / 2.0.squareRoot()
    let replicates = (2...999).first { Power.ofDifference(effect: effect, pairs: $0, level: 0.05 / 7) >= 0.8 } ?? 0
    let advantages = [advantage] + [Double](repeating: 0, count: 6)
    let found = Simulation.count(600) { study in
      let differences = Simulation.differences(study, advantages: advantages, replicates: replicates)
      return Simultaneous.judge([Simulation.comparisons(differences)], draws: 500)[0][0].verdict == .better
    }
    let power = Power.ofDifference(effect: effect, pairs: replicates, level: 0.05 / 7)
    #expect(found >= Simulation.least(600, power) && found <= Simulation.most(600, power + 0.05))
  }

  /// All comparisons' true differences lie within their intervals at once; methods with differences and settings of their own.
  @Test func intervalsCoverTogether() {
    let advantages = [0, 1, -1, 0.5, 3]
    let covered = Simulation.count(400) { study in
      let families = (0..<3).map { f in
        Simulation.comparisons(
          Simulation.differences(3 * study + f, advantages: advantages, replicates: 8 + f, noise: .normal))
      }
      return Simultaneous.judge(families, draws: 500).allSatisfy { family in
        zip(family, advantages).allSatisfy { one, truth in
          one.difference.map { $0.low <= truth && $0.high >= truth } ?? false
        }
      }
    }
    #expect(covered >= Simulation.least(400, 0.95) && covered <= Simulation.most(400, 0.97))
  }

  /// Two methods that differ by exactly the margin are called equivalent in a fortieth of studies, those that do not differ
  /// as often as promised.
  @Test func equivalence() {
    let (replicates, margin) = (12, 1.8)
    func isEquivalent(_ study: Int, _ advantage: Double) -> Bool {
      let differences = Simulation.differences(study, advantages: [advantage], replicates: replicates)
      return Simultaneous.judge([Simulation.comparisons(differences, margin: margin)])[0][0].verdict == .equivalent
    }
    let edge = Simulation.count(4_000) { isEquivalent($0, $0 % 2 == 0 ? margin : -margin) }
    #expect(edge <= Simulation.most(4_000, 0.025) && edge >= Simulation.least(4_000, 0.025))
    let power = Power.ofEquivalence(
      mean: 0, margin: margin, deviation: 2.0.squareRoot(), pairs: replicates, level: 0.025)
    let same = Simulation.count(2_000) { isEquivalent($0, 0) }
    #expect(same <= Simulation.most(2_000, power) && same >= Simulation.least(2_000, power))
  }

  /// Scores that are counts of a small test part: equal differences, whose t is infinite, are common.
  @Test func coarseScores() {
    var (any, careless) = (0, 0)
    for study in 0..<4_000 {
      let differences = Simulation.differences(study, advantages: [0], replicates: 5)[0].map {
        ($0 / 3).rounded() / 100
      }
      if Simultaneous.judge([Simulation.comparisons([differences])])[0][0].isDifferent { any += 1 }
      if Sample.deviation(differences) == 0 { careless += 1 }
    }
    #expect(any <= Simulation.most(4_000, 0.05))
    #expect(careless > 20)
  }

  @Test func intervalsCover() {
    var (t, bootstrap, flips) = (0, 0, 0)
    for study in 0..<1_000 {
      let values = Simulation.differences(study, advantages: [1], replicates: 20)[0]
      if let found = Sample.interval(values), found.low <= 1, found.high >= 1 { t += 1 }
      if let found = Bootstrap.interval(values, resamples: 999), found.low <= 1, found.high >= 1 { bootstrap += 1 }
      if let p = Permutation.pairedP(values.prefix(10).map { $0 - 1 }), p <= 0.05 { flips += 1 }
    }
    #expect(t >= Simulation.least(1_000, 0.95) && t <= Simulation.most(1_000, 0.95))
    // The bootstrap is somewhat too narrow for twenty values: some 93 %.
    #expect(bootstrap >= Simulation.least(1_000, 0.92) && bootstrap <= Simulation.most(1_000, 0.95))
    #expect(flips <= Simulation.most(1_000, 0.05) && flips >= Simulation.least(1_000, 0.04))
  }
}
