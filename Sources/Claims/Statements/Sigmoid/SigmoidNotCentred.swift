internal import Activations
internal import NeuralNetworks
internal import Studies

extension Claim {
  static let sigmoidNotCentred = Claim(
    "sigmoid-not-centred", .sigmoid,
    "Because its outputs are not centred on zero, the sigmoid learns more slowly than the same function centred.",
    lecture: "Sigmoid – drawbacks; Tanh", papers: [Papers.lecun],
    original: """
      LeCun et al. (1998, section 4.4) argue that inputs of one sign make all weights of a unit move together, and \
      recommend functions symmetric about the origin. No figures.
      """,
    setup: """
      σ(x) against 2σ(x) − 1 = tanh(x/2), which is the same curve moved to the origin and doubled. Both start with \
      pre-activations and logits of mean square 1: the weights have each function's own gain. Dense networks \
      of three hidden layers on digits, SGD with momentum; each function at the best of five rates by the validation \
      score of two seeds, judged on the others. Quick: 1,000 digits, 64 units, 6 epochs, 8 seeds; full: 3,000, 128 \
      units, 8 epochs, 20 seeds.
      """,
    differences: [
      "The doubling to (−1, 1) is taken up by the weights: a step changes the function by a different factor in each layer than it would with σ(x) − ½. The rates are tuned, but one for all layers.",
      "A mean square of 1 is mostly a common mean where outputs are not centred: σ(x) starts with less variance over the examples. That is a part of what not being centred means, and is measured with it.",
    ],
    measure: "Mean validation accuracy over the epochs (how fast it learns), centred less not centred.",
    rule: .all(Criterion("accuracy over the epochs, centred less not centred", .above(0))),
    experiment: RunExperiment(seeds: { $0.of(3, 10, 22) }) { context in
      let scale = context.scale
      let data = try context.data.data("digits", train: scale.of(128, 1_000, 3_000))
      let (sigmoid, tanh) = (try Activation("sigmoid"), try Activation("tanh"))
      // E[tanh²(z/2)] for z ~ N(0, 1), by 2σ(z) − 1 = tanh(z/2).
      let square = 4 * sigmoid.meanSquare - 1
      let hidden = Float(0.5 / square.squareRoot() / tanh.gain)
      let half: @Sendable (inout [ParameterGroup]) -> Void = { groups in
        let weights = groups.indices.filter { groups[$0].kind == .weights }
        for (place, i) in weights.enumerated() {
          // tanh takes x/2; what comes before it is halved.
          let factor: Float = place == 0 ? 0.5 : place == weights.count - 1 ? 2 * hidden : hidden
          groups[i].values = groups[i].values.map { $0 * factor }
        }
      }
      let layers = "repeat 3 (dense \(scale.of(12, 64, 128)), activation)"
      return try rates(scale).flatMap { rate in
        [
          try Arm(
            RunFigures.name("sigmoid", rate), data: data,
            layers: layers.replacing("activation", with: "sigmoid"), rate: rate, epochs: scale.of(1, 6, 8),
            isProbed: false),
          try Arm(
            RunFigures.name("centred", rate), data: data, layers: layers.replacing("activation", with: "tanh"),
            rate: rate, epochs: scale.of(1, 6, 8), alterationName: "tanh of x/2", alteration: half, isProbed: false),
        ]
      }
    } show: { runs in
      let sigmoid = try runs.tuned("sigmoid", rates: rates(runs.scale))
      let centred = try runs.tuned("centred", rates: rates(runs.scale))
      return Evidence(
        premises: [Premise.learned(centred.runs)],
        effects: [
          Effect(
            "accuracy over the epochs, centred less not centred",
            .samples(zip(centred.runs, sigmoid.runs).map { $0.speed - $1.speed })),
          Effect(
            "test accuracy, centred less not centred",
            .samples(zip(centred.runs, sigmoid.runs).map { $0["test"] - $1["test"] })),
        ],
        notes: ["Best rates: centred \(centred.rate), not centred \(sigmoid.rate)."],
        picture: .learning([("2σ(x) − 1", centred.runs), ("σ(x)", sigmoid.runs)]))
    })

  private static func rates(_ scale: ClaimScale) -> [Double] {
    scale.of([0.03, 0.3], [0.01, 0.03, 0.1, 0.3, 1], [0.01, 0.03, 0.1, 0.3, 1])
  }
}
