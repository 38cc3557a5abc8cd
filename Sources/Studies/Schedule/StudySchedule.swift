/// Which trials a study needs next: a pure function of the plan and of what is finished. One stage after the other, so
/// that a study that was stopped anywhere runs the same trials as one that was not.
public struct StudySchedule: Sendable {
  /// The order of a study.
  public enum Stage: Hashable, Sendable {
    /// Round 0 is the coarse grid.
    case tuning(round: Int)
    /// All final seeds, or, in a race, those up to a look.
    case final(seeds: Int)
    case swap

    public var phase: Phase {
      switch self {
      case .tuning: .tuning
      case .final: .final
      case .swap: .swap
      }
    }
  }

  public let plan: StudyPlan
  /// With their identifiers, in the plan's order.
  public let settings: [(identifier: String, setting: Setting)]
  public let rule: RaceRule

  public init(_ plan: StudyPlan, rule: RaceRule = RaceRule()) {
    self.plan = plan
    self.rule = rule
    settings = plan.settings.map { ($0.identifier, $0) }
  }

  /// The seeds at which a verdict is looked for: all at once, or a race's looks.
  public var looks: [Int] {
    guard plan.budget != nil else { return [plan.seeds] }
    let looks = rule.looks(upTo: plan.seeds)
    return looks.isEmpty ? [plan.seeds] : looks
  }

  /// Seeds of the swap-only ranking.
  public var swapSeeds: [UInt64] { Array(plan.finalSeeds.prefix(looks.first ?? plan.seeds)) }

  /// What tuning came to; nil if it is not done.
  public func tuning(_ choice: ActivationChoice, in identifier: String, _ table: TrialTable) -> TuningResult? {
    guard let setting = settings.first(where: { $0.identifier == identifier })?.setting,
      case .done(let result) = Tuner(plan: plan, setting: setting, identifier: identifier).state(choice, table)
    else { return nil }
    return result
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
    let (own, choices) = (Set(settings.map(\.identifier)), Set(plan.activations))
    return table.keys.count { own.contains($0.setting) && choices.contains($0.choice) }
  }

  private func unlimited(_ table: TrialTable) -> (stage: Stage, keys: [TrialKey])? {
    var rounds: [Int: [TrialKey]] = [:]
    var tuned: [String: [ActivationChoice: Hyperparameters]] = [:]
    for (identifier, setting) in settings {
      let tuner = Tuner(plan: plan, setting: setting, identifier: identifier)
      for choice in plan.activations {
        switch tuner.state(choice, table) {
        case .missing(let keys, let round): rounds[round, default: []] += keys
        case .done(let result): tuned[identifier, default: [:]][choice] = result.best
        }
      }
    }
    if let round = rounds.keys.min(), let keys = rounds[round] { return (.tuning(round: round), keys) }
    for (place, look) in looks.enumerated() {
      let keys = finalKeys(look: place, tuned, table)
      if !keys.isEmpty { return (.final(seeds: look), keys) }
      if place == 0, plan.hasSwapOnly {
        let keys = swapKeys(tuned, table)
        if !keys.isEmpty { return (.swap, keys) }
      }
    }
    return nil
  }

  private func finalKeys(
    look place: Int, _ tuned: [String: [ActivationChoice: Hyperparameters]], _ table: TrialTable
  ) -> [TrialKey] {
    let open = place == 0 ? nil : Comparisons(schedule: self, tuned: tuned, table: table).open(after: looks[place - 1])
    let wanted = settings.flatMap { identifier, _ in
      plan.activations.compactMap { choice -> (Place, Hyperparameters)? in
        let own = Place(setting: identifier, choice: choice)
        guard open?.contains(own) ?? true, let best = tuned[identifier]?[choice] else { return nil }
        return (own, best)
      }
    }
    // Seed by seed, so that all have as many when a budget ends.
    return plan.finalSeeds.prefix(looks[place]).flatMap { seed in
      wanted.map { own, best in
        TrialKey(phase: .final, setting: own.setting, choice: own.choice, hyperparameters: best, seed: seed)
      }
    }.filter { table[$0] == nil }
  }

  private func swapKeys(
    _ tuned: [String: [ActivationChoice: Hyperparameters]], _ table: TrialTable
  ) -> [TrialKey] {
    settings.flatMap { identifier, _ -> [TrialKey] in
      guard let own = tuned[identifier]?[plan.baseline] else { return [] }
      return swapSeeds.flatMap { seed in
        plan.activations.filter { $0 != plan.baseline }.map {
          TrialKey(phase: .swap, setting: identifier, choice: $0, hyperparameters: own, seed: seed)
        }
      }
    }.filter { table[$0] == nil }
  }

  /// Trials of the whole plan, as far as that is known before they are run: without divergence, and in a race with the
  /// first look alone.
  public var expectedCount: Int {
    let all = settings.reduce(0) { $0 + expectedCount(in: $1.setting) }
    if case .trials(let most) = plan.budget { return max(all, most) }
    return all
  }

  /// Those of one setting.
  func expectedCount(in setting: Setting) -> Int {
    let count = plan.activations.count
    return count * (plan.tuning.trialCount(for: setting.optimizer) + (looks.first ?? 0))
      + (plan.hasSwapOnly ? swapSeeds.count * (count - 1) : 0)
  }
}
