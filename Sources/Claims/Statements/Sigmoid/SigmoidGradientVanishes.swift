internal import Activations
internal import Studies

extension Claim {
  static let sigmoidGradientVanishes = Claim(
    "sigmoid-gradient-vanishes", .sigmoid,
    "In a deep network of sigmoids the gradient shrinks by a constant factor with every layer on its way back.",
    lecture: "Sigmoid – drawbacks", papers: [Papers.hochreiter, Papers.glorotBengio, Papers.schoenholz],
    original: """
      Hochreiter (1998): since σ′ is at most 1/4, gradients shrink exponentially unless weights are large. Schoenholz et \
      al. (2017): the factor is √χ, χ = σ_w² E[f′(z)²].
      """,
    setup: """
      Dense networks of 20 hidden layers on standardised digits, before the first step: the norm of ∂J/∂W of each layer. \
      Weights with the activation's own gain, so that the signal keeps its variance and only the gradient can shrink. \
      Quick: 64 units, 8 seeds. Full: 256 units, 20 seeds.
      """,
    differences: ["Feedforward networks of one width, not recurrent ones; initial weights, not trained ones."],
    measure: """
      The factor by which one layer shrinks the gradient: (norm in hidden layer 2 / norm in hidden layer 20)^(1/18), and \
      its ratio to the predicted √χ = gain · √E[f′(z)²].
      """,
    rule: .all(
      Criterion("factor of one sigmoid layer", .below(0.6)),
      Criterion("measured factor / predicted factor", .within(0.9, 1.1)),
      Criterion("factor of one sigmoid layer less that of ReLU", .below(-0.2))),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 20) }) { context in
      try ["sigmoid", "tanh", "relu"].map { name in
        try Arm(
          name, data: try context.data.data("digits", train: context.scale.of(128, 256, 1_000)),
          layers: "repeat 20 (dense \(context.scale.of(16, 64, 256)), \(name))", rate: 0.01, epochs: 1)
      }
    } show: { runs in
      func factor(_ found: Observation) -> Double { found.factor(ofOneLayer: "start.gradient") }
      let sigmoid = try Activation("sigmoid")
      let predicted = sigmoid.gain * sigmoid.meanSquareSlope.squareRoot()
      return Evidence(
        effects: [
          Effect("factor of one sigmoid layer", .samples(try runs.values("sigmoid", factor))),
          Effect(
            "measured factor / predicted factor", .samples(try runs.values("sigmoid") { factor($0) / predicted })),
          Effect(
            "factor of one sigmoid layer less that of ReLU", .samples(try runs.differences("sigmoid", "relu", factor))),
          Effect("factor of one tanh layer", .samples(try runs.values("tanh", factor))),
        ],
        notes: ["Predicted factor of sigmoid: \(Words.short(predicted))."],
        picture: Picture(
          "The gradient on its way back through 20 layers", x: "hidden layer", y: "norm of ∂J/∂W, before training",
          logY: true,
          try [("sigmoid", "Sigmoid"), ("tanh", "Tanh"), ("relu", "ReLU")].map { name, title in
            Picture.Series(title, try runs.curve(name, "start.gradient", dropLast: true))
          }))
    })
}
