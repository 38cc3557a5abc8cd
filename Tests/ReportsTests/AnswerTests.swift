import Activations
import Datasets
import Foundation
import Reports
import Statistics
import Studies
import Testing

/// What is said at the top of a page and below the tables.
@Suite struct AnswerTests {
  /// The best, the baseline, one below and one far below, with a little noise.
  private static let clear: @Sendable (Int, TrialKey) -> Double? = { place, key in
    [0.90, 0.93, 0.88, 0.50][min(place, 3)] + 0.001 * Double((key.seed * 7 + UInt64(key.replicate) * 3) % 5)
  }

  @Test func aBetterOneIsUsed() throws {
    var study = MadeUpStudy(score: Self.clear)
    // On 300 test examples three points would not be shown.
    study.linear = 0.8
    let text = Finding.text(try study.result())
    #expect(
      text.hasPrefix(
        "Use Binary step on <b>data</b>: on new draws from the same source, at the rates found it is better"))
    #expect(text.contains("At stake: The choice is worth at most 4."))
    #expect(text.contains("All 3 intervals hold together with 95 % confidence"))
    #expect(text.contains("10 draws and 10 runs of every activation"))
    #expect(text.contains("Hidden layers help") || text.contains("hidden layers help"))
  }

  @Test(
    arguments: [
      (Dataset.Replication.splits, nil, "for new examples from the same source"),
      (.windows, 7, "in the 7 periods tested"), (.folds, 6, "in the 6 folds given"),
      (.draws, nil, "on new draws from the same source, at the rates found"),
      (.fixedTest, nil, "for this training set and new test examples"),
    ] as [(Dataset.Replication, Int?, String)])
  func everyKindSaysWhatItsVerdictIsAbout(kind: Dataset.Replication, limit: Int?, words: String) throws {
    let result = try MadeUpStudy(replication: kind, splitLimit: limit, score: Self.clear).result()
    #expect(Finding.verdict(result).contains(words), "\(Finding.verdict(result))")
    #expect(StudyText.markdown(result).contains("New examples: "))
  }

  @Test func lessIsBetterForErrors() throws {
    // The second activation has the lower error.
    let result = try MadeUpStudy(
      classes: 0, metric: .rmse,
      score: { place, key in [1.0, 0.8, 1.3, 1.2][min(place, 3)] + 0.002 * Double(key.seed % 3) }, linear: 1.1,
      constant: 2
    ).result()
    let text = Finding.text(result)
    #expect(text.hasPrefix("Use Binary step"))
    #expect(text.contains("of RMSE (95 % simultaneous interval −"))
    #expect(text.contains("A constant guess has 2.000, a linear model has 1.100"))
    #expect(result.settings[0].leaderboard.map(\.choice.activation.name).first == "binary-step")
    // Nothing is clipped at 0 or at 1.
    let tables = StudyText.tables(result)
    #expect(tables.contains("1.302") && tables.contains("(constant guess)"))
    let html = try StudyReport.html([result])
    #expect(html.contains("less is better"))
    // The answer stands once, and without a command that only its surroundings have.
    #expect(html.components(separatedBy: "<dl class=\"answer\">").count == 2)
    #expect(!html.components(separatedBy: "</dl>")[0].contains("hillock study"))
  }

  @Test func fewUnitsGiveNoVerdict() throws {
    let few = try MadeUpStudy(seeds: 3, score: Self.clear).result()
    #expect(
      Finding.verdict(few).hasPrefix("No verdict on <b>data</b>: 3 draws are too few; it takes 5: --seeds 5 or more."))
    #expect(!Finding.text(few).contains("At stake"))
    let periods = try MadeUpStudy(replication: .windows, splitLimit: 3, score: Self.clear).result()
    #expect(Finding.verdict(periods).contains("3 periods are too few; it takes 5, and the data have no more."))
    let groups = try MadeUpStudy(replication: .splits, groupCount: 7, score: Self.clear).result()
    #expect(Finding.verdict(groups).contains("of 7 groups nobody knows how much groups differ; it takes 10."))
    for result in [few, periods, groups] {
      #expect(!result.settings[0].leaderboard.contains { [.better, .worse, .equivalent].contains($0.verdict) })
      #expect(!Finding.text(result).contains("Undecided"))
    }
  }

  /// Seeds decide where they are independent, and by a study of its own; rows where they are not, and by no command.
  @Test func anUndecidedAnswerInvitesNobodyToPeek() throws {
    let noisy: @Sendable (Int, TrialKey) -> Double? = { place, key in
      0.9 + 0.004 * Double(place) + 0.02 * Double((key.seed &* 2_654_435_761 &+ UInt64(place) &* 97) % 7)
    }
    let draws = try MadeUpStudy(activations: ["relu", "gelu", "tanh"], score: noisy).result()
    let text = Finding.text(draws)
    if draws.settings[0].leaderboard.contains(where: { $0.seedsNeeded != nil }) {
      #expect(text.contains("A fresh study of about"))
      #expect(text.contains("--first-seed 1100001 --output study-from-1100001"))
    }
    let splits = try MadeUpStudy(activations: ["relu", "gelu", "tanh"], replication: .splits, score: noisy).result()
    #expect(splits.settings[0].leaderboard.contains { $0.rowsNeeded != nil })
    #expect(Finding.text(splits).contains("More rows are needed, about"))
    #expect(!Finding.text(splits).contains("hillock study"))
  }

  @Test func theFreshStudyOverlapsWithNothing() throws {
    var result = try MadeUpStudy(activations: ["relu"]).result()
    result.command = "hillock study --data 'my wine.csv' --seeds 12 --budget=10m -o studies/wine/ --depth 2"
    #expect(
      FreshStudy.command(result, seeds: 40)
        == "hillock study --data 'my wine.csv' --depth 2 --seeds 40 --first-seed 1100001 --output studies/wine-from-1100001"
    )
    // And the next one lies behind it.
    result.plan.firstSeed = 1_100_001
    result.plan.seeds = 40
    result.command = FreshStudy.command(result, seeds: 40) ?? ""
    #expect(
      FreshStudy.command(result, seeds: 100)?.hasSuffix(
        "--seeds 100 --first-seed 1100041 --output study-from-1100041") == false)
    #expect(FreshStudy.command(result, seeds: 100)?.contains("--first-seed 1100041") == true)
    #expect(FreshStudy.command(result, seeds: 100)?.contains("from-1100001-from") == false)
    result.command = "hillock study --output 'a b' --data x"
    #expect(FreshStudy.command(result, seeds: 5)?.hasSuffix("--output 'a b-from-1100041'") == true)
    result.plan.firstSeed = 999_999_990
    #expect(FreshStudy.command(result, seeds: 5) == nil)
    result.command = "hillock bench store"
    result.plan.firstSeed = 1
    #expect(FreshStudy.command(result, seeds: 5) == nil)
    // The plan takes these seeds, and none of them was tuned on.
    var fresh = try MadeUpStudy(activations: ["relu"]).plan
    fresh.firstSeed = try #require(FreshStudy.firstSeed(after: fresh))
    fresh.seeds = 9_999
    try fresh.validate()
    #expect(Set(fresh.finalSeeds).isDisjoint(with: (0..<10).flatMap { fresh.tuningSeeds($0) }))
  }

  @Test func headlineAndTableAgree() throws {
    for result in [
      try MadeUpStudy(score: Self.clear).result(), try MadeUpStudy(replication: .splits).result(),
      try MadeUpStudy(
        score: { place, key in place == 3 && key.phase == .final && key.seed % 4 == 0 ? nil : Self.clear(place, key) }
      ).result(),
    ] {
      let rows = result.settings[0].leaderboard
      let verdict = Finding.verdict(result)
      func expect(_ verdicts: Verdict, _ words: String) {
        let count = rows.count { $0.verdict == verdicts }
        #expect(verdict.contains("\(count) \(words)") == (count > 0), "\(verdict)")
      }
      expect(.diverged, "diverged")
      if rows.count(where: { $0.verdict == .unstable }) == 1 { #expect(verdict.contains("1 is unstable at its rate")) }
      if rows.count(where: { $0.verdict == .worse }) == 1 { #expect(verdict.contains("1 is worse")) }
    }
  }

  @Test func edges() throws {
    let early = try MadeUpStudy(trials: 3).result()
    #expect(Finding.verdict(early) == "The study has no final figures yet.")
    let lost = try MadeUpStudy(score: { _, _ in nil }).result()
    #expect(Finding.verdict(lost).hasPrefix("No activation can be recommended: every one diverged."))
    _ = try StudyReport.html([lost])
    let alone = try MadeUpStudy(activations: ["elu"]).result()
    #expect(Finding.verdict(alone).hasPrefix("ELU reaches accuracy of 95."))
    #expect(Finding.verdict(alone).hasSuffix("on <b>data</b>. It was compared with nothing."))
    let twins = try MadeUpStudy(activations: ["relu", "elu", "celu"]).result()
    #expect(StudyText.tables(twins).contains("elu, the same as celu"))
    #expect(try StudyReport.html([twins]).contains("ELU, the same as CELU"))
    let withoutBaseline = try MadeUpStudy(score: { place, _ in place == 0 ? nil : 0.9 }).result()
    #expect(Finding.verdict(withoutBaseline).hasPrefix("No verdict on <b>data</b>: ReLU, with which"))
  }

  @Test func anEarlierProtocolHasNoVerdicts() throws {
    let result = try MadeUpStudy(isCurrent: false).result()
    #expect(!result.isCurrent)
    let verdict = Finding.verdict(result)
    #expect(verdict.contains("on one split of the data with one tuning") && verdict.contains("--output"))
    let tables = StudyText.tables(result)
    #expect(!tables.contains("verdict") && !tables.contains("undecided") && !tables.contains("95 %"))
    #expect(!StudyText.markdown(result).contains("Lines to paste"))
    #expect(!Finding.text(result).contains("At stake"))
    let csv = StudyText.csv([result]).split(separator: "\n")
    #expect(csv.dropFirst().allSatisfy { !$0.contains("undecided") })
  }

  @Test func theMetricIsExplained() throws {
    let result = try MadeUpStudy(largestClassShare: 0.93).result()
    #expect(Finding.text(result).contains("Judged by: balanced accuracy"))
    #expect(Finding.text(result).contains("one class has 93 % of all examples"))
    let chosen = try MadeUpStudy(metric: .logLoss, score: { place, _ in 0.5 + 0.1 * Double(place) }).result()
    #expect(Finding.text(chosen).contains("Judged by: log loss, as the plan says; less is better."))
  }

  @Test func linesToPaste() throws {
    let markdown = StudyText.markdown(try MadeUpStudy(activations: ["relu", "gelu"], score: Self.clear).result())
    #expect(markdown.contains("activation = nn.GELU()"))
    #expect(markdown.contains("optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.9)"))
    #expect(markdown.contains("keras.layers.Activation(\"gelu\")"))
    #expect(markdown.contains("jax.nn.gelu(x, approximate=False)"))
    #expect(markdown.contains("optax.sgd(0.01, momentum=0.9)"))
    let gain = (try Activation("gelu").gain * 1e5).rounded() / 1e5
    #expect(markdown.contains("gain = \(gain)"))
    #expect(
      markdown.contains("try Layer.parse(list: \"flatten, repeat 2 (dense 8, gelu), dense 2\")")
        || markdown.contains("dense 8, gelu"))
    // What has no counterpart is left out, and Swift is not.
    let own = StudyText.markdown(try MadeUpStudy(activations: ["relu", "lisht"], score: Self.clear).result())
    #expect(own.contains("Lines to paste: LiSHT") && !own.contains("PyTorch:") && own.contains("Swift:"))
    let learned = StudyText.markdown(try MadeUpStudy(activations: ["relu", "prelu"], score: Self.clear).result())
    #expect(learned.contains("nn.PReLU(num_parameters=8, init=0.25)") && !learned.contains("JAX:"))
  }
}
