internal import Statistics
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
      Dense networks of two and of six hidden layers and a convolutional one on digits, ReLU, SGD with momentum, rates of \
      0.01, 0.03, 0.1, 0.2 and 0.5; after the last epoch each unit is run over all training examples, and is dead if none \
      makes it positive. A network's best rate is the one with the highest validation accuracy on half of the seeds; rates \
      too high are those above it at which at least half of the runs ended without diverging (of a network that diverged \
      no unit means anything). Measured on the other half, on runs that did not diverge. Quick: 64 units, 1,000 digits, 6 \
      epochs, 12 seeds; full: 128 units, 2,000 digits, 10 epochs, 20 seeds.
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
      let half = try runs.runs("\(names[0]) \(rates[0])").count / 2
      func dead(_ found: [Observation]) -> [Double] { found.filter { $0.divergence == nil }.map { $0["dead"] } }
      /// The first half of an arm's runs, for choosing, and the other, for measuring.
      func halves(_ name: String, _ rate: Double) throws -> (first: [Observation], second: [Observation]) {
        let all = try runs.runs("\(name) \(rate)")
        return (Array(all.prefix(half)), runs.scale == .tiny ? all : Array(all.dropFirst(half)))
      }
      var bestRates: [Double] = []
      var usual: [(first: [Double], second: [Double])] = []
      var high: [(first: [Double], second: [Double])] = []
      for name in names {
        let scores = try rates.map { Sample.mean(try halves(name, $0).first.map { $0["validation"] }) }
        let best = rates[scores.firstIndex(of: scores.max() ?? 0) ?? 0]
        bestRates.append(best)
        for rate in rates where rate >= best {
          let (first, second) = try halves(name, rate)
          guard 2 * dead(first).count >= first.count, 2 * dead(second).count >= second.count else { continue }
          if rate == best {
            usual.append((dead(first), dead(second)))
          } else {
            high.append((dead(first), dead(second)))
          }
        }
      }
      /// The largest mean, chosen on the first halves and measured on the second ones.
      func largest(_ all: [(first: [Double], second: [Double])]) -> [Double] {
        all.max { Sample.mean($0.first) < Sample.mean($1.first) }?.second ?? []
      }
      return Evidence(
        premises: [Premise("at some rate above the best one most runs ended", !high.isEmpty || runs.scale == .tiny)],
        effects: [
          Effect(
            "dead share, largest mean over rates too high and networks",
            .samples(largest(runs.scale == .tiny && high.isEmpty ? usual : high))),
          Effect("dead share at the best rate, largest mean over networks", .samples(largest(usual))),
        ],
        notes: ["Best rates: \(zip(names, bestRates).map { "\($0) \($1)" }.joined(separator: ", "))."],
        picture: Picture(
          "Dead units by learning rate", x: "learning rate", y: "share of hidden units dead", logX: true,
          try names.map { name in
            Picture.Series(name, try rates.map { Picture.Point($0, dead(try runs.runs("\(name) \($0)"))) })
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
