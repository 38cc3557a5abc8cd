internal import Datasets
internal import Foundation
internal import NeuralNetworks
internal import Randomness
internal import Studies

extension Claim {
  static let reluCollapse = Claim(
    "relu-collapse", .relu,
    "A narrow, deep ReLU network of width 2 and ten layers that is to fit |x| collapses to a constant in more than 90 % of runs.",
    papers: [Papers.lu],
    original: """
      Lu et al. (2020): ten hidden layers of width 2, |x| on [−√3, √3], 3,000 points, He's normal initialisation, zero \
      biases, Adam: more than 90 % of 1,000 networks collapse to the target's mean, because they are born dead.
      """,
    setup: """
      The same network and target, 1,000 points for training, Adam at 0.001, batches of 64. A run has collapsed if it \
      explains less than 1 % of the test points' variance. Quick: 12 epochs, 200 networks; full: 40 epochs, 1,000.
      """,
    differences: ["1,000 points for 3,000; fewer steps; collapse by variance explained, not by eye."],
    measure: "The share of runs that collapse.",
    rule: .all(Criterion("share of runs that collapse, He's initialisation", .above(0.9))),
    experiment: RunExperiment(seeds: { $0.of(4, 200, 1_000) }) { context in
      [try Collapse.arm("he", context, asymmetric: false)]
    } show: { runs in
      Evidence(
        effects: [
          Effect(
            "share of runs that collapse, He's initialisation",
            .share(try runs.values("he", Collapse.hasCollapsed).count { $0 > 0 }, of: try runs.runs("he").count))
        ],
        picture: .points(
          "Runs that explain nothing", y: "share of runs",
          [("He's initialisation", try runs.values("he", Collapse.hasCollapsed))]))
    })

  static let asymmetricInitialisation = Claim(
    "asymmetric-initialisation", .relu,
    "The randomised asymmetric initialisation makes a narrow, deep ReLU network collapse much less often.",
    papers: [Papers.lu],
    original: """
      Lu et al. (2020, section 5): of each unit's weights and bias one, chosen at random, is drawn from Beta(2, 1), which \
      is positive; the others are normal with variance 0.36/n. It prevents most dying; the same target.
      """,
    setup: "As relu-collapse, once with He's initialisation and once with theirs. Quick: 100 networks; full: 500.",
    differences: ["As relu-collapse; their σ² of 0.36 (rounded from 0.6007²)."],
    measure: "Share of collapsed runs with their initialisation less that with He's, the same seeds.",
    rule: .all(Criterion("share of collapsed runs, asymmetric less He's", .below(-0.1))),
    experiment: RunExperiment(seeds: { $0.of(4, 100, 500) }) { context in
      [try Collapse.arm("he", context, asymmetric: false), try Collapse.arm("asymmetric", context, asymmetric: true)]
    } show: { runs in
      Evidence(
        effects: [
          Effect(
            "share of collapsed runs, asymmetric less He's",
            .samples(try runs.differences("asymmetric", "he", Collapse.hasCollapsed))),
          Effect(
            "share of collapsed runs, asymmetric",
            .share(
              try runs.values("asymmetric", Collapse.hasCollapsed).count { $0 > 0 },
              of: try runs.runs("asymmetric").count)),
        ],
        picture: .points(
          "Runs that explain nothing", y: "share of runs",
          try [("He's initialisation", "he"), ("asymmetric", "asymmetric")].map {
            ($0.0, try runs.values($0.1, Collapse.hasCollapsed))
          }))
    })
}

private enum Collapse {
  /// |x| on [−√3, √3], evenly spread in random order.
  static func data(_ count: Int) throws -> PreparedData {
    var stream = RandomStream(seed: 3, purpose: .generation)
    let limit = Float(3.0.squareRoot())
    let x = (0..<count).map { _ in stream.uniform(in: -limit...limit) }
    return try Dataset(
      name: "absolute value", description: "|x| for x uniform on [−√3, √3].", inputShape: [1],
      examples: Examples(inputs: x, inputSize: 1, targets: .values(x.map(abs), width: 1)), scaling: .together,
      columns: ["x"], targetName: "|x|"
    ).prepared()
  }

  static func arm(_ name: String, _ context: ClaimContext, asymmetric: Bool) throws -> Arm {
    try Arm(
      name, data: try data(context.scale.of(300, 1_500, 1_500)), layers: "repeat 10 (dense 2, relu)",
      initialization: .he, optimizer: "adam", rate: 0.001, epochs: context.scale.of(1, 12, 40),
      alterationName: asymmetric ? "randomised asymmetric" : "", alteration: asymmetric ? redraw : nil, isProbed: false)
  }

  /// 1 for a network that says the same of everything, else 0.
  static func hasCollapsed(_ found: Observation) -> Double { found["test"] < 0.01 ? 1 : 0 }

  /// Each hidden unit's weights and bias anew. The stream follows from the weights, which differ by seed.
  private static let redraw: @Sendable (inout [ParameterGroup]) -> Void = { groups in
    let weights = groups.indices.filter { groups[$0].kind == .weights }
    let biases = groups.indices.filter { groups[$0].kind == .bias }
    var seed: UInt64 = 1
    for i in weights { for value in groups[i].values { seed = seed &* 0x100_0000_01b3 ^ UInt64(value.bitPattern) } }
    var stream = RandomStream(seed: seed, purpose: .initialization, index: 1 << 20)
    for (w, b) in zip(weights, biases).dropLast() {
      let units = groups[b].values.count
      let inputs = groups[w].values.count / units
      let deviation = Float((0.36 / Double(inputs)).squareRoot())
      for unit in 0..<units {
        let chosen = stream.integer(below: inputs + 1)
        for input in 0...inputs {
          // Beta(2, 1): the square root of a uniform number.
          let value = input == chosen ? stream.uniform().squareRoot() : stream.normal() * deviation
          if input < inputs { groups[w].values[unit * inputs + input] = value } else { groups[b].values[unit] = value }
        }
      }
    }
  }
}
