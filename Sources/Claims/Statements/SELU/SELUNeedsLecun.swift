internal import Foundation
internal import NeuralNetworks

extension Claim {
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
    measure:
      "Variance of the last hidden layer's outputs (its logarithm to base 10), He's and the old against LeCun's.",
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
          "Deviation of SELU's outputs by initialisation", x: "hidden layer", y: "deviation, before training",
          logY: true,
          try names.map { Picture.Series($0, try runs.curve($0, "start.deviation", dropLast: true)) }))
    })
}
