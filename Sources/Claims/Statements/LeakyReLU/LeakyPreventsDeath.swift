internal import Statistics
internal import Studies

extension Claim {
  static let leakyPreventsDeath = Claim(
    "leaky-prevents-death", .leakyReLU, "With a small slope on the negative side, no unit dies.",
    lecture: "Leaky ReLU; Challenges with ReLU", papers: [Papers.maas],
    original: """
      Maas et al. (2013) introduced the leak so that a unit that is never active still has a gradient. The lecture says \
      that it prevents dying, and elsewhere that it tried to without success.
      """,
    setup: """
      The network of relu-units-die with two dense layers, at a rate that kills ReLU units (0.1), with ReLU, with leaky \
      ReLU of slope 0.01 and with ELU. A unit is dead if it gets no gradient from any training example (ReLU: no example \
      activates it; the others: |f′| next to 0 for all). Quick: 8 seeds; full: 20.
      """,
    differences: [
      "Digits, not speech; death is counted over all training examples, not seen in a learning curve.",
      "By this definition a unit with a slope of 0.01 everywhere cannot be dead: the count confirms it. Whether that helps is what the accuracy beside it says.",
    ],
    measure: """
      The largest share of dead units of leaky ReLU in any run, and how much smaller than ReLU's it is on average.
      """,
    rule: .all(
      Criterion("largest share of dead units, leaky ReLU", .atMost(0)),
      Criterion("share of dead units, leaky ReLU less ReLU", .below(0))),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 20) }) { context in
      let scale = context.scale
      let data = try context.data.data("digits", train: scale.of(128, 1_000, 2_000))
      return try ["relu", "leaky-relu", "elu"].map { name in
        try Arm(
          name, data: data, layers: "repeat 2 (dense \(scale.of(12, 64, 128)), \(name))", rate: 0.1,
          epochs: scale.of(1, 6, 10))
      }
    } show: { runs in
      return Evidence(
        premises: [
          Premise(
            "units of ReLU do die at this rate",
            try runs.scale == .tiny || Sample.mean(runs.values("relu", "dead")) > 0.01),
          Premise(
            "no run of ReLU or leaky ReLU diverged",
            try ["relu", "leaky-relu"].allSatisfy { try runs.runs($0).allSatisfy { $0.divergence == nil } }),
        ],
        effects: [
          Effect(
            "largest share of dead units, leaky ReLU", .exact(try runs.values("leaky-relu", "dead").max() ?? .nan)),
          Effect(
            "share of dead units, leaky ReLU less ReLU", .samples(try runs.differences("leaky-relu", "relu", "dead"))),
          Effect("share of dead units, ELU less ReLU", .samples(try runs.differences("elu", "relu", "dead"))),
          Effect(
            "test accuracy at this rate, leaky ReLU less ReLU",
            .samples(try runs.differences("leaky-relu", "relu", "test"))),
        ],
        picture: .points(
          "Dead units at a rate of 0.1", y: "share of hidden units",
          try [("ReLU", "relu"), ("Leaky ReLU", "leaky-relu"), ("ELU", "elu")].map {
            ($0.0, try runs.values($0.1, "dead"))
          }))
    })
}
