internal import NeuralNetworks

extension Claim {
  static let heThirtyLayers = Claim(
    "he-thirty-layers", .choosing,
    "A 30-layer network of ReLU stalls with Glorot's initialisation and learns with He's.",
    papers: [Papers.he],
    original: """
      He et al. (2015, figure 3): a 30-layer convolutional model on ImageNet: with Glorot's initialisation (for linear \
      units) learning stalls completely, with theirs it converges.
      """,
    setup: """
      Dense networks of 30 hidden ReLU layers on digits, each initialisation at the best of four rates by the validation \
      score of two seeds, judged on the others. Quick: 1,000 digits, 48 units, 12 epochs of batches of 32, 6 seeds; full: 3,000, 128 units, \
      10 epochs of batches of 64, 10 seeds.
      """,
    differences: ["Dense layers for convolutions, digits for ImageNet."],
    measure: "Test accuracy with He's less with Glorot's; and how far Glorot's is above a constant guess.",
    rule: .all(
      Criterion("test accuracy, He's less Glorot's", .above(0.2)),
      Criterion("accuracy with Glorot's above chance", .below(0.1))),
    experiment: RunExperiment(seeds: { $0.of(3, 8, 12) }) { context in
      let scale = context.scale
      return try rates(scale).flatMap { rate in
        try [("he", Initialization.he), ("glorot", .glorot)].map { name, initialization in
          try Arm(
            RunFigures.name(name, rate), data: try context.data.data("digits", train: scale.of(128, 1_000, 3_000)),
            layers: "repeat \(scale.of(6, 30, 30)) (dense \(scale.of(12, 48, 128)), relu)",
            initialization: initialization, rate: rate,
            epochs: scale.of(1, 12, 10), batch: scale.of(32, 32, 64), isProbed: false)
        }
      }
    } show: { runs in
      let he = try runs.tuned("he", rates: rates(runs.scale))
      let glorot = try runs.tuned("glorot", rates: rates(runs.scale))
      return Evidence(
        premises: [Premise.learned(he.runs)],
        effects: [
          Effect(
            "test accuracy, He's less Glorot's", .samples(zip(he.runs, glorot.runs).map { $0["test"] - $1["test"] })),
          Effect("accuracy with Glorot's above chance", .samples(glorot.runs.map { $0["test"] - $0["chance"] })),
        ],
        notes: ["Best rates: He's \(he.rate), Glorot's \(glorot.rate)."],
        picture: .learning([("He", he.runs), ("Glorot", glorot.runs)]))
    })

  private static func rates(_ scale: ClaimScale) -> [Double] {
    scale.of([0.01, 0.1], [0.003, 0.01, 0.03, 0.1], [0.003, 0.01, 0.03, 0.1])
  }
}
