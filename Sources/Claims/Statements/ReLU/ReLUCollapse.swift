extension Claim {
  static let reluCollapse = Claim(
    "relu-collapse", .relu,
    "A narrow, deep ReLU network of width 2 and ten layers that is to fit |x| collapses to a constant in more than 90 % of runs.",
    papers: [Papers.lu],
    original: """
      Lu et al. (2020): ten hidden layers of width 2, |x| on [−√3, √3], 3,000 points, He's normal initialisation, zero \
      biases, Adam: more than 90 % of 1,000 networks collapse to the target's mean, because they are born dead.
      """,
    setup: """
      The same network and target, about 1,050 points for training, Adam at 0.001, batches of 64. A run has collapsed if its \
      output is the same for all examples of a batch (deviation below 0.001; the target's is 1). Quick: 12 epochs, 200 networks; full: 40 epochs, 1,000.
      """,
    differences: ["About 1,050 points for 3,000; fewer steps; collapse by the outputs' deviation, not by eye."],
    measure: "The share of runs that collapse.",
    rule: .all(Criterion("share of runs that collapse, He's initialisation", .above(0.9))),
    experiment: RunExperiment(seeds: { $0.of(4, 200, 1_000) }) { context in
      [try Collapse.arm("he", context, asymmetric: false)]
    } show: { runs in
      Evidence(
        effects: [
          Effect(
            "share of runs that collapse, He's initialisation",
            .share(try runs.values("he", Collapse.hasCollapsed).count { $0 > 0 }, of: try runs.runs("he").count))
        ],
        picture: .points(
          "Runs that say the same of everything", y: "share of runs",
          [("He's initialisation", try runs.values("he", Collapse.hasCollapsed))]))
    })
}
