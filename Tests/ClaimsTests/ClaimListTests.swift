public import Claims
public import Testing

/// Driven by the list: a new claim is tested by being listed.
@Suite struct ClaimListTests {
  @Test func namesAreDistinctAndTypeable() {
    let names = Claim.all.map(\.id)
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(name)") }
  }

  @Test func everyTopicHasOne() {
    for topic in Claim.Topic.allCases { #expect(Claim.all.contains { $0.topic == topic }, "\(topic)") }
  }

  @Test(arguments: Claim.all) func saysWhatItMust(_ claim: Claim) {
    #expect(!claim.statement.isEmpty && claim.statement.hasSuffix("."))
    #expect(claim.lecture != nil || !claim.papers.isEmpty, "nobody made the claim")
    #expect(!claim.original.isEmpty && !claim.setup.isEmpty && !claim.measure.isEmpty)
    #expect(!claim.differences.isEmpty)
    #expect(!claim.rule.criteria.isEmpty)
    #expect(claim.rule.words.contains(claim.rule.criteria[0].effect))
  }

  /// The set-up runs, and the rule finds what it asks for. What comes out means nothing at this size.
  @Test(arguments: Claim.all) func runsAtTinySize(_ claim: Claim) throws {
    let context = ClaimContext(scale: .tiny, data: .generated)
    let runner = ClaimRunner([claim], context: context, known: [:], jobs: 2)
    try runner.run()
    #expect(runner.problems.isEmpty, "\(runner.problems)")
    let outcome = claim.outcome(runner.known, context: context)
    if case .notTested(let reason) = outcome.verdict {
      // At this size networks need not learn.
      #expect(reason.hasPrefix("premise failed"), "\(reason)")
    }
    let names = Set(outcome.evidence.effects.map(\.name))
    for criterion in claim.rule.criteria + claim.rule.otherwise {
      #expect(names.contains(criterion.effect), "nothing is called '\(criterion.effect)'")
    }
    #expect(outcome.evidence.effects.count == names.count, "two effects are called the same")
    #expect(outcome.evidence.picture?.series.flatMap(\.points).isEmpty == false, "no picture")
    // Nothing is left, and the verdict is the same from the same observations.
    #expect(try claim.experiment.next(runner.known, context).isEmpty)
    #expect(claim.outcome(runner.known, context: context) == outcome)
  }

  /// With a piece missing, nothing is said.
  @Test(arguments: Claim.all) func missingWorkIsNotAVerdict(_ claim: Claim) throws {
    let context = ClaimContext(scale: .tiny, data: .generated)
    let outcome = claim.outcome([:], context: context)
    guard case .notTested = outcome.verdict else {
      Issue.record("\(claim.id): \(outcome.verdict) of nothing")
      return
    }
  }
}

extension Claim: CustomTestStringConvertible {
  public var testDescription: String { id }
}
