internal import Foundation
internal import NeuralNetworks

extension Claim {
  static let reluBlowsUp = Claim(
    "relu-blows-up", .relu,
    "Since ReLU has no upper limit, activations can grow without bound through a deep network; bounded functions cannot.",
    lecture: "Rectified Linear Units",
    original: "Stated without figures.",
    setup: """
      Dense networks of 30 hidden layers on standardised digits before the first step, ReLU and tanh, with weights of \
      twice He's deviation, which is too large, and with He's. Quick: 64 units, 8 seeds; full: 256 units, 20 seeds.
      """,
    differences: ["Initial weights; during training the same happens when a step makes weights too large."],
    measure: "The largest output of hidden layer 30 divided by that of hidden layer 1.",
    rule: .onlyIf(
      "the weights are too large",
      [
        Criterion("growth of ReLU with weights too large (powers of ten)", .above(3)),
        Criterion("growth of tanh with weights too large (powers of ten)", .below(1)),
      ],
      otherwise: [Criterion("growth of ReLU with He's weights (powers of ten)", .above(3))]),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 20) }) { context in
      try [("relu", 2.0), ("tanh", 2), ("relu", 1)].map { name, factor in
        try Arm(
          "\(name) \(Int(factor))", data: try context.data.data("digits", train: context.scale.of(128, 256, 1_000)),
          layers: "repeat 30 (dense \(context.scale.of(16, 64, 256)), \(name))", initialization: .he, rate: 1e-9,
          epochs: 1, alterationName: "weights × \(factor)",
          alteration: { groups in
            for i in groups.indices where groups[i].kind == .weights {
              groups[i].values = groups[i].values.map { $0 * Float(factor) }
            }
          })
      }
    } show: { runs in
      func growth(_ found: Observation) -> Double {
        let largest = found.list("start.largest")
        return log10(max(1e-30, largest[29]) / max(1e-30, largest[0]))
      }
      return Evidence(
        effects: [
          Effect(
            "growth of ReLU with weights too large (powers of ten)", .samples(try runs.values("relu 2", growth))),
          Effect(
            "growth of tanh with weights too large (powers of ten)", .samples(try runs.values("tanh 2", growth))),
          Effect("growth of ReLU with He's weights (powers of ten)", .samples(try runs.values("relu 1", growth))),
        ],
        picture: Picture(
          "The largest output, layer by layer", x: "hidden layer", y: "largest output", logY: true,
          try [("relu 2", "ReLU, weights × 2"), ("tanh 2", "Tanh, weights × 2"), ("relu 1", "ReLU, He's weights")].map {
            name, title in Picture.Series(title, try runs.curve(name, "start.largest", dropLast: true))
          }))
    })
}
