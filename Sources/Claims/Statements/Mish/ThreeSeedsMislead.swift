internal import Randomness
internal import Statistics
internal import Studies

extension Claim {
  static let threeSeedsMislead = Claim(
    "three-seeds-mislead", .mish,
    "A comparison of three seeds and its repetition often name different winners; with 23 seeds they do much less often.",
    lecture: nil, papers: [Papers.misra],
    original: """
      Mish against Swish with SqueezeNet on CIFAR-10: with 3 seeds Mish was better with p = 0.002; with 23 seeds (87.48 \
      and 87.32 %, deviations of 0.40 and 0.41) the same comparison gave p = 0.1973.
      """,
    setup: """
      Our own trials of Mish and Swish (the dense network of the other comparisons) with 46 seeds (quick) or 60 (full). \
      10,000 times two comparisons of 3 seeds each are drawn from these, with no seed in common, and two of 23; the winner \
      of a comparison is the one with the higher mean.
      """,
    differences: [
      "A simulation on our trials, not theirs.",
      "Repetitions are drawn from one pool of seeds. If the two functions cannot be told apart over all of them, nothing is said.",
    ],
    measure: """
      The share of pairs of comparisons that name different winners, with 3 seeds and with 23; and, for the record, the \
      share of three-seed comparisons with p < 0.05 by a paired t test.
      """,
    rule: .all(
      Criterion("share of pairs of three-seed comparisons that disagree", .above(0.1)),
      Criterion("the same with 23 seeds, less that with three", .below(-0.1))),
    experiment: StudyExperiment { context in
      try ClaimPlans.dense(["swish", "mish"], context, seeds: context.scale.of(6, 46, 60))
    } show: { study in
      let (mish, swish) = (try study.means("mish"), try study.means("swish"))
      let differences = zip(mish, swish).map { $0 - $1 }
      var stream = RandomStream(seed: 23, purpose: .bootstrap)
      let draws = study.scale == .tiny ? 100 : 10_000
      /// Shares of pairs that disagree, and of comparisons that are significant.
      func simulated(_ count: Int) -> (disagree: Double, significant: Double) {
        var (disagree, significant) = (0.0, 0)
        for _ in 0..<draws {
          let order = stream.shuffled(Array(differences.indices))
          let one = order.prefix(count).map { differences[$0] }
          let other = order.dropFirst(count).prefix(count).map { differences[$0] }
          let product = Sample.mean(one) * Sample.mean(other)
          // Where neither wins, half a disagreement.
          disagree += product == 0 ? 0.5 : product < 0 ? 1 : 0
          if let p = Sample.pairedP(one), p < 0.05 { significant += 1 }
        }
        return (disagree / Double(draws), Double(significant) / Double(draws))
      }
      let sizes = study.scale == .tiny ? [2, 3] : [3, 5, 10, 23]
      let found = sizes.map { ($0, simulated($0)) }
      guard let first = found.first?.1, let last = found.last?.1 else { return Evidence(effects: []) }
      return Evidence(
        premises: [
          try study.learned(["swish", "mish"]),
          // Where neither is better, every repetition is a toss of a coin.
          Premise(
            "over all seeds the two functions differ (95 % interval of the mean difference without 0)",
            Sample.interval(differences).map { $0.low > 0 || $0.high < 0 } ?? false),
        ],
        effects: [
          Effect("share of pairs of three-seed comparisons that disagree", .exact(first.disagree)),
          Effect("the same with 23 seeds, less that with three", .exact(last.disagree - first.disagree)),
          Effect("share of three-seed comparisons with p < 0.05, paired", .exact(first.significant)),
          Effect(Comparison.testName("mish", "swish"), .samples(differences)),
        ],
        notes: [
          "Over all \(differences.count) seeds the mean difference is \(Words.short(100 * Sample.mean(differences))) points of accuracy."
        ],
        picture: Picture(
          "How often a repetition names another winner", x: "seeds compared", y: "share of pairs of comparisons",
          [Picture.Series("disagree", found.map { Picture.Point(Double($0.0), $0.1.disagree) })]))
    })
}
