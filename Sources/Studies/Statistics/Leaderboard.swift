public import Activations

/// From trials to the table that a study ends with.
public enum Leaderboard {
  /// Differences in accuracy, or in R², that count as none: half a percentage point, a hundredth.
  public static func equivalenceMargin(isClassification: Bool) -> Double { isClassification ? 0.005 : 0.01 }

  /// The learning rate of the best mean validation score over the tuning seeds. A diverged trial counts as −1, less than
  /// any accuracy, so that a rate at which all trials end is preferred; R² below that counts as −1 too. Ties go to the
  /// lower validation loss, then to the smaller rate. Nil if all diverged.
  public static func bestRate(for activation: Activation, in plan: StudyPlan, _ trials: [TrialRecord]) -> Double? {
    var best: (rate: Double, score: Double, loss: Double)?
    for rate in plan.learningRates.sorted() {
      let own = trials.filter {
        $0.key.phase == .tuning && $0.key.activation == activation && $0.key.learningRate == rate
      }
      guard !own.isEmpty, own.contains(where: { $0.validationScore != nil }) else { continue }
      let score = Statistics.mean(own.map { max(-1, $0.validationScore ?? -1) })
      let loss = Statistics.mean(own.map { $0.validationLoss ?? .greatestFiniteMagnitude })
      if let found = best, (score, -loss) <= (found.score, -found.loss) { continue }
      best = (rate, score, loss)
    }
    return best?.rate
  }

  /// One row for each activation, the best mean test score first; those that diverged with half of the final seeds or more
  /// come last, whatever the others reached.
  ///
  /// Differences are paired by seed, tested by t tests with Holm's correction over the comparisons made.
  public static func rows(_ plan: StudyPlan, _ trials: [TrialRecord], margin: Double) -> [LeaderboardRow] {
    let baseline = scores(plan.baseline, plan, trials)
    var drafts: [Draft] = plan.activations.map { activation in
      let own = scores(activation, plan, trials)
      var differences: [Double] = []
      if activation != plan.baseline {
        for (a, b) in zip(own, baseline) { if let a, let b { differences.append(a - b) } }
      }
      return Draft(activation: activation, scores: own, differences: differences)
    }
    let tested = drafts.indices.filter { Statistics.pairedP(drafts[$0].differences) != nil }
    let adjusted = Statistics.holm(tested.map { Statistics.pairedP(drafts[$0].differences) ?? 1 })
    for (index, p) in zip(tested, adjusted) { drafts[index].adjustedP = p }
    // Stable, so that equals stay in the catalogue's order.
    let order = drafts.indices.sorted {
      let (a, b) = (drafts[$0], drafts[$1])
      if a.isReliable != b.isReliable { return a.isReliable }
      let (x, y) = (a.mean ?? -.infinity, b.mean ?? -.infinity)
      return x == y ? $0 < $1 : x > y
    }
    return order.enumerated().map { rank, index in
      row(rank + 1, drafts[index], plan, trials, margin, comparisons: tested.count)
    }
  }

  private struct Draft {
    let activation: Activation
    let scores: [Double?]
    let differences: [Double]
    var adjustedP: Double?
    var isReliable: Bool { 2 * scores.count(where: { $0 != nil }) > scores.count }
    var mean: Double? {
      let finished = scores.compactMap { $0 }
      return finished.isEmpty ? nil : Statistics.mean(finished)
    }
  }

  private static func scores(_ activation: Activation, _ plan: StudyPlan, _ trials: [TrialRecord]) -> [Double?] {
    plan.finalSeeds.map { seed in
      trials.first { $0.key.phase == .final && $0.key.activation == activation && $0.key.seed == seed }?.testScore
    }
  }

  private static func row(
    _ rank: Int, _ draft: Draft, _ plan: StudyPlan, _ trials: [TrialRecord], _ margin: Double,
    comparisons: Int
  ) -> LeaderboardRow {
    let own = trials.filter { $0.key.activation == draft.activation }
    let final = own.filter { $0.key.phase == .final }
    let rate = bestRate(for: draft.activation, in: plan, trials)
    let losses = final.compactMap(\.testLoss)
    let times = own.map(\.millisecondsPerEpoch).filter { $0 > 0 }.sorted()
    let difference = Statistics.interval(draft.differences)
    var verdict = Verdict.undecided
    if draft.activation == plan.baseline {
      verdict = .baseline
    } else if !draft.isReliable {
      verdict = .diverged
    } else if let p = draft.adjustedP, p < 0.05, let difference, abs(difference.value) > 0 {
      verdict = difference.value > 0 ? .better : .worse
    } else if Statistics.isEquivalent(draft.differences, margin: margin) {
      verdict = .equivalent
    }
    return LeaderboardRow(
      rank: rank, activation: draft.activation, learningRate: rate,
      isRateAtEdge: plan.learningRates.count > 1
        && (rate == plan.learningRates.min() || rate == plan.learningRates.max()),
      score: Statistics.interval(draft.scores.compactMap { $0 }), scores: draft.scores,
      testLoss: losses.isEmpty ? nil : Statistics.mean(losses), difference: difference, adjustedP: draft.adjustedP,
      verdict: verdict,
      moreSeedsNeeded: verdict == .undecided
        ? Statistics.morePairsNeeded(draft.differences, margin: margin, comparisons: comparisons) : nil,
      divergedTrials: own.reduce(0) { $0 + ($1.divergedInEpoch == nil ? 0 : 1) }, trials: own.count,
      millisecondsPerEpoch: times.isEmpty ? 0 : times[times.count / 2])
  }
}
