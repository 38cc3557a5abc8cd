internal import NeuralNetworks
internal import Studies

extension Claim {
  static let lishtBeatsSwish = Claim(
    "lisht-beats-swish", .lisht, "LiSHT is better than Swish on a number of problems.",
    lecture: "LiSHT Activation Function", papers: [Papers.roy],
    original: """
      Roy et al. (2019): a dense network on MNIST: tanh 98.26, sigmoid 98.43, ReLU 98.48, Swish 98.45, LiSHT 98.60 % \
      accuracy; no variances. Also better on Iris, CIFAR-10 and -100 and a sentiment task.
      """,
    setup: """
      Dense networks of three hidden layers on five generated problems (digits, moons, circles, spirals, xor), and MNIST \
      for the full scale where it was fetched; own rates and gains. Quick: 500 training examples, 32 units, 6 epochs, 8 \
      seeds; full: 2,000, 64 units, 8 epochs, 20 seeds.
      """,
    differences: ["Other problems, but for MNIST; own gains and rates, which the paper does not give LiSHT's rivals."],
    measure: """
      Test accuracy of LiSHT less Swish's, problem by problem, paired by seed. "A number of problems" is taken to mean two \
      or more: the claim holds if the second largest difference is above 0, does not if none but one can be.
      """,
    rule: .all(Criterion("problems on which LiSHT is better than Swish", .atLeast(2))),
    experiment: StudyExperiment { try Problems.plan(["swish", "lisht", "relu", "tanh"], $0) } show: { study in
      try Problems.evidence(study, "lisht", over: "swish", "problems on which LiSHT is better than Swish")
    })

  static let mishBeatsSwish = Claim(
    "mish-beats-swish", .mish, "Mish is better than Swish on a variety of tasks.",
    lecture: "Mish", papers: [Papers.misra],
    original: """
      Misra (2019): on CIFAR-10, 23 runs each of SqueezeNet: Mish 88.13 %, Swish 87.43 %, ReLU 86.66 %; over most of some \
      seventy benchmarks single runs. The lecture: the jury is still out.
      """,
    setup: "The problems of lisht-beats-swish.",
    differences: ["Dense networks on small problems for convolutional ones on CIFAR-10."],
    measure: "As lisht-beats-swish, Mish less Swish.",
    rule: .all(Criterion("problems on which Mish is better than Swish", .atLeast(2))),
    experiment: StudyExperiment { try Problems.plan(["swish", "mish", "relu"], $0) } show: { study in
      try Problems.evidence(study, "mish", over: "swish", "problems on which Mish is better than Swish")
    })
}

/// Several small problems, one after the other.
enum Problems {
  static func plan(_ activations: [String], _ context: ClaimContext) throws -> StudyPlan {
    let scale = context.scale
    let choices = try activations.map { try ActivationChoice($0) }
    var names = scale == .tiny ? ["moons", "xor"] : ["digits", "moons", "circles", "spirals", "xor"]
    if scale == .full, try context.data.dataset("mnist") != nil { names.append("mnist") }
    return StudyPlan(
      data: names.map { StudyData(source: $0) },
      networks: [NetworkTemplate(name: "dense", layers: "repeat depth (dense width, normalization, activation)")],
      activations: choices, baseline: choices[0],
      grid: Grid(
        depths: [scale.of(2, 3, 3)], widths: [scale.of(8, 32, 64)], batches: [32],
        trainSizes: [scale.of(128, 500, 2_000)]),
      epochs: scale.of(1, 6, 8), tuning: ClaimPlans.tuning(scale), seeds: scale.of(2, 8, 20), hasSwapOnly: false)
  }

  /// How many problems one function wins: surely those with all of the interval above 0 (for all problems together, after
  /// Bonferroni), possibly those with any of it.
  static func evidence(_ study: StudyFigures, _ name: String, over other: String, _ effect: String) throws -> Evidence {
    let level = 1 - 0.05 / Double(max(1, study.plan.data.count))
    var (sure, possible) = (0, 0)
    var effects: [Effect] = []
    var bars: [(String, [Double])] = []
    for (_, setting) in study.matching() {
      let differences = try study.differences(name, other) { $0 == setting }
      let own = Effect("test accuracy on \(setting.data), \(name) less \(other)", .samples(differences))
      effects.append(own)
      bars.append((setting.data, differences))
      guard let interval = own.estimate(confidence: level) else { continue }
      sure += interval.low > 0 ? 1 : 0
      possible += interval.high > 0 ? 1 : 0
    }
    let mean = Double(effects.count { ($0.estimate(confidence: 0.5)?.value ?? 0) > 0 })
    return Evidence(
      premises: [try study.learned([name, other])],
      effects: [Effect(effect, .bounds(mean, low: Double(sure), high: Double(possible)), unit: "problems")] + effects,
      notes: try study.divergences([name, other]),
      picture: .points("By problem", y: "test accuracy, \(name) less \(other)", bars))
  }
}
