internal import NeuralNetworks
internal import Studies

extension Claim {
  static let mishDeeper = Claim(
    "mish-deeper", .mish, "In a network of 25 layers Mish is more accurate than Swish and ReLU.",
    lecture: "Mish", papers: [Papers.misra],
    original: """
      Misra (2019, section 4.1): fully connected networks on MNIST of 15 to 25 layers of 500 units, batch normalisation, \
      dropout of 0.25, SGD, batches of 128: beyond 15 layers accuracy falls sharply for Swish and ReLU, less for Mish. \
      Single runs.
      """,
    setup: """
      Dense networks of 15 and 25 layers, batch normalisation before and dropout of 0.25 after each activation, batches of \
      32, own rates and gains. Quick: 1,000 generated digits, 64 units, 8 epochs, 6 seeds. Full: 4,000 of MNIST, 128 units, \
      10 epochs, 8 seeds.
      """,
    differences: [
      "128 units for 500; fewer images and epochs; batches of 32 for 128; rates tuned for each, and weights with each function's own gain."
    ],
    measure: "Test accuracy at 25 layers, Mish less Swish and Mish less ReLU, paired by seed.",
    rule: .all(
      Criterion("test accuracy at 25 layers, mish less swish", .above(0)),
      Criterion("test accuracy at 25 layers, mish less relu", .above(0))),
    experiment: StudyExperiment { context in
      let scale = context.scale
      return try ClaimPlans.dense(
        ["relu", "swish", "mish"], context,
        layers: "repeat depth (dense width, normalization, activation, dropout 0.25)",
        depths: scale.of([2, 4], [15, 25], [15, 25]), width: scale.of(12, 64, 128), normalizations: [.batch],
        batches: [32], rates: [0.01, 0.03, 0.1], train: scale.of(128, 1_000, 4_000),
        epochs: scale.of(1, 8, 10),
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
}
