internal import Studies

extension Claim {
  static let reluUnitsDie = Claim(
    "relu-units-die", .relu, "Up to 40 % of the ReLU units of a network die in training.",
    lecture: "Challenges with ReLU; Rectified Linear Units", papers: [Papers.maas, Papers.lu],
    original: """
      The lecture says close to 40 %, without a source. The figure stands in the notes of Stanford's course CS231n, of \
      learning rates that are set too high; articles about Swish repeated it without that condition.
      """,
    setup: """
      Dense networks of two hidden layers (and, full, of six) and a convolutional one on digits, ReLU, SGD with momentum, \
      at several learning rates; after the last epoch each unit is run over all training examples, and is dead if none \
      makes it positive. The best rate of each network is the one with the highest validation accuracy on half of the \
      seeds; rates too high are 0.2 and 0.5. Measured on the other half. Quick: 12 seeds; full: 20.
      """,
    differences: ["The lecture names neither networks nor rates: both are ours."],
    measure: """
      The share of hidden units that are dead after training: the largest mean over the networks, at rates too high and at \
      each network's best rate.
      """,
    rule: .onlyIf(
      "the learning rate is too high",
      [Criterion("dead share, largest mean over rates too high and networks", .atLeast(0.4))],
      otherwise: [Criterion("dead share at the best rate, largest mean over networks", .atLeast(0.4))]),
    remark: """
      The lecture gives 40 % as a property of ReLU, and says that leaky and parametric ReLU have tried to cure it without \
      success. The share is a matter of the learning rate, and units with a slope on the negative side do not die (see \
      leaky-prevents-death).
      """,
    experiment: RunExperiment(seeds: { $0.of(2, 12, 20) }) { context in
      let data = try context.data.data("digits", train: context.scale.of(128, 1_000, 2_000))
      return try networks(context.scale).flatMap { name, layers in
        try rates.map { rate in
          try Arm(
            "\(name) \(rate)", data: data, layers: layers, rate: rate, epochs: context.scale.of(1, 6, 10))
        }
      }
    } show: { runs in
      let names = networks(runs.scale).map(\.name)
      func dead(_ name: String, _ rate: Double) throws -> [Double] { try runs.values("\(name) \(rate)", "dead") }
      let half = try runs.runs("\(names[0]) \(rates[0])").count / 2
      func first(_ values: [Double]) -> Double { Statistics.mean(Array(values.prefix(half))) }
      /// The largest mean, chosen on half of the seeds and measured on the other.
      func largest(_ all: [[Double]]) -> [Double] {
        let best = all.max { first($0) < first($1) } ?? []
        return runs.scale == .tiny ? best : Array(best.dropFirst(half))
      }
      let high = try names.flatMap { name in try [0.2, 0.5].map { try dead(name, $0) } }
      var bestRates: [Double] = []
      let usual = try names.map { name in
        let scores = try rates.map { first(try runs.values("\(name) \($0)", "validation")) }
        let best = rates[scores.firstIndex(of: scores.max() ?? 0) ?? 0]
        bestRates.append(best)
        return try dead(name, best)
      }
      return Evidence(
        effects: [
          Effect("dead share, largest mean over rates too high and networks", .samples(largest(high))),
          Effect("dead share at the best rate, largest mean over networks", .samples(largest(usual))),
        ],
        notes: ["Best rates: \(zip(names, bestRates).map { "\($0) \($1)" }.joined(separator: ", "))."],
        picture: Picture(
          "Dead units by learning rate", x: "learning rate", y: "share of hidden units dead", logX: true,
          try names.map { name in
            Picture.Series(name, try rates.map { Picture.Point($0, try dead(name, $0)) })
          }))
    })

  private static let rates = [0.01, 0.03, 0.1, 0.2, 0.5]

  private static func networks(_ scale: ClaimScale) -> [(name: String, layers: String)] {
    let width = scale.of(12, 64, 128)
    return [
      ("two dense layers", "dense \(width), relu, dense \(width), relu"),
      ("six dense layers", "repeat 6 (dense \(width), relu)"),
      (
        "convolutional",
        "conv \(scale.of(4, 8, 16)), relu, max-pool 2, conv \(scale.of(4, 16, 32)), relu, max-pool 2, flatten, dense 32, relu"
      ),
    ]
  }
}
