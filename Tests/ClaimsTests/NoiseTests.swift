import Claims
import Randomness
import Statistics
import Studies
import Testing

/// Where there is nothing, a claim must hardly ever hold.
@Suite struct NoiseTests {
  /// Effects whose true value lies just where the claim becomes false: each at its bound, with noise around it. Then every
  /// verdict of *holds* is a false one.
  @Test(arguments: Claim.all, [6, 10, 20]) func noiseSeldomHolds(_ claim: Claim, _ seeds: Int) {
    let rule = claim.rule
    let studies = 2_000
    var holds = 0
    var stream = RandomStream(seed: UInt64(seeds), purpose: .test)
    for _ in 0..<studies {
      var values: [String: [Double]] = [:]
      for criterion in rule.criteria + rule.otherwise where values[criterion.effect] == nil {
        let at = criterion.bound.limits[0]
        values[criterion.effect] = (0..<seeds).map { _ in at + 0.01 * Double(stream.normal()) }
      }
      let evidence = Evidence(effects: values.sorted { $0.key < $1.key }.map { Effect($0.key, .samples($0.value)) })
      switch rule.judge(evidence).verdict {
      case .holds, .holdsOnlyIf: holds += 1
      default: break
      }
    }
    // 5 %, and 3 standard errors of the simulation.
    #expect(Double(holds) / Double(studies) <= 0.05 + 3 * (0.05 * 0.95 / Double(studies)).squareRoot(), "\(holds)")
  }

  /// Scores are counts of a small test set: differences of few seeds are often all equal.
  @Test func equalDifferencesOfFewSeedsShowNothing() {
    let rule = Rule.all(Criterion("x", .above(0)))
    #expect(rule.judge(Evidence(effects: [Effect("x", .samples([0.01, 0.01, 0.01]))])).verdict == .undecided)
    #expect(
      rule.judge(Evidence(effects: [Effect("x", .samples([Double](repeating: 0.01, count: 8)))])).verdict == .holds)
  }

  @Test func sharesHaveClopperPearsonIntervals() throws {
    // R: binom.test(9, 10)$conf.int and binom.test(0, 20)$conf.int
    let nine = try #require(Effect("x", .share(9, of: 10)).estimate(confidence: 0.95))
    #expect(abs(nine.low - 0.5549839) < 1e-6 && abs(nine.high - 0.9974714) < 1e-6)
    let none = try #require(Effect("x", .share(0, of: 20)).estimate(confidence: 0.95))
    #expect(none.low == 0 && abs(none.high - 0.1684335) < 1e-6)
  }

  /// Claims that say that things are alike: without a difference they are right.
  private static let claimsOfLikeness = ["leaky-gain", "gelu-approximations-train"]
  private static let studies = Claim.all.filter {
    $0.experiment is StudyExperiment && !claimsOfLikeness.contains($0.id)
  }

  /// A study claim's own evidence, from trials in which no function differs from another.
  private func holds(_ claim: Claim, _ scale: ClaimScale, study: Int) throws -> Bool {
    let context = ClaimContext(scale: scale, data: .generated)
    var stream = RandomStream(seed: UInt64(study), purpose: .test, index: 7)
    var known: Known = [:]
    while case let cells = try claim.experiment.next(known, context), !cells.isEmpty {
      for cell in cells {
        let score = 0.8 + 0.02 * Double(stream.normal())
        known[cell.key] = Observation(
          numbers: ["validation": score, "validationLoss": 1, "test": score, "testLoss": 1, "milliseconds": 1],
          series: ["scores": [0.1, score], "trainLoss": [1 + 0.1 * Double(stream.normal())]])
      }
    }
    switch claim.outcome(known, context: context).verdict {
    case .holds, .holdsOnlyIf: return true
    default: return false
    }
  }

  @Test(arguments: studies) func aStudyOfNoiseSeldomHolds(_ claim: Claim) throws {
    // Repeated comparisons need as many seeds as they draw.
    let scale: ClaimScale = claim.id == "three-seeds-mislead" ? .quick : .tiny
    let count = scale == .quick ? 10 : 60
    let found = try (0..<count).count { try holds(claim, scale, study: $0) }
    // 5 %, and three standard errors of so few.
    let most = 0.05 * Double(count) + 3 * (0.05 * 0.95 * Double(count)).squareRoot()
    #expect(Double(found) <= most, "\(found) of \(count)")
  }
}
