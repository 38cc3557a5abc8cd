internal import Foundation
internal import NeuralNetworks

extension Claim {
  static let seluSelfNormalises = Claim(
    "selu-self-normalises", .selu,
    "With LeCun's initialisation and alpha dropout, SELU keeps outputs at mean 0 and deviation 1 through any depth.",
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
      "Read without dropout, as the network is used; moments over units and examples together, of one batch of 64."
    ],
    measure: "Mean and variance of the last hidden layer, against the theorem's domain, at each depth.",
    rule: Rule(kind: .all, criteria: SELUClaims.depths.flatMap { depth in
      [
        Criterion("mean after \(depth) layers, before training", .within(-0.1, 0.1)),
        Criterion("variance after \(depth) layers, before training", .within(0.8, 1.5)),
      ]
    }, otherwise: []),
    experiment: RunExperiment(seeds: { $0.of(2, 6, 10) }) { context in
      try SELUClaims.depths.map { depth in
        try SELUClaims.arm("\(depth)", depth: context.scale == .tiny ? min(depth, 8) : depth, .lecun, context, dropout: true)
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

  static let seluNeedsLecun = Claim(
    "selu-needs-lecun", .selu, "Without LeCun's initialisation SELU does not normalise itself.",
    lecture: "Scaled ELU", papers: [Papers.klambauer],
    original: "The theorem's weights have mean 0 and variance 1/n; no figures for others.",
    setup: """
      Dense SELU networks with 32 hidden layers on standardised digits before the first step: weights of LeCun's, of \
      He's (√2 times as large) and of the old uniform initialisation (1/√3 times). Quick: 64 units, 6 seeds; full: 256 \
      units, 10 seeds.
      """,
    differences: ["The theorem says nothing of other weights; the comparison is ours."],
    measure: "Variance of the last hidden layer's outputs (its logarithm to base 10), He's and the old against LeCun's.",
    rule: .all(
      Criterion("log₁₀ variance after 32 layers, LeCun", .within(-0.1, 0.18)),
      Criterion("log₁₀ variance after 32 layers, old uniform", .below(-0.1)),
      Criterion("log₁₀ variance after 32 layers, He", .above(0.18))),
    experiment: RunExperiment(seeds: { $0.of(2, 6, 10) }) { context in
      let depth = context.scale.of(6, 32, 32)
      return [
        try SELUClaims.arm("LeCun", depth: depth, .lecun, context, dropout: false),
        try SELUClaims.arm("He", depth: depth, .he, context, dropout: false),
        try SELUClaims.arm("old uniform", depth: depth, .torchDefault, context, dropout: false),
      ]
    } show: { runs in
      let names = ["LeCun", "He", "old uniform"]
      return Evidence(
        effects: try names.map { name in
          Effect(
            "log₁₀ variance after 32 layers, \(name)",
            .samples(try runs.values(name) { 2 * log10(max(1e-20, SELUClaims.lastHidden($0, "start.deviation"))) }))
        },
        picture: Picture(
          "Deviation of SELU's outputs by initialisation", x: "hidden layer", y: "deviation, before training", logY: true,
          try names.map { Picture.Series($0, try runs.curve($0, "start.deviation", dropLast: true)) }))
    })
}

enum SELUClaims {
  static let depths = [8, 32, 64]

  static func arm(
    _ name: String, depth: Int, _ initialization: Initialization, _ context: ClaimContext, dropout: Bool
  ) throws -> Arm {
    let scale = context.scale
    return try Arm(
      name, data: try context.data.data("digits", train: scale.of(128, 512, 2_000)),
      layers: "repeat \(depth) (dense \(scale.of(16, 64, 256)), selu\(dropout ? ", alpha-dropout 0.05" : ""))",
      initialization: initialization, rate: 0.001, epochs: dropout ? scale.of(1, 2, 5) : 1)
  }

  /// Of the last hidden layer; the output layer is the last in the list.
  static func lastHidden(_ found: Observation, _ series: String) -> Double {
    found.list(series).dropLast().last ?? .nan
  }
}
