internal import Randomness
internal import Studies

extension Claim {
  static let threeSeedsMislead = Claim(
    "three-seeds-mislead", .mish,
    "A comparison of three seeds often names the wrong winner; one of 23 does so much less often.",
    lecture: nil, papers: [Papers.misra],
    original: """
      Mish against Swish with SqueezeNet on CIFAR-10: with 3 seeds Mish was better with p = 0.002; with 23 seeds (87.48 \
      and 87.32 %, deviations of 0.40 and 0.41) the same comparison gave p = 0.1973.
      """,
    setup: """
      Our own trials of Mish and Swish (the dense network of the other comparisons) with 46 seeds (quick) or 60 (full). \
      10,000 times, 3 of these seeds are drawn, and 23, without replacement; the winner by the mean difference is compared \
      with the winner over all seeds.
      """,
    differences: ["A simulation on our trials, not theirs. The truth is taken to be the mean over all seeds."],
    measure: """
      The share of comparisons that name the other winner, with 3 seeds and with 23; and, for the record, the share of \
      three-seed comparisons with p < 0.05 by a paired t test.
      """,
    rule: .all(
      Criterion("share of three-seed comparisons with the wrong winner", .above(0.1)),
      Criterion("the same with 23 seeds, less that with three", .below(0))),
    experiment: StudyExperiment { context in
      try ClaimPlans.dense(["swish", "mish"], context, seeds: context.scale.of(6, 46, 60))
    } show: { study in
      let (mish, swish) = (try study.means("mish"), try study.means("swish"))
      let differences = zip(mish, swish).map { $0 - $1 }
      let truth = Statistics.mean(differences)
      var stream = RandomStream(seed: 23, purpose: .bootstrap)
      let draws = study.scale == .tiny ? 100 : 10_000
      /// Shares of draws that name the wrong winner, and that are significant.
      func simulated(_ count: Int) -> (wrong: Double, significant: Double) {
        var (wrong, significant) = (0.0, 0)
        for _ in 0..<draws {
          let chosen = stream.shuffled(Array(differences.indices)).prefix(count).map { differences[$0] }
          let mean = Statistics.mean(chosen)
          // A draw is half wrong.
          wrong += mean == 0 ? 0.5 : mean * truth < 0 ? 1 : 0
          if let p = Statistics.pairedP(chosen), p < 0.05 { significant += 1 }
        }
        return (wrong / Double(draws), Double(significant) / Double(draws))
      }
      let sizes = study.scale == .tiny ? [2, 3] : [3, 5, 10, 23]
      let found = sizes.map { ($0, simulated($0)) }
      guard let first = found.first?.1, let last = found.last?.1 else { return Evidence(effects: []) }
      return Evidence(
        premises: [try study.learned(["swish", "mish"])],
        effects: [
          Effect("share of three-seed comparisons with the wrong winner", .exact(first.wrong)),
          Effect("the same with 23 seeds, less that with three", .exact(last.wrong - first.wrong)),
          Effect("share of three-seed comparisons with p < 0.05, paired", .exact(first.significant)),
          Effect(Comparison.testName("mish", "swish"), .samples(differences)),
        ],
        notes: [
          "Over all \(differences.count) seeds the mean difference is \(Words.short(100 * truth)) points of accuracy."
        ],
        picture: Picture(
          "How often the wrong winner is named", x: "seeds compared", y: "share of comparisons",
          [Picture.Series("wrong winner", found.map { Picture.Point(Double($0.0), $0.1.wrong) })]))
    })
}
