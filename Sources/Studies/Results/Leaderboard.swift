internal import Datasets
internal import NeuralNetworks
internal import Statistics

/// From a study's file to its figures.
public struct Leaderboard {
  let contents: StudyContents
  let schedule: StudySchedule
  let tuned: Tuned
  let comparisons: Comparisons
  private let record: PlanRecord
  private let swapped: Comparisons?
  private let twins: [ActivationChoice: [ActivationChoice]]
  private let judgements: [Place: RaceJudgement]
  /// Complete looks, and the seeds up to the last of them.
  private let looks: Int
  private let seeds: Int
  var plan: StudyPlan { schedule.plan }

  /// - Throws: `StudyError` for a file without a plan.
  public static func result(_ contents: StudyContents) throws(StudyError) -> StudyResult {
    guard let record = contents.plans.last else { throw .plan("the study has no plan yet") }
    guard record.plan.protocolVersion >= StudyPlan.currentProtocol else {
      return EarlierProtocol(contents, record).result
    }
    return Leaderboard(contents, record).result
  }

  private init(_ contents: StudyContents, _ record: PlanRecord) {
    self.contents = contents
    self.record = record
    schedule = StudySchedule(record.plan)
    tuned = schedule.tuned(contents.table)
    twins = Dictionary(uniqueKeysWithValues: schedule.contenders.map { ($0, record.plan.twins(of: $0)) })
    comparisons = Comparisons(schedule: schedule, tuned: tuned, table: contents.table)
    swapped =
      record.plan.hasSwapOnly
      ? Comparisons(schedule: schedule, tuned: tuned, table: contents.table, phase: .swap) : nil
    looks = comparisons.completeLooks
    // A study that is not finished is shown as far as it goes; a race decides at its looks alone.
    seeds =
      looks > 0 ? schedule.looks[looks - 1] : record.plan.budget == nil ? record.plan.seeds : schedule.looks[0]
    judgements = looks > 0 ? comparisons.judgements(looks: looks) : [:]
  }

  private var result: StudyResult {
    let trials = TrialsBySetting(contents.table, schedule)
    let axes = plan.variedAxes
    let settings = schedule.settings.map { setting($0.identifier, $0.setting, axes, trials) }
    return StudyResult(
      plan: plan, environment: record.environment, command: record.command,
      changedAfterTrials: zip(contents.plans.dropFirst(), contents.plans).filter {
        $0.plan.obstacle(to: $1.plan) != nil
      }
      .map(\.0.trialsBefore), settings: settings,
      overall: Overall.result(plan, settings), trials: schedule.finished(contents.table),
      expectedTrials: schedule.expectedCount, isComplete: isComplete,
      seconds: contents.seconds)
  }

  /// A race also ends when its time is up.
  private var isComplete: Bool {
    if case .seconds(let seconds) = plan.budget, contents.seconds >= seconds { return true }
    return schedule.next(contents.table) == nil
  }

