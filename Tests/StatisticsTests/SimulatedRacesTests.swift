import Statistics
import Testing

/// What the race promises, counted as in ``SimulatedStudiesTests``, over the looks from 5 to 80.
@Suite struct SimulatedRacesTests {
  let rule = RaceRule(most: 80)

  func judge(_ race: Int, _ advantages: [Double], _ noise: Simulation.Noise = .normal, margin: Double = 0)
    -> [RaceJudgement]
  {
    let differences = Simulation.differences(race, advantages: advantages, replicates: 80, noise: noise)
    let stages = RaceTests.stages(differences, rule, margin: margin)
    return rule.judge([stages], upTo: rule.looks.count, draws: 1_000)[0]
  }

  func falseVerdicts(_ races: Int, _ comparisons: Int, _ noise: Simulation.Noise, margin: Double = 0) -> Int {
    let none = [Double](repeating: 0, count: comparisons)
    return Simulation.count(races) { race in
      judge(race, none, noise, margin: margin).contains { $0.judgement.isDifferent }
    }
  }

  /// No true difference, one baseline for all.
  @Test(arguments: [
    (400, 1, Simulation.Noise.normal), (150, 7, .normal), (80, 23, .normal), (400, 1, .skewed), (100, 7, .skewed),
    (100, 7, .nearDuplicates),
  ])
  func falseVerdicts(races: Int, comparisons: Int, noise: Simulation.Noise) {
    let found = falseVerdicts(races, comparisons, noise)
    #expect(found <= Simulation.most(races, 0.05), "\(found) of \(races)")
  }

  /// With a margin many leave as equivalent, and those that remain are the ones that look most different.
  @Test func falseVerdictsWhereOthersLeft() {
    #expect(falseVerdicts(100, 7, .normal, margin: 0.6) <= Simulation.most(100, 0.05))
  }

  /// All of alpha at each look, as who stops as soon as something shows.
  @Test func peekingWouldFail() {
    let found = Simulation.count(400) { race in
      let values = Simulation.differences(race, advantages: [0], replicates: 80)[0]
      return rule.looks.contains { (Sample.pairedP(Array(values.prefix($0))) ?? 1) < 0.05 }
    }
    #expect(found > 2 * Simulation.most(400, 0.05))
  }

  /// Methods that differ by exactly the margin.
  @Test func falseEquivalence() {
    let margin = 0.8
    let found = Simulation.count(400) { race in
      judge(race, [race % 2 == 0 ? margin : -margin], margin: margin)[0].judgement.verdict == .equivalent
    }
    #expect(found <= Simulation.most(400, 0.025))
    #expect(found >= 3)
  }

  /// One of 23 differs by 0.45 deviations of its differences: 4 standard errors at the last look. More than three in four
  /// are found, on average well before the last look.
  @Test func power() {
    let advantages = [0.45 * 2.0.squareRoot()] + [Double](repeating: 0, count: 22)
    var (found, replicates) = (0, 0)
    for race in 0..<100 {
      let first = judge(race, advantages)[0]
      if first.judgement.verdict == .better { found += 1 }
      replicates += rule.looks[first.decidedAtLook ?? rule.looks.count - 1]
    }
    #expect(found >= 75, "\(found) of 100")
    #expect(replicates < 100 * 72)
  }

  /// A large difference is found at an early look, a smaller one at a later one, and small ones that do not matter are called
  /// equivalent: for less than half of the replicates that all of them would have cost.
  @Test func findsAndSaves() {
    let advantages = [6, -3, 0.1, 0.1, 0, -0.1]
    var (large, small, same, wrong, spent) = (0, 0, 0, 0, 0)
    for race in 0..<60 {
      let found = judge(race, advantages, margin: 1.2)
      if found[0].judgement.verdict == .better, found[0].decidedAtLook ?? 9 <= 4 { large += 1 }
      if found[1].judgement.verdict == .worse { small += 1 }
      if found[0].judgement.verdict == .worse || found[1].judgement.verdict == .better { wrong += 1 }
      same += found[2...].count { $0.judgement.verdict == .equivalent }
      spent += found.reduce(0) { $0 + rule.looks[$1.decidedAtLook ?? 8] }
    }
    #expect(large >= 57 && small >= 57 && wrong == 0 && same >= 230, "\(large) \(small) \(wrong) \(same)")
    #expect(2 * spent < 60 * 6 * 80, "\(spent)")
  }
}
