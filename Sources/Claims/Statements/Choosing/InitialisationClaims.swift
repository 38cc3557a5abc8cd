internal import NeuralNetworks
internal import Studies

extension Claim {
  static let initialisationOrFunction = Claim(
    "initialisation-or-function", .choosing,
    "An initialisation that fits the function matters more than which function it is.",
    papers: [Papers.glorotBengio, Papers.he],
    original: """
      Glorot & Bengio (2010, table 1): on Shapeset, five layers, error of tanh 27.15 % with the old initialisation and \
      15.60 % with theirs; softsign 16.27 and 16.06 %.
      """,
    setup: """
      Dense networks of eight hidden layers on images of digits: sigmoid, tanh, ReLU and GELU, each with the old uniform \
      initialisation, Glorot's, He's and its own gain; rates tuned for each of the sixteen. Quick: 1,000 generated digits, \
      48 units, 5 epochs, 6 seeds; full: 4,000 of MNIST, 128 units, 6 epochs, 10 seeds.
      """,
    differences: ["Normal weights for Glorot's; tuned rates, which make up for a part of what the weights get wrong."],
    measure: """
      For each seed, the mean over functions of the range of test accuracy over initialisations, less the mean over \
      initialisations of the range over functions.
      """,
    rule: .all(Criterion("range over initialisations less range over functions", .above(0))),
    experiment: StudyExperiment { context in
      let scale = context.scale
      return try ClaimPlans.dense(
        functions, context, depths: [scale.of(3, 8, 8)], width: scale.of(12, 48, 128),
        initializations: [.torchDefault, .glorot, .he, .variancePreserving], rates: [0.01, 0.03, 0.1, 0.3],
        train: scale.of(128, 1_000, 4_000), epochs: scale.of(1, 5, 6), seeds: scale.of(2, 6, 10))
    } show: { study in
      let settings = study.matching()
      // [setting][function][seed]
      let scores = try settings.map { setting in try functions.map { try study.values($0, in: setting.setting) } }
      func range(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }
      let differences = study.plan.finalSeeds.indices.map { seed in
        let overWeights = Statistics.mean(
          functions.indices.map { f in range(settings.indices.map { scores[$0][f][seed] }) })
        let overFunctions = Statistics.mean(
          settings.indices.map { s in range(functions.indices.map { scores[s][$0][seed] }) })
        return overWeights - overFunctions
      }
      return Evidence(
        premises: [try study.learned(functions) { $0.initialization == .variancePreserving }],
        effects: [Effect("range over initialisations less range over functions", .samples(differences))],
        notes: try study.divergences(functions),
        picture: Picture(
          "Accuracy by initialisation", x: "", y: "test accuracy",
          categories: settings.map { $0.setting.initialization.rawValue },
          functions.indices.map { f in
            Picture.Series(functions[f], settings.indices.map { Picture.Point(Double($0), scores[$0][f]) })
          }))
    })

  private static let functions = ["sigmoid", "tanh", "relu", "gelu"]

