internal import NeuralNetworks

extension Claim {
  static let seluSelfNormalises = Claim(
    "selu-self-normalises", .selu,
    "With LeCun's initialisation SELU keeps outputs at mean 0 and deviation 1 through 8, 32 and 64 layers.",
    lecture: "Scaled ELU", papers: [Papers.klambauer],
    original: """
      Klambauer et al. (2017, theorem 1): means within ±0.1 and variances from 0.8 to 1.5 stay in that domain. Their \
      networks had 8, 16 and 32 layers.
      """,
    setup: """
      Dense SELU networks with 8, 32 and 64 hidden layers and alpha dropout of 0.05 on standardised digits; mean and \
      variance of the last hidden layer's outputs over a batch and all units, before the first step and after training at \
      a small rate. Quick: 64 units, 2 epochs, 6 seeds; full: 256 units, 5 epochs, 10 seeds.
      """,
    differences: [
      "Read without dropout, as the network is used (what dropout does is alpha-dropout's); moments over units and examples together, of one batch of 64; the rule is about initial weights, figures after training stand beside it."
    ],
    measure: "Mean and variance of the last hidden layer, against the theorem's domain, at each depth.",
    rule: Rule(
      kind: .all,
      criteria: SELUClaims.depths.flatMap { depth in
        [
          Criterion("mean after \(depth) layers, before training", .within(-0.1, 0.1)),
          Criterion("variance after \(depth) layers, before training", .within(0.8, 1.5)),
        ]
      }, otherwise: []),
    experiment: RunExperiment(seeds: { $0.of(2, 6, 10) }) { context in
      try SELUClaims.depths.map { depth in
        try SELUClaims.arm(
          "\(depth)", depth: context.scale == .tiny ? min(depth, 8) : depth, .lecun, context, dropout: true)
      }
    } show: { runs in
      var effects: [Effect] = []
      for depth in SELUClaims.depths {
        for (when, words) in [("start", "before training"), ("end", "after training")] {
          effects.append(
            Effect(
              "mean after \(depth) layers, \(words)",
              .samples(try runs.values("\(depth)") { SELUClaims.lastHidden($0, "\(when).mean") })))
          effects.append(
            Effect(
              "variance after \(depth) layers, \(words)",
              .samples(
                try runs.values("\(depth)") {
                  let deviation = SELUClaims.lastHidden($0, "\(when).deviation")
                  return deviation * deviation
                })))
        }
      }
      return Evidence(
        effects: effects,
        picture: Picture(
          "Deviation of SELU's outputs, layer by layer", x: "hidden layer", y: "deviation, before training",
          try SELUClaims.depths.map {
            Picture.Series("\($0) layers", try runs.curve("\($0)", "start.deviation", dropLast: true))
          }))
    })
}
