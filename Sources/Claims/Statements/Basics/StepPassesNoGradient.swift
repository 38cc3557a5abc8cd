extension Claim {
  static let stepPassesNoGradient = Claim(
    "step-passes-no-gradient", .basics,
    "A binary step passes no gradient: the layers before it do not learn.",
    lecture: "Activation Functions (binary step)",
    original: "Left to an earlier session of the lecture.",
    setup: """
      Dense networks of three hidden layers on digits, with binary steps and with ReLU: the gradient's norm in each hidden \
      layer before the first step, and the accuracy after training. Quick: 64 units, 6 epochs, 8 seeds; full: 128 units, 8 \
      epochs, 20 seeds.
      """,
    differences: ["The output layer does learn: it sees random features, which is why the accuracy is not chance."],
    measure: "The largest gradient norm of a hidden layer of steps; accuracy of ReLU less that of steps.",
    rule: .all(
      Criterion("largest gradient norm of a hidden layer of steps", .atMost(0)),
      Criterion("test accuracy, ReLU less steps", .above(0.05))),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 20) }) { context in
      let scale = context.scale
      let data = try context.data.data("digits", train: scale.of(128, 1_000, 3_000))
      return try ["binary-step", "relu"].map { name in
        try Arm(
          name, data: data, layers: "repeat 3 (dense \(scale.of(12, 64, 128)), \(name))", rate: 0.05,
          epochs: scale.of(1, 6, 8))
      }
    } show: { runs in
      let largest = try runs.runs("binary-step").flatMap { $0.list("start.gradient").dropLast() }.max() ?? .nan
      return Evidence(
        premises: [Premise.learned(try runs.runs("relu"))],
        effects: [
          Effect("largest gradient norm of a hidden layer of steps", .exact(largest)),
          Effect("test accuracy, ReLU less steps", .samples(try runs.differences("relu", "binary-step", "test"))),
        ],
        picture: try .learning([("ReLU", runs.runs("relu")), ("Binary step", runs.runs("binary-step"))]))
    })
}
