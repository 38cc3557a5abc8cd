internal import NeuralNetworks

extension Claim {
  static let topLayerSaturates = Claim(
    "top-layer-saturates", .choosing,
    "In a deep network of sigmoids with the old initialisation, the top hidden layer saturates towards 0 early on.",
    papers: [Papers.glorotBengio],
    original: """
      Glorot & Bengio (2010, figure 2): four hidden layers on Shapeset, uniform ±1/√n: the top layer's outputs fall to \
      near 0 within the first epochs while the lower ones stay near ½, and rise again after about 100 epochs; with five \
      layers they never do.
      """,
    setup: """
      Dense networks of four and of five hidden sigmoid layers with that initialisation on digits, SGD without momentum and batches of 10, as theirs; \
      the mean output of each layer after training. Quick: 128 units, 6 epochs at 0.1, 8 seeds; full: 512 units, 10 \
      epochs, 10 seeds.
      """,
    differences: ["Digits for Shapeset; the end of a short training, not the whole course."],
    measure:
      "Mean output of the top hidden layer, for four and for five layers, which is ½ before training: below 0.2 is saturated.",
    rule: .all(
      Criterion("mean output of the top layer of 4", .below(0.2)),
      Criterion("mean output of the top layer of 5", .below(0.2))),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 10) }) { context in
      let scale = context.scale
      return try [4, 5].map { depth in
        try Arm(
          "\(depth)", data: try context.data.data("digits", train: scale.of(128, 1_000, 3_000)),
          layers: "repeat \(depth) (dense \(scale.of(16, 128, 512)), sigmoid)", initialization: .torchDefault,
          optimizer: "sgd:0", rate: 0.1, epochs: scale.of(1, 6, 10), batch: 10)
      }
    } show: { runs in
      Evidence(
        effects: try [4, 5].map { depth in
          Effect(
            "mean output of the top layer of \(depth)",
            .samples(try runs.values("\(depth)") { $0.list("end.mean")[depth - 1] }))
        }
          + [4, 5].map { depth in
            Effect(
              "mean output, top less first of \(depth) layers",
              .samples(try runs.values("\(depth)") { $0.list("end.mean")[depth - 1] - $0.list("end.mean")[0] }))
          },
        picture: Picture(
          "Mean output by layer, after training", x: "hidden layer", y: "mean of σ(z)",
          try [4, 5].map { Picture.Series("\($0) layers", try runs.curve("\($0)", "end.mean", dropLast: true)) }))
    })
}
