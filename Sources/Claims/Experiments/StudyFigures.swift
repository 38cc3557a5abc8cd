internal import Foundation
internal import Statistics
public import Studies

/// What the final trials of a study gave, by activation, setting and seed.
public struct StudyFigures: Sendable {
  public let plan: StudyPlan
  public let scale: ClaimScale
  private let settings: [(identifier: String, setting: Setting)]
  /// By setting and activation: the observations of the final seeds, nil where every rate diverged.
  private let finals: [Place: [Observation]]
  private let rates: [Place: Double]

  /// One number of one trial.
  public typealias Measure = @Sendable (_ found: Observation, _ data: DataSummary) -> Double

  init(plan: StudyPlan, known: Known, scale: ClaimScale) throws {
    self.plan = plan
    self.scale = scale
    let schedule = StudySchedule(plan)
    settings = schedule.settings
    let names = TrialNames(plan)
    let table = names.table(known)
    var finals: [Place: [Observation]] = [:]
    var rates: [Place: Double] = [:]
    let tuned = schedule.tuned(table)
    for (identifier, _) in schedule.settings {
      for choice in plan.activations {
        let place = Place(setting: identifier, choice: choice)
        // Of two names of one function one was run.
        let own = Place(setting: identifier, choice: plan.contender(for: choice))
        guard let best = tuned.best(own, replicate: 0) else { continue }
        rates[place] = best.learningRate
        finals[place] = try plan.finalSeeds.indices.map { seed in
          guard let key = schedule.keys(own, seed: seed, tuned).first, let found = known[names.name(key)] else {
            throw ClaimError.setup("\(choice) was not run with seed \(plan.finalSeeds[seed])")
          }
          return found
        }
      }
    }
    self.finals = finals
    self.rates = rates
  }

  /// Accuracy (or R²) on the test data; a diverged trial counts as a constant guess.
  static let test: Measure = { found, data in found.numbers["test"] ?? data.diverged }

  /// How fast it learns: the mean validation score over the epochs, the one before the first step left out. A diverged
  /// trial counts as a constant guess in all.
  static let speed: Measure = { found, data in
    guard found.divergence == nil else { return data.diverged }
    return Sample.mean(Array(found.list("scores").dropFirst()))
  }

  /// Mean training loss of the last epoch; a diverged trial counts as a constant guess of the class.
  static let trainLoss: Measure = { found, data in
    found.divergence == nil ? found.list("trainLoss").last ?? .nan : -log(data.guess)
  }

  /// Settings that fit, in the plan's order.
  func matching(_ isWanted: (Setting) -> Bool = { _ in true }) -> [(identifier: String, setting: Setting)] {
    settings.filter { isWanted($0.setting) }
  }

  /// One activation's measure by seed in one setting. Where every rate diverged, each seed counts as a constant guess.
  func values(_ choice: String, in setting: Setting, _ measure: Measure = test) throws -> [Double] {
    let place = Place(setting: setting.identifier, choice: try ActivationChoice(choice))
    guard let data = plan.data(of: setting)?.summary, plan.activations.contains(place.choice) else {
      throw ClaimError.setup("'\(choice)' is not in the study")
    }
    guard let found = finals[place] else {
      return plan.finalSeeds.map { _ in measure(Observation(divergence: "every learning rate"), data) }
    }
    return found.map { measure($0, data) }
  }

  /// By seed, the mean over all settings that fit.
  func means(
    _ choice: String, where isWanted: (Setting) -> Bool = { _ in true }, _ measure: Measure = test
  ) throws -> [Double] {
    let lists = try matching(isWanted).map { try values(choice, in: $0.setting, measure) }
    guard !lists.isEmpty else { throw ClaimError.setup("no setting of the study fits") }
    return plan.finalSeeds.indices.map { i in Sample.mean(lists.map { $0[i] }) }
  }

  /// One activation's less another's, seed by seed.
  func differences(
    _ choice: String, _ other: String, where isWanted: (Setting) -> Bool = { _ in true }, _ measure: Measure = test
  ) throws -> [Double] {
    zip(try means(choice, where: isWanted, measure), try means(other, where: isWanted, measure)).map { $0 - $1 }
  }

  /// The tuned learning rate; nil if every one diverged.
  func rate(_ choice: String, in setting: Setting) throws -> Double? {
    rates[Place(setting: setting.identifier, choice: try ActivationChoice(choice))]
  }

  /// Validation scores by epoch, mean over seeds, in the first setting that fits.
  func curve(_ choice: String, where isWanted: (Setting) -> Bool = { _ in true }) throws -> [Picture.Point] {
    guard let (identifier, _) = matching(isWanted).first,
      let found = finals[Place(setting: identifier, choice: try ActivationChoice(choice))]
    else { return [] }
    let lists = found.map { $0.list("scores") }
    // From the first epoch on: beside the guess before it, nothing that follows could be told apart.
    return (0..<(lists.map(\.count).max() ?? 0)).dropFirst().map { epoch in
      Picture.Point(Double(epoch), lists.compactMap { epoch < $0.count ? $0[epoch] : nil })
    }
  }

  /// The measure against a number of the setting.
  func curve(
    _ choice: String, against x: (Setting) -> Double?, where isWanted: (Setting) -> Bool = { _ in true },
    _ measure: Measure = test
  ) throws -> [Picture.Point] {
    try matching(isWanted).compactMap { _, setting in
      guard let at = x(setting) else { return nil }
      return Picture.Point(at, try values(choice, in: setting, measure))
    }
  }

  /// Whether the best of these activations is well above a constant guess, in every setting that fits: without that,
  /// nothing was compared.
  func learned(_ choices: [String], where isWanted: (Setting) -> Bool = { _ in true }) throws -> Premise {
    var holds = true
    for (_, setting) in matching(isWanted) {
      guard let data = plan.data(of: setting)?.summary else { continue }
      let best = try choices.map { Sample.mean(try values($0, in: setting)) }.max() ?? 0
      // A quarter of the way from a guess to everything.
      if best < data.guess + (1 - data.guess) / 4 { holds = false }
    }
    return Premise("the better one learned in every setting", holds)
  }

  /// How many of the final trials of these activations diverged.
  func divergences(_ choices: [String]) throws -> [String] {
    try choices.flatMap { choice -> [String] in
      let own = try ActivationChoice(choice)
      let lost = settings.count { finals[Place(setting: $0.identifier, choice: own)] == nil }
      let found = finals.filter { $0.key.choice == own }.flatMap(\.value)
      let diverged = found.count { $0.divergence != nil }
      return
        (diverged > 0
        ? ["\(diverged) of \(found.count) final trials of \(own.title) diverged; each counts as a constant guess."]
        : [])
        + (lost > 0
          ? [
            "With \(own.title) every learning rate diverged in \(lost) of \(settings.count) settings: a constant guess."
          ]
          : [])
    }
  }
}

extension DataSummary {
  /// What a constant guess scores, and what a diverged run counts as.
  fileprivate var guess: Double { isClassification ? Metric.accuracy.diverged(self) : 0 }
  fileprivate var diverged: Double { usualMetric.diverged(self) }
}
