extension Claim {
  static let asymmetricInitialisation = Claim(
    "asymmetric-initialisation", .relu,
    "The randomised asymmetric initialisation makes a narrow, deep ReLU network collapse much less often.",
    papers: [Papers.lu],
    original: """
      Lu et al. (2020, section 5): of each unit's weights and bias one, chosen at random, is drawn from Beta(2, 1), which \
      is positive; the others are normal with variance 0.36/n. It prevents most dying; the same target.
      """,
    setup: "As relu-collapse, once with He's initialisation and once with theirs. Quick: 100 networks; full: 500.",
    differences: ["As relu-collapse; their σ² of 0.36 (rounded from 0.6007²)."],
    measure: "Share of collapsed runs with their initialisation less that with He's, the same seeds.",
    rule: .all(Criterion("share of collapsed runs, asymmetric less He's", .below(-0.1))),
    experiment: RunExperiment(seeds: { $0.of(4, 100, 500) }) { context in
      [try Collapse.arm("he", context, asymmetric: false), try Collapse.arm("asymmetric", context, asymmetric: true)]
    } show: { runs in
      Evidence(
        effects: [
          Effect(
            "share of collapsed runs, asymmetric less He's",
            .samples(try runs.differences("asymmetric", "he", Collapse.hasCollapsed))),
          Effect(
            "share of collapsed runs, asymmetric",
            .share(
              try runs.values("asymmetric", Collapse.hasCollapsed).count { $0 > 0 },
              of: try runs.runs("asymmetric").count)),
        ],
        picture: .points(
          "Runs that say the same of everything", y: "share of runs",
          try [("He's initialisation", "he"), ("asymmetric", "asymmetric")].map {
            ($0.0, try runs.values($0.1, Collapse.hasCollapsed))
          }))
    })
}
