internal import NeuralNetworks
internal import Statistics

/// Which trials a study needs next: a pure function of the plan and of what is finished. One stage after the other, so
/// that a study that was stopped anywhere runs the same trials as one that was not.
public struct StudySchedule: Sendable {
  /// The order of a study; a race goes through tuning and final runs look by look.
  public enum Stage: Hashable, Sendable {
    /// Round 0 is the coarse grid.
    case tuning(round: Int)
    /// All final seeds, or, in a race, those up to a look.
    case final(seeds: Int)
    /// The linear model beside the networks.
    case linear
    case swap
  }

  public let plan: StudyPlan
  /// With their identifiers, in the plan's order.
  public let settings: [(identifier: String, setting: Setting)]
  /// The activations that are run: none twice under another name.
  public let contenders: [ActivationChoice]
  private let baselineRuns: Int
  private let replicatesBySetting: [String: Replicates]
  private let settingsByIdentifier: [String: Setting]

  public init(_ plan: StudyPlan) {
    self.plan = plan
    settings = plan.settings.map { ($0.identifier, $0) }
    contenders = plan.contenders
    let runs = plan.baselineRuns
    baselineRuns = runs
    replicatesBySetting = Dictionary(
      settings.map { ($0.identifier, Replicates(plan, $0.setting, baselineRuns: runs)) },
      uniquingKeysWith: { first, _ in first })
    settingsByIdentifier = Dictionary(
      settings.map { ($0.identifier, $0.setting) }, uniquingKeysWith: { first, _ in first })
  }

  /// By its identifier; nil for one of another plan.
  func setting(_ identifier: String) -> Setting? { settingsByIdentifier[identifier] }

  public func replicates(_ identifier: String) -> Replicates {
    replicatesBySetting[identifier] ?? Replicates(plan, settings[0].setting)
  }

  /// The seeds at which a verdict is looked for: all at once, or a race's looks.
  public var looks: [Int] {
    plan.budget == nil ? [plan.seeds] : RaceRule.looks(from: min(Replicates.fewest, plan.seeds), to: plan.seeds)
  }

  /// Seeds of the swap-only ranking.
  var swapPlaces: Range<Int> { 0..<(looks.first ?? plan.seeds) }

  func tuner(
    _ choice: ActivationChoice, in identifier: String, replicate: Int, _ phase: Phase = .tuning
  ) -> Tuner? {
    setting(identifier).map {
      Tuner(plan: plan, setting: $0, identifier: identifier, choice: choice, replicate: replicate, phase: phase)
    }
  }

  /// What tuning came to; nil if it is not done.
  public func tuning(
    _ choice: ActivationChoice, in identifier: String, replicate: Int = 0, _ table: TrialTable
  ) -> TuningResult? {
    guard case .done(let result) = tuner(choice, in: identifier, replicate: replicate)?.state(table) else { return nil }
    return result
  }

  /// What is tuned by now.
  public func tuned(_ table: TrialTable) -> Tuned {
    var tuned = Tuned()
    for (identifier, _) in settings {
      for replicate in replicates(identifier).tuned(seeds: plan.seeds) {
        for choice in contenders {
          guard let result = tuning(choice, in: identifier, replicate: replicate, table) else { continue }
          tuned.results[Tuned.Key(setting: identifier, choice: choice, replicate: replicate)] = result
        }
      }
    }
    return tuned
  }

  /// The unfinished trials of the first stage that is not complete; nil when nothing is left.
  public func next(_ table: TrialTable) -> (stage: Stage, keys: [TrialKey])? {
    guard let (stage, keys) = unlimited(table) else { return nil }
    guard case .trials(let most) = plan.budget else { return (stage, keys) }
    let left = most - finished(table)
    return left > 0 ? (stage, Array(keys.prefix(left))) : nil
  }

  /// Finished trials of the plan's settings and activations.
  public func finished(_ table: TrialTable) -> Int {
    let (own, choices) = (Set(settings.map(\.identifier)), Set(contenders))
    return table.keys.count { own.contains($0.setting) && choices.contains($0.choice) }
  }

