public import Statistics

/// One activation over all settings of a study.
public struct OverallRow: Codable, Hashable, Sendable {
  public var choice: ActivationChoice
  /// Mean of its ranks in the settings, 1 being the best.
  public var averageRank: Double
  /// Settings by their verdict against the baseline.
  public var better: Int
  public var equivalent: Int
  public var undecided: Int
  public var worse: Int
  public var unstable: Int
  public var diverged: Int
  /// Interquartile mean of the normalised score over the seeds that all have: 0 is a constant guess, 1 the best activation's mean.
  public var interquartileMean: Estimate?
  /// The probability that a run of it beats one of the baseline's, the mean over the settings; nil for the baseline.
  public var probabilityOfImprovement: Estimate?
  /// The share of its runs whose normalised score is at least `OverallResult.thresholds`.
  public var profile: [Double]
}

/// What several settings say together. Settings of one data set are not independent of each other; the report says so.
public struct OverallResult: Codable, Hashable, Sendable {
  /// The best average rank first.
  public var rows: [OverallRow]
  public var settings: Int
  public var dataSets: Int
  /// Average ranks that differ by less are not told apart at 5 % (Nemenyi); nil for fewer than two activations.
  public var criticalDifference: Double?
  /// Friedman's test, in Iman and Davenport's form, that all are alike.
  public var friedmanP: Double?
  public var thresholds: [Double]
}

enum Overall {
  /// Nil for a single setting.
  static func result(_ plan: StudyPlan, _ settings: [SettingResult]) -> OverallResult? {
    guard settings.count > 1 else { return nil }
    let thresholds = (0...50).map { 0.5 + Double($0) / 100 }
    // Those that have a score everywhere can be ranked, and those that diverged, as what a diverged run counts as.
    let choices = plan.contenders.filter { choice in
      settings.allSatisfy { $0.row(choice).map { $0.score != nil || $0.verdict == .diverged } ?? false }
    }
    guard choices.count > 1 else { return nil }
    let means = settings.map { setting in
      choices.map { setting.metric.orient(setting.row($0)?.score?.value ?? setting.metric.diverged(setting.data)) }
    }
    let ranks = Ranks.average(means)
    // The seeds that all have: in a race, those whose verdict was open have more, and would weigh more.
    let common =
      settings.flatMap { setting in choices.compactMap { setting.row($0)?.seeds } }.filter { $0 > 0 }.min() ?? 0
    let runs = choices.map { choice in settings.map { normalised($0, choice, seeds: common) } }
    let baseline = choices.firstIndex(of: plan.baseline).map { runs[$0] }
    let hasRuns = settings.allSatisfy { setting in setting.leaderboard.contains { $0.seeds > 0 } }
    // Enough for an interval, and with very many runs no more than takes a second or two.
    let count = runs.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
    let resamples = max(199, min(1_999, 4_000_000 / max(1, count)))
    var rows = choices.indices.map { i in
      let verdicts = settings.compactMap { $0.row(choices[i])?.verdict }
      func count(_ verdict: Verdict) -> Int { verdicts.count { $0 == verdict } }
      return OverallRow(
        choice: choices[i], averageRank: ranks[i], better: count(.better), equivalent: count(.equivalent),
        undecided: count(.undecided), worse: count(.worse), unstable: count(.unstable), diverged: count(.diverged),
        interquartileMean: hasRuns ? Aggregates.interquartileMean(runs[i], resamples: resamples) : nil,
        probabilityOfImprovement: choices[i] == plan.baseline || !hasRuns
          ? nil : baseline.flatMap { Improvement.probability(runs[i], $0, resamples: resamples) },
        profile: Aggregates.performanceProfile(runs[i], at: thresholds))
    }
    rows.sort { $0.averageRank < $1.averageRank }
    return OverallResult(
      rows: rows, settings: settings.count, dataSets: Set(settings.map(\.data.name)).count,
      criticalDifference: Ranks.criticalDifference(methods: choices.count, tasks: settings.count),
      friedmanP: Ranks.friedman(means)?.p, thresholds: thresholds)
  }

  /// Test scores of the first seeds between 0, what a diverged run counts as or a constant guess, and 1, the best mean of the
  /// setting.
  private static func normalised(_ setting: SettingResult, _ choice: ActivationChoice, seeds: Int) -> [Double] {
    guard let row = setting.row(choice) else { return [] }
    let metric = setting.metric
    let lowest = metric.orient(metric.diverged(setting.data))
    let guess = metric.orient(setting.references?.constant ?? metric.diverged(setting.data))
    let best = setting.leaderboard.compactMap { $0.score.map { metric.orient($0.value) } }.max() ?? guess + 1
    let scale = best > guess ? best - guess : 1
    if row.scores.isEmpty, row.verdict == .diverged { return [(lowest - guess) / scale] }
    return row.scores.prefix(seeds).map { (($0.map { metric.orient($0) } ?? lowest) - guess) / scale }
  }
}
