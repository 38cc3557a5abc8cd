internal import Statistics

/// Studies of the first protocol: one split, one tuning, seeds alone. They can be read: the means that they measured are
/// shown, and no verdicts, since what they said held for one split of the data and the luck of one tuning.
struct EarlierProtocol {
  private let contents: StudyContents
  private let record: PlanRecord
  private var plan: StudyPlan { record.plan }

  init(_ contents: StudyContents, _ record: PlanRecord) {
    self.contents = contents
    self.record = record
  }

  var result: StudyResult {
    let schedule = StudySchedule(plan)
    let axes = plan.variedAxes
    let trials = TrialsBySetting(contents.table, schedule)
    let settings = schedule.settings.map { setting($0.identifier, $0.setting, axes, trials) }
    return StudyResult(
      plan: plan, environment: record.environment, command: record.command, changedAfterTrials: [],
      settings: settings, overall: nil, trials: contents.table.count, expectedTrials: contents.table.count,
      isComplete: true, seconds: contents.seconds)
  }

  private func setting(
    _ identifier: String, _ setting: Setting, _ axes: [Grid.Axis], _ trials: TrialsBySetting
  ) -> SettingResult {
    let summary = plan.summary(of: setting)
    let metric: Metric = summary.isClassification ? .accuracy : .r2
    var rows = plan.activations.map { row(Place(setting: identifier, choice: $0), summary, metric, trials) }
    rows.sort { ($0.score?.value ?? -.infinity) > ($1.score?.value ?? -.infinity) }
    for i in rows.indices { rows[i].rank = i + 1 }
    return SettingResult(
      setting: setting, title: plan.title(of: setting, axes: axes), data: summary, metric: metric,
      equivalenceMargin: plan.margin(for: summary), leaderboard: rows, references: nil, testCount: summary.testCount,
      units: 1, isStillRising: false, confusion: [], failures: trials.failures[identifier] ?? [])
  }

  private func row(
    _ place: Place, _ data: DataSummary, _ metric: Metric, _ trials: TrialsBySetting
  ) -> LeaderboardRow {
    let finals = contents.table.outcomes.filter {
      $0.key.phase == .final && $0.key.setting == place.setting && $0.key.choice == place.choice
    }.sorted { $0.key.seed < $1.key.seed }
    let scores = finals.map { $0.value.testScore.map { metric.limited($0, data) } ?? metric.diverged(data) }
    let counted = trials.counts[place]
    return LeaderboardRow(
      rank: 0, choice: place.choice, twins: [], hyperparameters: finals.first?.key.hyperparameters, lowestRate: nil,
      highestRate: nil, tunings: 1, tuningsAtEdge: 0, seeds: finals.count,
      score: scores.isEmpty ? nil : Estimate(value: Sample.mean(scores), low: .nan, high: .nan),
      seedsRun: finals.map(\.key.seed), scores: finals.map(\.value.testScore), metrics: [:], testLoss: nil,
      verdict: place.choice == plan.baseline ? .baseline : .undecided, judgement: nil, decidedAtSeeds: nil,
      probabilityOfImprovement: nil, divergedRuns: finals.count { $0.value.testScore == nil }, runs: finals.count,
      divergedTrials: counted?.diverged ?? 0, trials: counted?.count ?? 0,
      millisecondsPerEpoch: counted?.millisecondsPerEpoch, millisecondsPerStep: nil, keptBytes: 0, isOnParetoFront: nil,
      scoreAtEqualTime: nil, goodRates: nil, swapScore: nil, swapRank: nil, tried: [],
      curve: contents.curves[place] ?? [], layers: contents.layers[place] ?? [])
  }
}