  private func unlimited(_ table: TrialTable) -> (stage: Stage, keys: [TrialKey])? {
    var tuned = Tuned()
    for (place, look) in looks.enumerated() {
      var wanted = settings.flatMap { setting in contenders.map { Place(setting: setting.identifier, choice: $0) } }
      if place > 0 {
        let open = Comparisons(schedule: self, tuned: tuned, table: table).open(afterLook: place - 1)
        wanted = wanted.filter(open.contains)
      }
      if wanted.isEmpty { return nil }
      if let stage = tune(wanted, look, &tuned, table) { return stage }
      let keys = finalKeys(wanted, look, tuned, table)
      if !keys.isEmpty { return (.final(seeds: look), keys) }
      guard place == 0 else { continue }
      if plan.hasReferences, let stage = linear(look, table) { return stage }
      if plan.hasSwapOnly {
        let keys = swapKeys(tuned, table)
        if !keys.isEmpty { return (.swap, keys) }
      }
    }
    return nil
  }

  /// The first round of tuning that is not finished for what is wanted at a look; enters what is.
  private func tune(
    _ wanted: [Place], _ look: Int, _ tuned: inout Tuned, _ table: TrialTable
  ) -> (stage: Stage, keys: [TrialKey])? {
    var rounds: [Int: [TrialKey]] = [:]
    for place in wanted {
      for replicate in replicates(place.setting).tuned(seeds: look) {
        let key = Tuned.Key(setting: place.setting, choice: place.choice, replicate: replicate)
        guard tuned.results[key] == nil, let tuner = tuner(place.choice, in: place.setting, replicate: replicate) else {
          continue
        }
        switch tuner.state(table) {
        case .missing(let keys, let round): rounds[round, default: []] += keys
        case .done(let result): tuned.results[key] = result
        }
      }
    }
    guard let round = rounds.keys.min(), let keys = rounds[round] else { return nil }
    // Trials on the same examples follow each other, so that these are split and scaled once.
    return (.tuning(round: round), Self.byReplicate(keys))
  }

  private static func byReplicate(_ keys: [TrialKey]) -> [TrialKey] {
    keys.enumerated().sorted {
      ($0.element.replicate, $0.element.seed, $0.offset) < ($1.element.replicate, $1.element.seed, $1.offset)
    }.map(\.element)
  }

  private func finalKeys(_ wanted: [Place], _ look: Int, _ tuned: Tuned, _ table: TrialTable) -> [TrialKey] {
    // Seed by seed, so that all have as many when a budget ends.
    (0..<look).flatMap { seed in
      wanted.flatMap { keys($0, seed: seed, tuned) }
    }.filter { table[$0] == nil }
  }

  /// The runs of an activation at the final seed of a place (from 0), the seed's own first; none where every rate diverged.
  public func keys(_ place: Place, seed: Int, _ tuned: Tuned) -> [TrialKey] {
    let replicates = replicates(place.setting)
    guard let best = tuned.best(place, replicate: replicates.tuning(seed)) else { return [] }
    return replicates.runs(seed, isBaseline: place.choice == plan.baseline).map {
      TrialKey(
        phase: .final, setting: place.setting, choice: place.choice, hyperparameters: best,
        replicate: replicates.replicate(seed), seed: $0)
    }
  }

  /// The linear model: tuned like the networks, and run once for each unit of the first look.
  private func linear(_ look: Int, _ table: TrialTable) -> (stage: Stage, keys: [TrialKey])? {
    var missing: [TrialKey] = []
    var final: [TrialKey] = []
    for (identifier, _) in settings {
      for replicate in replicates(identifier).tuned(seeds: look) {
        guard let tuner = linearTuner(identifier, replicate: replicate),
          case .missing(let keys, _) = tuner.state(table)
        else { continue }
        missing += keys
      }
      if missing.isEmpty { final += linearKeys(identifier, look, table).filter { table[$0] == nil } }
    }
    let keys = missing.isEmpty ? final : missing
    return keys.isEmpty ? nil : (.linear, Self.byReplicate(keys))
  }

