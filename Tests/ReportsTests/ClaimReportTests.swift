import Claims
import Reports
import Studies
import TestSupport
import Testing

@Suite struct ClaimReportTests {
  private static let environment = StudyEnvironment(
    hillockVersion: "0", processor: "a processor", cores: 2, instructionSet: "V3", oneDNNVersion: "3", system: "Linux")

  /// Outcomes of every kind, made up.
  private static func outcomes(_ claims: [Claim]) -> [Outcome] {
    claims.enumerated().map { i, claim in
      let criterion = claim.rule.criteria[0]
      let effect = Effect(criterion.effect, .samples([0.01, 0.02, 0.03, 0.04]))
      let evidence = Evidence(
        premises: [Premise("it learned", i % 4 != 3)], effects: [effect, Effect("something else", .exact(2))],
        notes: ["1 of 8 final trials of ReLU diverged; each counts as a constant guess."],
        picture: i % 2 == 0
          ? Picture(
            "Curves <by> name", x: "epoch", y: "accuracy",
            [
              .init("ReLU", [.init(1, 0.5, low: 0.4, high: 0.6), .init(2, 0.8, low: 0.7, high: 0.9)]),
              .init("Swish", [.init(1, 0.4), .init(2, 0.9)]),
            ])
          : Picture("Points", x: "", y: "accuracy", categories: ["a", "b"], [.init("", [.init(0, 1), .init(1, 2)])]))
      let judged = claim.rule.judge(evidence)
      let verdict: ClaimVerdict =
        [.holds, .holdsOnlyIf("the rate is high"), .undecided, .notTested("premise failed: it learned"), .doesNotHold][
          i % 5]
      return Outcome(
        claim: claim.id, scale: .quick, verdict: verdict, criteria: judged.criteria, evidence: evidence, trials: 8,
        diverged: 1, seconds: 12.5)
    }
  }

  private static let chosen = [
    "gelu-approximations", "swish-dip", "relu-units-die", "mish-deeper", "relu-collapse",
  ]
  .compactMap { name in Claim.all.first { $0.id == name } }

  private static var report: ClaimReport {
    ClaimReport(
      chosen, outcomes: outcomes(chosen), environment: environment, command: "hillock claims run <all> & more",
      date: "2026-01-01")
  }

  @Test func page() throws {
    let difference = Snapshot.difference(try Self.report.html(), named: "claims.html")
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func markdown() {
    let difference = Snapshot.difference(Self.report.markdown(), named: "claims.md")
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func thePageNeedsNothingElseAndEscapes() throws {
    let page = try Self.report.html()
    #expect(!page.contains("<script") && !page.contains("src=") && !page.contains("{{"))
    #expect(page.contains("&lt;all&gt; &amp; more") && page.contains("Curves &lt;by&gt; name"))
    #expect(
      page.contains(
        "Of 5 claims, 1 hold, 1 hold only under a condition, 1 do not hold, 1 are undecided, 1 were not tested."))
  }

  @Test func numbersAreShort() {
    #expect(ClaimText.number(0.012345) == "0.0123")
    #expect(ClaimText.number(-3) == "−3")
    #expect(ClaimText.number(0.5) == "0.500")
    #expect(ClaimText.number(.infinity) == "∞")
    #expect(ClaimText.estimate(nil) == "not measured")
  }
}
