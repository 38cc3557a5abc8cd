internal import NeuralNetworks
internal import Statistics
internal import Studies

extension Claim {
  static let nothingBeatsReLU = Claim(
    "nothing-beats-relu", .choosing, "No function beats ReLU consistently.",
    lecture: "Overview", papers: [Papers.ramachandran, Papers.demsar],
    original: """
      The lecture: despite many proposals none has consistently outperformed ReLU. Ramachandran et al. (2017) count Swish \
      ahead of or level with ReLU in nearly all of their comparisons.
      """,
    setup: """
      Ten functions on five generated data sets (and, full, MNIST and CIFAR-10, of which one must have been fetched) with three \
      architectures: dense, dense with layer normalisation, residual; own rates and gains; ranks by mean test accuracy in \
      each of the tasks. Quick: 300 training examples, 24 units, 5 epochs, 5 seeds; full: 2,000, 64 units, 8 epochs, 10.
      """,
    differences: [
      "Small networks and data; tasks that share data are not independent, which makes the ranks' test lenient."
    ],
    measure: """
      A function is refuted as a consistent winner if ReLU is better than it in at least one task (paired t test, Holm over \
      the tasks); it is shown to be one if its average rank over the tasks is better than ReLU's by Nemenyi's critical \
      difference. Counted: the share of the other functions that are refuted, and that are not shown to be winners.
      """,
    rule: .all(Criterion("share of the others that do not beat ReLU consistently", .atLeast(1))),
    experiment: StudyExperiment {
      try Ranking.plan($0)
    } show: {
      try Ranking.evidence($0)
    })
}

private enum Ranking {
  static let functions = ["relu", "leaky-relu", "elu", "selu", "gelu", "swish", "mish", "lisht", "tanh", "sigmoid"]

  static func plan(_ context: ClaimContext) throws -> StudyPlan {
    let scale = context.scale
    var names = scale == .tiny ? ["moons", "xor"] : ["digits", "moons", "circles", "spirals", "xor"]
    if scale == .full {
      for name in ["mnist", "cifar10"] where try context.data.dataset(name) != nil { names.append(name) }
    }
    let choices = try (scale == .tiny ? Array(functions.prefix(3)) : functions).map { try ActivationChoice($0) }
    return StudyPlan(
      data: names.map { StudyData(source: $0) },
      networks: [
        NetworkTemplate(name: "dense", layers: "repeat 3 (dense width, activation)"),
        NetworkTemplate(name: "dense, layer norm", layers: "repeat 3 (dense width, layer-norm, activation)"),
        NetworkTemplate(
          name: "residual", layers: "dense width, activation, repeat 2 (residual(dense width, activation, dense width))"
        ),
      ],
      activations: choices, baseline: choices[0],
      grid: Grid(widths: [scale.of(8, 24, 64)], batches: [32], trainSizes: [scale.of(64, 300, 2_000)]),
      epochs: scale.of(1, 5, 8),
      tuning: scale == .tiny
        ? ClaimPlans.tuning(.tiny)
        : Tuning(
          rates: scale.of([], [0.01, 0.03, 0.1], [0.01, 0.03, 0.1, 0.3]), refinements: 0,
          seeds: 1),
      seeds: scale.of(2, 5, 10), hasSwapOnly: false)
  }

  static func evidence(_ study: StudyFigures) throws -> Evidence {
    let names = study.plan.activations.map(\.description)
    let tasks = study.matching()
    // [task][function][seed]
    let scores = try tasks.map { task in try names.map { try study.values($0, in: task.setting) } }
    let means = scores.map { $0.map(Sample.mean) }
    let ranks = Ranks.average(means)
    let critical = Ranks.criticalDifference(methods: names.count, tasks: tasks.count) ?? .infinity
    var (refuted, notShown) = (0, 0)
    var wins: [String] = []
    for f in names.indices.dropFirst() {
      let differences = tasks.indices.map { t in zip(scores[t][f], scores[t][0]).map { $0 - $1 } }
      let p = Sample.holm(differences.map { Sample.pairedP($0) ?? 1 })
      if zip(differences, p).contains(where: { Sample.mean($0) < 0 && $1 < 0.05 }) { refuted += 1 }
      if ranks[f] > ranks[0] - critical { notShown += 1 }
      let won = means.count { $0[f] > $0[0] }
      wins.append("\(names[f]) \(won)")
    }
    let others = Double(names.count - 1)
    return Evidence(
      premises: [
        Premise(
          "at least \(study.scale == .full ? 6 : 5) data sets took part",
          Set(tasks.map(\.setting.data)).count >= (study.scale == .full ? 6 : 5) || study.scale == .tiny),
        try study.learned(names) { $0.data == "digits" },
      ],
      effects: [
        Effect(
          "share of the others that do not beat ReLU consistently",
          .bounds(
            Double(min(refuted, notShown)) / others, low: Double(min(refuted, notShown)) / others,
            high: Double(notShown) / others))
      ],
      notes: [
        "\(tasks.count) tasks; critical difference of the average ranks \(Words.short(critical)); refuted in at least one task: \(refuted) of \(names.count - 1).",
        "Tasks in which the mean is higher than ReLU's: \(wins.joined(separator: ", ")).",
      ] + (try study.divergences(names)),
      picture: Picture(
        "Average rank over \(tasks.count) tasks (1 is best)", x: "", y: "average rank",
        categories: names.map { (try? ActivationChoice($0).title) ?? $0 },
        [Picture.Series("", ranks.enumerated().map { Picture.Point(Double($0), $1) })]))
  }
}
