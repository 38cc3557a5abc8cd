import Statistics
import Testing

/// What the race promises, counted as in ``SimulatedStudiesTests``, over eight looks.
@Suite struct SimulatedRacesTests {
  let rule = RaceRule()
  let seeds = 57

  func verdicts(_ race: Int, _ advantages: [Double], _ noise: Simulation.Noise = .normal, margin: Double = 0)
    -> [RaceJudgement]
  {
    let differences = Simulation.differences(race, advantages: advantages, seeds: seeds, noise: noise)
    return rule.judge(differences, margin: margin, upTo: seeds, resamples: 0)
  }

  func falseVerdicts(_ races: Int, _ comparisons: Int, _ noise: Simulation.Noise, margin: Double = 0) -> Int {
    let none = [Double](repeating: 0, count: comparisons)
    return Simulation.count(races) { race in
      verdicts(race, none, noise, margin: margin).contains { [.better, .worse].contains($0.judgement.verdict) }
    }
  }

  /// No true difference, one baseline for all. 53, 69, 47; 16, 11; 35 were found when this was written.
  @Test(arguments: [
    (2_000, 1, Simulation.Noise.normal), (2_000, 7, .normal), (1_000, 23, .normal), (1_000, 7, .skewed),
    (1_000, 23, .skewed), (1_000, 7, .skewedUnlikeTheBaseline),
  ])
  func falseVerdicts(races: Int, comparisons: Int, noise: Simulation.Noise) {
    let found = falseVerdicts(races, comparisons, noise)
    #expect(found <= Simulation.most(races, 0.05))
  }

  /// With a margin many leave as equivalent, and those that remain are the ones that look most different.
  @Test(arguments: [1.0, 1.5, 2])
  func falseVerdictsWhereOthersLeft(margin: Double) {
    #expect(falseVerdicts(500, 23, .normal, margin: margin) <= Simulation.most(500, 0.05))
  }

  /// Holm's correction alone, with all of alpha at each look, as who stops as soon as something shows.
  @Test func peekingWouldFail() {
    let none = [Double](repeating: 0, count: 7)
    let found = Simulation.count(1_000) { race in
      let differences = Simulation.differences(race, advantages: none, seeds: seeds)
      return rule.looks(upTo: seeds).contains { look in
        Sample.holm(differences.compactMap { Sample.pairedP(Array($0.prefix(look))) }).contains { $0 < 0.05 }
      }
    }
    #expect(found > 2 * Simulation.most(1_000, 0.05))
  }

  /// The limit that ``RaceRule`` names: the t test of few differences that are themselves as skewed as an exponential
  /// distribution is not valid, and neither is a race.
  @Test func stronglySkewedDifferencesAreBeyondIt() {
    let found = falseVerdicts(2_000, 1, .skewedAlone)
    #expect(found > Simulation.most(2_000, 0.05) && found < Simulation.most(2_000, 0.13))
  }

  /// Methods that differ by exactly the margin.
  @Test func falseEquivalence() {
    let margin = 1.0
    let found = Simulation.count(2_000) { race in
      verdicts(race, [race % 2 == 0 ? margin : -margin], margin: margin)[0].judgement.verdict == .equivalent
    }
    #expect(found <= Simulation.most(2_000, 0.05))
    #expect(found >= 20)
  }

  /// A large difference among 23 comparisons is found at the first looks, a smaller one at later ones, and small ones that
  /// do not matter are called equivalent: for less than half of the seeds that all of them would have cost.
  @Test func findsAndSaves() {
    let advantages = [4, -2] + [Double](repeating: 0.1, count: 21)
    var (large, small, wrong, spent) = (0, 0, 0, 0)
    for race in 0..<200 {
      let found = verdicts(race, advantages, margin: 1.2)
      if found[0].judgement.verdict == .better, found[0].decidedAtSeeds ?? 99 <= 10 { large += 1 }
      if found[1].judgement.verdict == .worse { small += 1 }
      if found[0].judgement.verdict == .worse || found[1].judgement.verdict == .better { wrong += 1 }
      spent += found.reduce(0) { $0 + ($1.decidedAtSeeds ?? seeds) }
    }
    #expect(large >= 170 && small >= 190 && wrong == 0)
    #expect(2 * spent < 200 * 23 * seeds)
  }
}
