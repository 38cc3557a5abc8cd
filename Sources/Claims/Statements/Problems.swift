internal import NeuralNetworks
internal import Statistics
internal import Studies

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
      guard let interval = own.estimate(confidence: level) else {
        // What was not measured may be so.
        possible += 1
        continue
      }
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
