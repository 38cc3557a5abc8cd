internal import NeuralNetworks
internal import Randomness
internal import Studies

extension Claim {
  static let mishDeeper = Claim(
    "mish-deeper", .mish, "In deep networks (15 to 25 layers) Mish stays accurate where Swish and ReLU fall off.",
    lecture: "Mish", papers: [Papers.misra],
    original: """
      Misra (2019, section 4.1): fully connected networks on MNIST of 15 to 25 layers of 500 units, batch normalisation, \
      dropout of 0.25, SGD, batches of 128: beyond 15 layers accuracy falls sharply for Swish and ReLU, less for Mish. \
      Single runs.
      """,
    setup: """
      Dense networks of 15 and 25 layers, batch normalisation before and dropout of 0.25 after each activation, batches of \
      128, own rates and gains. Quick: 1,000 generated digits, 64 units, 6 epochs, 6 seeds. Full: 4,000 of MNIST, 128 \
      units, 8 epochs, 8 seeds.
      """,
    differences: ["128 units for 500; fewer images and epochs; rates tuned for each."],
    measure: "Test accuracy at 25 layers, Mish less Swish and Mish less ReLU, paired by seed.",
    rule: .all(
      Criterion("test accuracy at 25 layers, mish less swish", .above(0)),
      Criterion("test accuracy at 25 layers, mish less relu", .above(0))),
    experiment: StudyExperiment { context in
      let scale = context.scale
      return try ClaimPlans.dense(
        ["relu", "swish", "mish"], context, layers: "repeat depth (dense width, normalization, activation, dropout 0.25)",
        depths: scale.of([2, 4], [15, 25], [15, 25]), width: scale.of(12, 64, 128), normalizations: [.batch],
        batches: [128], rates: [0.01, 0.03, 0.1], train: scale.of(128, 1_000, 4_000), epochs: scale.of(1, 6, 8),
        seeds: scale.of(2, 6, 8))
    } show: { study in
      let deepest = study.plan.grid.depths.max() ?? 0
      return Evidence(
        premises: [try study.learned(["relu", "swish", "mish"])],
        effects: try ["swish", "relu"].map { other in
          Effect(
            "test accuracy at 25 layers, mish less \(other)",
            .samples(try study.differences("mish", other) { $0.depth == deepest }))
        },
        notes: try study.divergences(["relu", "swish", "mish"]),
        picture: Picture(
          "Accuracy by depth", x: "hidden layers", y: "test accuracy",
          try [("mish", "Mish"), ("swish", "Swish"), ("relu", "ReLU")].map { name, title in
            Picture.Series(title, try study.curve(name, against: { $0.depth.map(Double.init) }))
          }))
    })

  static let threeSeedsMislead = Claim(
    "three-seeds-mislead", .mish,
    "A comparison of three seeds often names the wrong winner; one of 23 does so much less often.",
    lecture: nil, papers: [Papers.misra],
    original: """
      Mish against Swish with SqueezeNet on CIFAR-10: with 3 seeds Mish was better with p = 0.002, with 23 seeds the same \
      comparison gave p = 0.2.
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
        notes: ["Over all \(differences.count) seeds the mean difference is \(Words.short(100 * truth)) points of accuracy."],
        picture: Picture(
          "How often the wrong winner is named", x: "seeds compared", y: "share of comparisons",
          [Picture.Series("wrong winner", found.map { Picture.Point(Double($0.0), $0.1.wrong) })]))
    })
}
