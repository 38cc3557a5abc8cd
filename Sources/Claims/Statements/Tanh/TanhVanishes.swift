internal import NeuralNetworks

extension Claim {
  static let tanhVanishes = Claim(
    "tanh-vanishes", .tanh,
    "Tanh does not cure the vanishing gradient: in a deep network it still shrinks on its way back.",
    lecture: "Tanh", papers: [Papers.glorotBengio, Papers.schoenholz],
    original: """
      Glorot & Bengio (2010) show gradients of tanh networks shrinking backwards with the initialisation that was usual \
      then (uniform ±1/√n), and nearly constant with their own.
      """,
    setup: """
      Dense networks of 20 hidden tanh layers on standardised digits, before the first step, once with the old \
      initialisation (uniform ±1/√n), once with Glorot's, once with weights of tanh's own gain, which keeps the signal's \
      variance. Quick: 64 units, 8 seeds. Full: 256 units, 20 seeds.
      """,
    differences: ["20 layers instead of five, so that the effect is plain; initial weights only."],
    measure: """
      The factor by which one layer changes the root mean square of ∂J/∂z, from hidden layer 20 back to 2. (Not of ∂J/∂W: \
      where the signal shrinks forwards as the gradient does backwards, their product stays the same.)
      """,
    rule: .onlyIf(
      "the weights are not scaled for it",
      [Criterion("factor of one layer, uniform ±1/√n", .below(0.9))],
      otherwise: [Criterion("factor of one layer, own gain", .below(0.9))]),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 20) }) { context in
      try arms.map { name, _, initialization in
        try Arm(
          name, data: try context.data.data("digits", train: context.scale.of(128, 256, 1_000)),
          layers: "repeat 20 (dense \(context.scale.of(16, 64, 256)), tanh)", initialization: initialization,
          rate: 0.01, epochs: 1)
      }
    } show: { runs in
      func factor(_ found: Observation) -> Double { found.factor(ofOneLayer: "start.delta") }
      return Evidence(
        effects: try arms.map {
          Effect("factor of one layer, \($0.title)", .samples(try runs.values($0.name, factor)))
        },
        picture: Picture(
          "The gradient on its way back through 20 layers of tanh", x: "hidden layer",
          y: "root mean square of ∂J/∂z, before training", logY: true,
          try arms.map { Picture.Series($0.title, try runs.curve($0.name, "start.delta", dropLast: true)) }))
    })

  private static let arms: [(name: String, title: String, initialization: Initialization)] = [
    ("old", "uniform ±1/√n", .torchDefault), ("glorot", "Glorot", .glorot), ("own", "own gain", .variancePreserving),
  ]
}
