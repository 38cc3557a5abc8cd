internal import Statistics
internal import Studies

extension Claim {
  static let linearIsOneLayer = Claim(
    "linear-is-one-layer", .basics,
    "A network of linear activations can do no more than one layer, however deep it is.",
    lecture: "Activation Functions (linear)", papers: [Papers.saxe],
    original: "Linear regression, in the lecture's words; products of matrices are matrices.",
    setup: """
      Test accuracy on circles and xor, which no straight line separates: three hidden layers of 32 linear units, no hidden \
      layer, and three of ReLU, at a rate of 0.1. Quick: 15 epochs, 8 seeds; full: 30 epochs, 20 seeds.
      """,
    differences: ["Saxe et al. show that depth does change how a linear network learns, if not what it can do."],
    measure:
      "Accuracy of the deep linear network less that without hidden layers, and ReLU's less the deep linear one's.",
    rule: .all(
      Criterion("accuracy, deep linear less no hidden layer", .within(-0.1, 0.1)),
      Criterion("accuracy, ReLU less deep linear", .above(0.2))),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 20) }) { context in
      try ["circles", "xor"].flatMap { name in
        let data = try context.data.data(name, train: context.scale.of(128, 500, 1_000))
        return try networks.map { network, layers in
          try Arm(
            "\(network) \(name)", data: data, layers: layers, rate: 0.1, epochs: context.scale.of(1, 15, 30), batch: 32,
            isProbed: false)
        }
      }
    } show: { runs in
      func mean(_ network: String) throws -> [Double] {
        zip(try runs.values("\(network) circles", "test"), try runs.values("\(network) xor", "test")).map {
          ($0 + $1) / 2
        }
      }
      func less(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }
      let (linear, none, relu) = (try mean("linear"), try mean("none"), try mean("relu"))
      return Evidence(
        premises: [
          Premise("ReLU learned", Sample.mean(relu) > 0.75 || runs.scale == .tiny)
        ],
        effects: [
          Effect("accuracy, deep linear less no hidden layer", .samples(less(linear, none))),
          Effect("accuracy, ReLU less deep linear", .samples(less(relu, linear))),
        ],
        picture: .points(
          "Accuracy on circles and xor", y: "test accuracy",
          [("no hidden layer", none), ("three linear layers", linear), ("three ReLU layers", relu)]))
    })

  private static let networks = [
    ("linear", "repeat 3 (dense 32, linear)"), ("none", "dense 2"), ("relu", "repeat 3 (dense 32, relu)"),
  ]
}
