internal import Activations
internal import Datasets
internal import Foundation
internal import NeuralNetworks
internal import Studies

extension Claim {
  static let crossEntropyNeedsBothTerms = Claim(
    "cross-entropy-needs-both-terms", .basics,
    "For a sigmoid with binary cross-entropy the gradient with respect to z is a − y.",
    lecture: "Forward and Back Propagation",
    original: "The lecture derives it below the loss −y log a, after showing the loss with both terms.",
    setup: """
      z from −10 to 10 in steps of 1/16, y = 0 and 1: the derivative of the loss by central differences of 10⁻⁵ in Double, \
      for −[y log a + (1 − y) log(1 − a)] and for −y log a alone, against a − y.
      """,
    differences: ["A calculation."],
    measure: "The largest |derivative − (a − y)| of each.",
    rule: .onlyIf(
      "the loss has both of its terms",
      [Criterion("largest difference to a − y, both terms", .below(1e-6))],
      otherwise: [Criterion("largest difference to a − y, −y log a alone", .below(1e-6))]),
    remark: """
      The lecture's page gives ℓ = −y log(a) for binary classification. That is half of the loss: for y = 0 it is 0 for \
      every a, has no gradient, and a − y does not follow from it. Hillock's loss has both terms.
      """,
    experiment: Calculation("cross-entropy-needs-both-terms") { _, _ in
      let sigmoid = try Activation("sigmoid")
      // log σ(z) = −softplus(−z), so that nothing cancels.
      func logSigmoid(_ z: Double) -> Double { min(z, 0) - log1p(exp(-abs(z))) }
      func both(_ z: Double, _ y: Double) -> Double { -(y * logSigmoid(z) + (1 - y) * logSigmoid(-z)) }
      func half(_ z: Double, _ y: Double) -> Double { -y * logSigmoid(z) }
      func slope(_ f: (Double, Double) -> Double, _ z: Double, _ y: Double) -> Double {
        (f(z + 1e-5, y) - f(z - 1e-5, y)) / 2e-5
      }
      var found = Observation(numbers: ["both": 0, "half": 0])
      for i in -160...160 {
        let z = Double(i) / 16
        for y in [0.0, 1] {
          let exact = sigmoid.value(z) - y
          found.numbers["both"] = max(found["both"], abs(slope(both, z, y) - exact))
          found.numbers["half"] = max(found["half"], abs(slope(half, z, y) - exact))
        }
        if i % 8 == 0 {
          found.series["full", default: []].append(slope(both, z, 0))
          found.series["part", default: []].append(slope(half, z, 0))
        }
      }
      return found
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("largest difference to a − y, both terms", .exact(found["both"])),
          Effect("largest difference to a − y, −y log a alone", .exact(found["half"])),
        ],
        picture: Picture(
          "The gradient for an example of class 0", x: "z", y: "∂ℓ/∂z",
          [("both terms", "full"), ("−y log a alone", "part")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0 - 20) / 2, $1) })
          }))
    })

  static let linearIsOneLayer = Claim(
    "linear-is-one-layer", .basics, "A network of linear activations can do no more than one layer, however deep it is.",
    lecture: "Activation Functions (linear)", papers: [Papers.saxe],
    original: "Linear regression, in the lecture's words; products of matrices are matrices.",
    setup: """
      Test accuracy on circles and xor, which no straight line separates: three hidden layers of 32 linear units, no hidden \
      layer, and three of ReLU, at a rate of 0.1. Quick: 15 epochs, 8 seeds; full: 30 epochs, 20 seeds.
      """,
    differences: ["Saxe et al. show that depth does change how a linear network learns, if not what it can do."],
    measure: "Accuracy of the deep linear network less that without hidden layers, and ReLU's less the deep linear one's.",
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
        zip(try runs.values("\(network) circles", "test"), try runs.values("\(network) xor", "test")).map { ($0 + $1) / 2 }
      }
      func less(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }
      let (linear, none, relu) = (try mean("linear"), try mean("none"), try mean("relu"))
      return Evidence(
        premises: [
          Premise("ReLU learned", Statistics.mean(relu) > 0.75 || runs.scale == .tiny)
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
    ("linear", "repeat 3 (dense 32, linear)"), ("none", "flatten"), ("relu", "repeat 3 (dense 32, relu)"),
  ]

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