  private func setting(
    _ identifier: String, _ setting: Setting, _ axes: [Grid.Axis], _ trials: TrialsBySetting
  ) -> SettingResult {
    let summary = plan.summary(of: setting)
    let metric = plan.metric(for: summary)
    var rows = schedule.contenders.map {
      row(Place(setting: identifier, choice: $0), setting, summary, metric, trials)
    }
    // Stable, so that equals stay in the catalogue's order.
    let order = rows.indices.sorted {
      let (a, b) = (rows[$0], rows[$1])
      if (a.verdict == .diverged) != (b.verdict == .diverged) { return b.verdict == .diverged }
      let x = a.score.map { metric.orient($0.value) } ?? -.infinity
      let y = b.score.map { metric.orient($0.value) } ?? -.infinity
      return x == y ? $0 < $1 : x > y
    }
    rows = order.map { rows[$0] }
    for i in rows.indices { rows[i].rank = i + 1 }
    rankSwapped(&rows, metric)
    for (i, score) in Trade.scoreAtEqualTime(rows, epochs: setting.epochs).enumerated() {
      rows[i].scoreAtEqualTime = score
    }
    Trade.markFront(&rows, metric)
    let failures = (trials.failures[identifier] ?? []).sorted {
      (
        $0.key.phase.rawValue, $0.key.choice.description, $0.key.hyperparameters.learningRate, $0.key.replicate,
        $0.key.seed
      )
        < (
          $1.key.phase.rawValue, $1.key.choice.description, $1.key.hyperparameters.learningRate, $1.key.replicate,
          $1.key.seed
        )
    }
    let basis = comparisons.basis(Place(setting: identifier, choice: plan.baseline), seeds: seeds)
    let margin = plan.margin(for: summary)
    var result = SettingResult(
      setting: setting, title: plan.title(of: setting, axes: axes), data: summary, metric: metric,
      equivalenceMargin: margin, leaderboard: rows, references: nil, testCount: basis.examples, units: basis.units,
      isStillRising: 2 * rows.count(where: isImproving) > rows.count, confusion: [],
      failures: failures)
    result.references = references(identifier, result)
    result.confusion =
      result.recommended.map {
        confusion(Place(setting: identifier, choice: $0.choice), summary.classNames.count)
      } ?? []
    return result
  }

  private func row(
    _ place: Place, _ setting: Setting, _ summary: DataSummary, _ metric: Metric, _ trials: TrialsBySetting
  ) -> LeaderboardRow {
    let judged = judgements[place]
    let arm = comparisons.arms[place]
    let decided = judged?.decidedAtLook.map { schedule.looks[$0] }
    let there = min(decided ?? seeds, max(arm?.completeSeeds ?? 0, looks > 0 ? 0 : arm?.completeSeeds ?? 0))
    let own = comparisons.comparison(place, with: nil, seeds: there)
    let tunings = tuned.results(place)
    let isDiverged = arm.map { $0.isUnreliable(upTo: there) } ?? false
    let best = Self.typical(tunings.compactMap(\.best))
    let rates = tunings.compactMap { $0.best?.learningRate }
    let tried = Self.merged(tunings, metric)
    let byseed = (arm?.runs ?? []).prefix(there).map { $0 ?? [] }
    let counted = trials.counts[place]
    let batch = max(1, min(setting.batch, summary.trainCount))
    let steps = max(1, min(setting.trainSize ?? summary.trainCount, summary.trainCount) / batch)
    let time = counted.flatMap { $0.millisecondsPerEpoch > 0 ? $0.millisecondsPerEpoch : nil }
    let kept =
      (try? setting.network(
        place.choice, inputShape: summary.inputShape, outputs: summary.outputCount, dropout: best?.dropout ?? 0
      ).memory(batchSize: batch).keptBytes) ?? 0
    let against = comparisons.arms[comparisons.baseline(of: place)]?.first(there).map(\.score) ?? []
    let ownScores = arm?.first(there).map(\.score) ?? []
    let isBaseline = place.choice == plan.baseline
    var row = LeaderboardRow(
      rank: 0, choice: place.choice, twins: twins[place.choice] ?? [], hyperparameters: best,
      lowestRate: rates.min(), highestRate: rates.max(), tunings: tunings.count,
      tuningsAtEdge: tunings.count(where: \.isRateAtEdge), seeds: there,
      score: own?.interval().map { $0.natural(metric) }, seedsRun: byseed.indices.map { plan.finalSeeds[$0] },
      scores: byseed.map { runs in
        let ended = runs.filter { !$0.isDiverged }.map { metric.orient($0.score) }
        return ended.isEmpty ? nil : Sample.mean(ended)
      }, metrics: [:], testLoss: nil, verdict: .undecided, judgement: nil, decidedAtSeeds: decided,
      probabilityOfImprovement: isBaseline || ownScores.isEmpty || against.isEmpty
        ? nil : Improvement.probability(ownScores, against), divergedRuns: arm?.divergedCount(upTo: there) ?? 0,
      runs: ownScores.count, divergedTrials: counted?.diverged ?? 0, trials: counted?.count ?? 0,
      millisecondsPerEpoch: time, millisecondsPerStep: time.map { $0 / Double(steps) }, keptBytes: kept,
      isOnParetoFront: false, scoreAtEqualTime: nil,
      goodRates: Trade.goodRates(tried, best: best, metric, tolerance: 2 * plan.margin(for: summary)),
      swapScore: swapped.flatMap {
        $0.comparison(place, with: nil, seeds: schedule.looks[0])?.interval()?.natural(metric)
      }, swapRank: nil, tried: tried, curve: contents.curves[place] ?? [], layers: contents.layers[place] ?? [])
    fill(&row, place, there, summary)
    judge(&row, place, judged, there, metric, isDiverged: isDiverged)
    return row
  }