  static let topLayerSaturates = Claim(
    "top-layer-saturates", .choosing,
    "In a deep network of sigmoids with the old initialisation, the top hidden layer saturates towards 0 early on.",
    papers: [Papers.glorotBengio],
    original: """
      Glorot & Bengio (2010, figure 2): four hidden layers on Shapeset, uniform ±1/√n: the top layer's outputs fall to \
      near 0 within the first epochs while the lower ones stay near ½, and rise again after about 100 epochs; with five \
      layers they never do.
      """,
    setup: """
      Dense networks of four and of five hidden sigmoid layers with that initialisation on digits, SGD without momentum; \
      the mean output of each layer after training. Quick: 128 units, 6 epochs at 0.1, 8 seeds; full: 512 units, 10 \
      epochs, 10 seeds.
      """,
    differences: ["Digits for Shapeset; the end of a short training, not the whole course."],
    measure: "Mean output of the top hidden layer less that of the first one, for four and for five layers.",
    rule: .all(
      Criterion("mean output, top less first of 4 layers", .below(-0.05)),
      Criterion("mean output, top less first of 5 layers", .below(-0.05))),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 10) }) { context in
      let scale = context.scale
      return try [4, 5].map { depth in
        try Arm(
          "\(depth)", data: try context.data.data("digits", train: scale.of(128, 1_000, 3_000)),
          layers: "repeat \(depth) (dense \(scale.of(16, 128, 512)), sigmoid)", initialization: .torchDefault,
          optimizer: "sgd:0", rate: 0.1, epochs: scale.of(1, 6, 10))
      }
    } show: { runs in
      Evidence(
        effects: try [4, 5].map { depth in
          Effect(
            "mean output, top less first of \(depth) layers",
            .samples(try runs.values("\(depth)") { $0.list("end.mean")[depth - 1] - $0.list("end.mean")[0] }))
        },
        picture: Picture(
          "Mean output by layer, after training", x: "hidden layer", y: "mean of σ(z)",
          try [4, 5].map { Picture.Series("\($0) layers", try runs.curve("\($0)", "end.mean", dropLast: true)) }))
    })

  static let heThirtyLayers = Claim(
    "he-thirty-layers", .choosing,
    "A 30-layer network of ReLU stalls with Glorot's initialisation and learns with He's.",
    papers: [Papers.he],
    original: """
      He et al. (2015, figure 3): a 30-layer convolutional model on ImageNet: with Glorot's initialisation (for linear \
      units) learning stalls completely, with theirs it converges.
      """,
    setup: """
      Dense networks of 30 hidden ReLU layers on digits, each initialisation at the best of four rates by the validation \
      score of two seeds, judged on the others. Quick: 1,000 digits, 64 units, 6 epochs, 6 seeds; full: 3,000, 128 units, \
      10 epochs, 10 seeds.
      """,
    differences: ["Dense layers for convolutions, digits for ImageNet."],
    measure: "Test accuracy with He's less with Glorot's; and how far Glorot's is above a constant guess.",
    rule: .all(
      Criterion("test accuracy, He's less Glorot's", .above(0.2)),
      Criterion("accuracy with Glorot's above chance", .below(0.1))),
    experiment: RunExperiment(seeds: { $0.of(3, 8, 12) }) { context in
      let scale = context.scale
      return try rates(scale).flatMap { rate in
        try [("he", Initialization.he), ("glorot", .glorot)].map { name, initialization in
          try Arm(
            RunFigures.name(name, rate), data: try context.data.data("digits", train: scale.of(128, 1_000, 3_000)),
            layers: "repeat \(scale.of(6, 30, 30)) (dense \(scale.of(12, 64, 128)), relu)", initialization: initialization, rate: rate,
            epochs: scale.of(1, 6, 10), isProbed: false)
        }
      }
    } show: { runs in
      let tuning = runs.scale == .tiny ? 1 : 2
      let he = try runs.tuned("he", rates: rates(runs.scale), tuning: tuning)
      let glorot = try runs.tuned("glorot", rates: rates(runs.scale), tuning: tuning)
      return Evidence(
        premises: [Premise.learned(he.runs)],
        effects: [
          Effect("test accuracy, He's less Glorot's", .samples(zip(he.runs, glorot.runs).map { $0["test"] - $1["test"] })),
          Effect("accuracy with Glorot's above chance", .samples(glorot.runs.map { $0["test"] - $0["chance"] })),
        ],
        notes: ["Best rates: He's \(he.rate), Glorot's \(glorot.rate)."],
        picture: .learning([("He", he.runs), ("Glorot", glorot.runs)]))
    })

  private static func rates(_ scale: ClaimScale) -> [Double] {
    scale.of([0.01, 0.1], [0.003, 0.01, 0.03, 0.1], [0.003, 0.01, 0.03, 0.1])
  }
}
