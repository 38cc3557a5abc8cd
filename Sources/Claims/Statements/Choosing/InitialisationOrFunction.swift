internal import NeuralNetworks
internal import Statistics
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
      func differences(_ chosen: [String]) -> [Double] {
        let places = functions.indices.filter { chosen.contains(functions[$0]) }
        return study.plan.finalSeeds.indices.map { seed in
          let overWeights = Sample.mean(places.map { f in range(settings.indices.map { scores[$0][f][seed] }) })
          let overFunctions = Sample.mean(settings.indices.map { s in range(places.map { scores[s][$0][seed] }) })
          return overWeights - overFunctions
        }
      }
      return Evidence(
        premises: [try study.learned(functions) { $0.initialization == .variancePreserving }],
        effects: [
          Effect("range over initialisations less range over functions", .samples(differences(functions))),
          Effect(
            "the same without the sigmoid", .samples(differences(functions.filter { $0 != "sigmoid" }))),
        ],
        notes: try study.divergences(functions),
        picture: Picture(
          "Accuracy by initialisation", x: "", y: "test accuracy",
          categories: settings.map { $0.setting.initialization.rawValue },
          functions.indices.map { f in
            Picture.Series(functions[f], settings.indices.map { Picture.Point(Double($0), scores[$0][f]) })
          }))
    })

  private static let functions = ["sigmoid", "tanh", "relu", "gelu"]
}
