internal import NeuralNetworks

/// From a study's file to its figures.
public struct Leaderboard {
  private let contents: StudyContents
  private let record: PlanRecord
  private let schedule: StudySchedule
  private let tuning: [Place: TuningResult]
  private let comparisons: Comparisons
  private let swapped: Comparisons
  private let judgements: [Place: RaceJudgement]
  private let look: Int
  private var plan: StudyPlan { schedule.plan }

  /// - Throws: `StudyError` for a file without a plan.
  public static func result(_ contents: StudyContents) throws(StudyError) -> StudyResult {
    guard let record = contents.plans.last else { throw .plan("the study has no plan yet") }
    return Leaderboard(contents, record).result
  }

  private init(_ contents: StudyContents, _ record: PlanRecord) {
    self.contents = contents
    self.record = record
    schedule = StudySchedule(record.plan)
    var tuning: [Place: TuningResult] = [:]
    var tuned: [String: [ActivationChoice: Hyperparameters]] = [:]
    for (identifier, setting) in schedule.settings {
      let tuner = Tuner(plan: record.plan, setting: setting, identifier: identifier)
      for choice in record.plan.activations {
        guard case .done(let result) = tuner.state(choice, contents.table) else { continue }
        tuning[Place(setting: identifier, choice: choice)] = result
        tuned[identifier, default: [:]][choice] = result.best
      }
    }
    self.tuning = tuning
    comparisons = Comparisons(schedule: schedule, tuned: tuned, table: contents.table)
    swapped = Comparisons(schedule: schedule, tuned: tuned, table: contents.table, phase: .swap)
    let complete = comparisons.completeLook
    // A study that is not finished is shown as far as it goes; a race decides at its looks alone.
    look = complete > 0 || record.plan.budget != nil ? complete : record.plan.seeds
    // Of thousands of comparisons nobody reads every interval to the last digit.
    judgements = comparisons.judgements(
      upTo: look, resamples: comparisons.compared.count > 500 ? 999 : Bootstrap.resamples)
  }

  private var result: StudyResult {
    let trials = TrialsBySetting(contents.table, plan)
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
    let summary =
      plan.data(of: setting)?.summary
      ?? DataSummary(
        name: setting.data, description: setting.data, trainCount: 0, validationCount: 0, testCount: 0, inputShape: [],
        classNames: [], isClassification: true, outputCount: 0, fingerprint: setting.fingerprint)
    let margin = plan.equivalenceMargin(isClassification: summary.isClassification)
    var rows = plan.activations.map {
      row(Place(setting: identifier, choice: $0), setting, summary, margin, trials)
    }
    // Stable, so that equals stay in the catalogue's order.
    let order = rows.indices.sorted {
      let (a, b) = (rows[$0], rows[$1])
      if (a.verdict == .diverged) != (b.verdict == .diverged) { return b.verdict == .diverged }
      let (x, y) = (a.score?.value ?? -.infinity, b.score?.value ?? -.infinity)
      return x == y ? $0 < $1 : x > y
    }
    rows = order.map { rows[$0] }
    for i in rows.indices { rows[i].rank = i + 1 }
    rankSwapped(&rows)
    group(&rows, identifier)
    for (i, score) in Trade.scoreAtEqualTime(rows, epochs: setting.epochs).enumerated() {
      rows[i].scoreAtEqualTime = score
    }
    Trade.markFront(&rows)
    let failures = (trials.failures[identifier] ?? []).sorted {
      ($0.key.phase.rawValue, $0.key.choice.description, $0.key.hyperparameters.learningRate, $0.key.seed)
        < ($1.key.phase.rawValue, $1.key.choice.description, $1.key.hyperparameters.learningRate, $1.key.seed)
    }
    return SettingResult(
      setting: setting, title: plan.title(of: setting, axes: axes), data: summary, equivalenceMargin: margin,
      leaderboard: rows,
      failures: failures)
  }