  private func linearTuner(_ identifier: String, replicate: Int) -> Tuner? {
    tuner(plan.baseline, in: identifier, replicate: replicate, .linearTuning)
  }

  /// The linear model's runs for the units of a look; fewer where it is not tuned yet, or diverged at every rate.
  func linearKeys(_ identifier: String, _ look: Int, _ table: TrialTable) -> [TrialKey] {
    let replicates = replicates(identifier)
    var best: [Int: Hyperparameters] = [:]
    for replicate in replicates.tuned(seeds: look) {
      guard case .done(let result) = linearTuner(identifier, replicate: replicate)?.state(table) else { continue }
      best[replicate] = result.best
    }
    return (0..<replicates.units(seeds: look)).compactMap { seed in
      best[replicates.tuning(seed)].map {
        TrialKey(
          phase: .linear, setting: identifier, choice: plan.baseline, hyperparameters: $0,
          replicate: replicates.replicate(seed), seed: replicates.runs(seed, isBaseline: false)[0])
      }
    }
  }

  private func swapKeys(_ tuned: Tuned, _ table: TrialTable) -> [TrialKey] {
    settings.flatMap { identifier, _ in
      swapPlaces.flatMap { seed in
        contenders.compactMap { swapKey(Place(setting: identifier, choice: $0), seed: seed, tuned) }
      }
    }.filter { table[$0] == nil }
  }

  /// Nil for the baseline, whose swapped runs are its own.
  func swapKey(_ place: Place, seed: Int, _ tuned: Tuned) -> TrialKey? {
    let replicates = replicates(place.setting)
    let own = Place(setting: place.setting, choice: plan.baseline)
    guard place.choice != plan.baseline, let best = tuned.best(own, replicate: replicates.tuning(seed)) else {
      return nil
    }
    return TrialKey(
      phase: .swap, setting: place.setting, choice: place.choice, hyperparameters: best,
      replicate: replicates.replicate(seed), seed: replicates.runs(seed, isBaseline: false)[0])
  }

  /// Trials of the whole plan, as far as that is known before they are run: without divergence, and in a race with the
  /// first look alone.
  public var expectedCount: Int {
    let all = settings.reduce(0) { $0 + expectedCount(in: $1.setting, $1.identifier) }
    if case .trials(let most) = plan.budget { return max(all, most) }
    return all
  }

  /// Those of one setting.
  func expectedCount(in setting: Setting, _ identifier: String) -> Int {
    let (count, look, replicates) = (contenders.count, looks.first ?? 0, replicates(identifier))
    let (tuned, units) = (replicates.tuned(seeds: look).count, replicates.units(seeds: look))
    let networks = count * (plan.tuning.trialCount(for: setting.optimizer) * tuned + look)
    let linear =
      plan.hasReferences ? Tuning.ofLinearModel(plan.tuning.seeds).trialCount(for: .sgd()) * tuned + units : 0
    return networks + (baselineRuns - 1) * look + linear + (plan.hasSwapOnly ? look * (count - 1) : 0)
  }
}

/// What tuning came to, by setting, activation and where it was tuned.
public struct Tuned: Sendable {
  public struct Key: Hashable, Sendable {
    public var setting: String
    public var choice: ActivationChoice
    public var replicate: Int
  }

  public var results: [Key: TuningResult] = [:]

  /// Nil if it is not done, or if every rate diverged.
  public func best(_ place: Place, replicate: Int) -> Hyperparameters? {
    results[Key(setting: place.setting, choice: place.choice, replicate: replicate)]?.best
  }

  /// All of one activation, split by split.
  public func results(_ place: Place) -> [TuningResult] {
    results.filter { $0.key.setting == place.setting && $0.key.choice == place.choice }
      .sorted { $0.key.replicate < $1.key.replicate }.map(\.value)
  }
}
