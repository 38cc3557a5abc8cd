/// The scores of a study's final trials, and their comparison with the baseline, paired by seed.
///
/// Holm's correction goes over all comparisons of the study: over activations and settings.
struct Comparisons {
  /// One activation in one setting.
  struct Arm {
    /// Test scores by final seed; nil where the trial is not there yet. A diverged one counts as `divergedScore`: leaving it
    /// out would favour the activation that diverges.
    var scores: [Double?]
    var diverged: [Bool]
    var losses: [Double?]

    func divergedCount(upTo seeds: Int) -> Int { diverged.prefix(seeds).count { $0 } }

    /// Diverged with half of the seeds or more: no score is worth comparing.
    func isUnreliable(upTo seeds: Int) -> Bool {
      let there = scores.prefix(seeds).count { $0 != nil }
      return there > 0 && 2 * divergedCount(upTo: seeds) >= there
    }

    /// How many seeds, from the first on, are there.
    var completeSeeds: Int { scores.firstIndex { $0 == nil } ?? scores.count }
  }

  private let schedule: StudySchedule
  private(set) var arms: [Place: Arm] = [:]
  /// The comparisons, in the plan's order.
  private(set) var compared: [Place] = []
  private var margins: [String: Double] = [:]

  init(
    schedule: StudySchedule, tuned: [String: [ActivationChoice: Hyperparameters]], table: TrialTable,
    phase: Phase = .final
  ) {
    self.schedule = schedule
    let plan = schedule.plan
    for (identifier, setting) in schedule.settings {
      let summary = plan.data(of: setting)?.summary
      let lowest = summary?.divergedScore ?? 0
      let isClassification = summary?.isClassification ?? true
      margins[identifier] = plan.equivalenceMargin(isClassification: isClassification)
      for choice in plan.activations {
        guard let best = tuned[identifier]?[phase == .swap ? plan.baseline : choice] else { continue }
        let outcomes = plan.finalSeeds.map { seed in
          // With everything tuned for it, the baseline's own trials are the same.
          table[
            TrialKey(
              phase: choice == plan.baseline ? .final : phase, setting: identifier, choice: choice,
              hyperparameters: best, seed: seed)]
        }
        let place = Place(setting: identifier, choice: choice)
        arms[place] = Arm(
          scores: outcomes.map {
            $0.map { isClassification ? $0.testScore ?? lowest : max(lowest, $0.testScore ?? lowest) }
          },
          diverged: outcomes.map { $0.map { $0.testScore == nil } ?? false }, losses: outcomes.map { $0?.testLoss })
        if choice != plan.baseline { compared.append(place) }
      }
    }
  }

  /// Differences to the baseline by seed, where both are there.
  func differences(_ place: Place) -> [Double?] {
    let baseline = arms[Place(setting: place.setting, choice: schedule.plan.baseline)]
    guard let own = arms[place], let baseline else { return [] }
    return zip(own.scores, baseline.scores).map { a, b in a.flatMap { a in b.map { a - $0 } } }
  }

  /// The largest look whose trials are all there; 0 for none.
  var completeLook: Int {
    var complete = 0
    var needed = Set(arms.keys)
    for look in schedule.looks {
      guard needed.allSatisfy({ arms[$0]?.completeSeeds ?? 0 >= look }) else { break }
      complete = look
      if schedule.plan.budget == nil { break }
      needed = open(after: look)
      if needed.isEmpty { break }
    }
    return complete
  }

  /// Those whose verdict is open after a look, each with its baseline, without which nothing is decided.
  func open(after look: Int) -> Set<Place> {
    let judgements = judgements(upTo: look, resamples: 0)
    let open = compared.filter { place in
      // Against a baseline that diverged nothing is ever decided.
      let baseline = arms[Place(setting: place.setting, choice: schedule.plan.baseline)]
      return judgements[place]?.decidedAtSeeds == nil && !(arms[place]?.isUnreliable(upTo: look) ?? true)
        && !(baseline?.isUnreliable(upTo: look) ?? true)
    }
    return Set(open + open.map { Place(setting: $0.setting, choice: schedule.plan.baseline) })
  }

  /// The comparisons at a look: in a race, replayed look by look.
  /// - Parameter resamples: of bootstrap and permutation; 0 for none.
  func judgements(upTo look: Int, resamples: Int) -> [Place: RaceJudgement] {
    // In units of the margin, which depends on the task: the tests do not mind.
    let scaled = compared.map { place in
      differences(place).map { $0.map { $0 / margin(of: place) } }
    }
    let judged: [RaceJudgement] =
      if schedule.plan.budget != nil {
        schedule.rule.judge(scaled, margin: 1, upTo: look, resamples: resamples)
      } else {
        Judgements.judge(
          scaled.map { $0.prefix(look).compactMap { $0 } }, alpha: schedule.rule.alpha, margin: 1, resamples: resamples
        ).map {
          RaceJudgement(judgement: $0, decidedAtSeeds: nil)
        }
      }
    var result: [Place: RaceJudgement] = [:]
    for (place, judgement) in zip(compared, judged) {
      var own = judgement
      own.judgement.difference = own.judgement.difference.map { $0.scaled(by: margin(of: place)) }
      own.judgement.bootstrap = own.judgement.bootstrap.map { $0.scaled(by: margin(of: place)) }
      result[place] = own
    }
    return result
  }

  private func margin(of place: Place) -> Double { margins[place.setting] ?? 0.005 }
}

extension Estimate {
  fileprivate func scaled(by factor: Double) -> Estimate {
    Estimate(value: value * factor, low: low * factor, high: high * factor)
  }
}