  private func row(
    _ place: Place, _ setting: Setting, _ summary: DataSummary, _ margin: Double, _ trials: TrialsBySetting
  ) -> LeaderboardRow {
    let judged = judgements[place]
    let arm = comparisons.arms[place]
    let seeds = min(judged?.decidedAtSeeds ?? look, arm?.scores.count ?? 0)
    let scores = arm?.scores.prefix(seeds).compactMap { $0 } ?? []
    let isDiverged = arm.map { $0.isUnreliable(upTo: seeds) } ?? (tuning[place] != nil)
    let verdict: Verdict =
      isDiverged ? .diverged : place.choice == plan.baseline ? .baseline : judged?.judgement.verdict ?? .undecided
    let there = (0..<seeds).filter { arm?.scores[$0] != nil }
    let losses = arm?.losses.prefix(seeds).compactMap { $0 } ?? []
    let own = trials.counts[place]
    let batch = max(1, min(setting.batch, trainCount(setting, summary)))
    let steps = max(1, trainCount(setting, summary) / batch)
    let time = own.flatMap { $0.millisecondsPerEpoch > 0 ? $0.millisecondsPerEpoch : nil }
    let kept =
      (try? setting.network(
        place.choice, inputShape: summary.inputShape, outputs: summary.outputCount,
        dropout: tuning[place]?.best?.dropout ?? 0
      ).memory(batchSize: batch).keptBytes) ?? 0
    let baseline = comparisons.arms[Place(setting: place.setting, choice: plan.baseline)]
    let against = baseline?.scores.prefix(seeds).compactMap { $0 } ?? []
    let swap = swapped.arms[place]?.scores.prefix(schedule.swapSeeds.count).compactMap { $0 } ?? []
    return LeaderboardRow(
      rank: 0, choice: place.choice, hyperparameters: tuning[place]?.best,
      isRateAtEdge: tuning[place]?.isRateAtEdge ?? false, seeds: scores.count, score: Statistics.interval(scores),
      seedsRun: there.map { plan.finalSeeds[$0] },
      scores: there.map { arm?.diverged[$0] ?? true ? nil : arm?.scores[$0] },
      testLoss: losses.isEmpty ? nil : Statistics.mean(losses), verdict: verdict,
      judgement: place.choice == plan.baseline ? nil : judged?.judgement, decidedAtSeeds: judged?.decidedAtSeeds,
      groups: "",
      probabilityOfImprovement: place.choice == plan.baseline || scores.isEmpty || against.isEmpty
        ? nil : Improvement.probability(scores, against),
      divergedTrials: own?.diverged ?? 0, trials: own?.count ?? 0, millisecondsPerEpoch: time,
      millisecondsPerStep: time.map { $0 / Double(steps) }, keptBytes: kept, isOnParetoFront: false,
      scoreAtEqualTime: nil,
      goodRates: tuning[place].flatMap { Trade.goodRates($0, tolerance: 2 * margin) },
      swapScore: plan.hasSwapOnly ? Statistics.interval(swap) : nil, swapRank: nil, tried: tuning[place]?.tried ?? [],
      curve: contents.curves[place] ?? [], layers: contents.layers[place] ?? [])
  }

  private func trainCount(_ setting: Setting, _ summary: DataSummary) -> Int {
    min(setting.trainSize ?? summary.trainCount, summary.trainCount)
  }

  private func rankSwapped(_ rows: inout [LeaderboardRow]) {
    let order = rows.indices.filter { rows[$0].swapScore != nil }.sorted {
      (rows[$0].swapScore?.value ?? 0, $1) > (rows[$1].swapScore?.value ?? 0, $0)
    }
    for (rank, i) in order.enumerated() { rows[i].swapRank = rank + 1 }
  }

  /// Letters for runs of activations that no paired test with Holm's correction over all pairs tells apart.
  private func group(_ rows: inout [LeaderboardRow], _ identifier: String) {
    let ranked = rows.indices.filter { rows[$0].verdict != .diverged && rows[$0].seeds > 1 }
    guard ranked.count > 1 else { return }
    let scores = ranked.map { comparisons.arms[Place(setting: identifier, choice: rows[$0].choice)]?.scores ?? [] }
    var pairs: [(Int, Int)] = []
    var values: [Double] = []
    let looks = schedule.looks
    for i in ranked.indices {
      for j in ranked.indices.dropFirst(i + 1) {
        let seeds = min(rows[ranked[i]].seeds, rows[ranked[j]].seeds)
        let differences = zip(scores[i].prefix(seeds), scores[j].prefix(seeds)).compactMap { a, b in
          a.flatMap { a in b.map { a - $0 } }
        }
        pairs.append((i, j))
        // A race has looked at them k times, and spent its error on all the looks.
        let look = plan.budget == nil ? 0 : Double((looks.lastIndex { $0 <= seeds } ?? 0) + 1)
        values.append(min(1, (Statistics.pairedP(differences) ?? 1) * max(1, look * (look + 1))))
      }
    }
    var differing: Set<[Int]> = []
    for (pair, p) in zip(pairs, Statistics.holm(values)) {
      // What is better or worse than the baseline is told apart from it, whatever the larger family says.
      let verdicts = [rows[ranked[pair.0]].verdict, rows[ranked[pair.1]].verdict]
      let isDecided = verdicts.contains(.baseline) && (verdicts.contains(.better) || verdicts.contains(.worse))
      if p < schedule.rule.alpha || isDecided { differing.insert([pair.0, pair.1]) }
    }
    let letters = Groups.letters(ranked.count) { differing.contains([min($0, $1), max($0, $1)]) }
    for (i, letter) in zip(ranked, letters) { rows[i].groups = letter }
  }
}

/// Trials counted once for all rows.
private struct TrialsBySetting {
  struct Count {
    var count = 0
    var diverged = 0
    var millisecondsPerEpoch = 0.0
  }

  private(set) var counts: [Place: Count] = [:]
  private(set) var failures: [String: [TrialFailure]] = [:]

  init(_ table: TrialTable, _ plan: StudyPlan) {
    let own = Set(plan.settings.map(\.identifier))
    let choices = Set(plan.activations)
    var times: [Place: [Double]] = [:]
    for (key, outcome) in table where own.contains(key.setting) && choices.contains(key.choice) {
      let place = Place(setting: key.setting, choice: key.choice)
      counts[place, default: Count()].count += 1
      if outcome.millisecondsPerEpoch > 0 { times[place, default: []].append(outcome.millisecondsPerEpoch) }
      if outcome.divergedInEpoch != nil {
        counts[place, default: Count()].diverged += 1
        failures[key.setting, default: []].append(TrialFailure(key: key, reason: outcome.reason ?? ""))
      }
    }
    for (place, values) in times { counts[place]?.millisecondsPerEpoch = values.sorted()[values.count / 2] }
  }
}