  private func judge(
    _ row: inout LeaderboardRow, _ place: Place, _ judged: RaceJudgement?, _ seeds: Int, _ metric: Metric,
    isDiverged: Bool
  ) {
    guard place.choice != plan.baseline else {
      row.verdict = isDiverged ? .diverged : .baseline
      return
    }
    guard let judgement = judged?.judgement else {
      row.verdict = isDiverged ? .diverged : .undecided
      return
    }
    let isBaselineLost = comparisons.arms[comparisons.baseline(of: place)]?.isUnreliable(upTo: seeds) ?? false
    var verdict = isBaselineLost ? .undecided : judgement.verdict
    // Of so few groups nobody knows how much they differ.
    let tooFew = schedule.setting(place.setting).map { plan.summary(of: $0).hasTooFewGroups } ?? false
    if tooFew { verdict = .undecided }
    if verdict == .better || verdict == .worse, comparisons.restsOnDivergence(place, judgement, seeds: seeds) {
      verdict = .unstable
    }
    row.verdict = isDiverged ? .diverged : verdict
    var own = judgement
    own.verdict = row.verdict
    own.difference = own.difference.map { $0.natural(metric) }
    row.judgement = own
    guard row.verdict == .undecided, !tooFew, !isBaselineLost,
      var comparison = comparisons.comparison(place, with: comparisons.baseline(of: place), seeds: seeds)
    else { return }
    let replicates = schedule.replicates(place.setting)
    let count = comparisons.basis(comparisons.baseline(of: place), seeds: seeds).examples
    switch replicates.replication {
    case .draws:
      // With more draws there are more test examples: their part falls as the spread does.
      comparison.floor = 0
      row.seedsNeeded = Planning.replicatesNeeded(judgement, comparison: comparison, level: comparisons.planningLevel)
    case .fixedTest where 2 * comparison.shared < comparison.variance:
      row.seedsNeeded = Planning.replicatesNeeded(judgement, comparison: comparison, level: comparisons.planningLevel)
    case .fixedTest, .splits, .windows, .folds:
      row.rowsNeeded = Planning.rowsNeeded(
        judgement, comparison: comparison, rows: count, level: comparisons.planningLevel)
    }
  }

  private func rankSwapped(_ rows: inout [LeaderboardRow], _ metric: Metric) {
    let order = rows.indices.filter { rows[$0].swapScore != nil }.sorted {
      (metric.orient(rows[$0].swapScore?.value ?? 0), $1) > (metric.orient(rows[$1].swapScore?.value ?? 0), $0)
    }
    for (rank, i) in order.enumerated() { rows[i].swapRank = rank + 1 }
  }

  /// By the rule of the length of training, for the mean over the final runs.
  private func isImproving(_ row: LeaderboardRow) -> Bool {
    TrainingLength.isImproving(row.curve.map { ($0.epoch, $0.validationLoss ?? .nan) })
  }
}

extension Estimate {
  /// From a scale on which more is better to the metric's own.
  func natural(_ metric: Metric) -> Estimate {
    metric.isHigherBetter ? self : Estimate(value: -value, low: -high, high: -low)
  }
}
