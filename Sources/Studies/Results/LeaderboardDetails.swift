internal import Statistics

/// What stands beside a leaderboard's verdicts.
extension Leaderboard {
  /// The combination in the middle, by rate.
  static func typical(_ all: [Hyperparameters]) -> Hyperparameters? {
    let sorted = all.sorted {
      ($0.learningRate, $0.weightDecay, $0.dropout) < ($1.learningRate, $1.weightDecay, $1.dropout)
    }
    return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
  }

  /// Combinations tried in several splits, with the mean of their scores.
  static func merged(_ tunings: [TuningResult], _ metric: Metric) -> [TuningResult.Tried] {
    var all: [Hyperparameters: [TuningResult.Tried]] = [:]
    for one in tunings.flatMap(\.tried) { all[one.hyperparameters, default: []].append(one) }
    return all.map { hyperparameters, tried in
      let scores = tried.compactMap(\.score)
      return TuningResult.Tried(
        hyperparameters: hyperparameters, score: scores.isEmpty ? nil : Sample.mean(scores),
        runs: tried.reduce(0) { $0 + $1.runs }, divergedTrials: tried.reduce(0) { $0 + $1.divergedTrials })
    }.sorted {
      let (a, b) = ($0.hyperparameters, $1.hyperparameters)
      return (a.weightDecay, a.dropout, a.learningRate) < (b.weightDecay, b.dropout, b.learningRate)
    }
  }

  /// All metrics, from what the final runs predicted.
  func fill(_ row: inout LeaderboardRow, _ place: Place, _ seeds: Int, _ data: DataSummary) {
    let runs = comparisons.arms[place]?.first(seeds) ?? []
    let losses = runs.compactMap { contents.table[$0.key]?.testLoss }
    row.testLoss = losses.isEmpty ? nil : Sample.mean(losses)
    for metric in Metric.allCases where metric.isForClasses == data.isClassification {
      let values = runs.compactMap { run -> Double? in
        guard let part = part(of: run.key), let predictions = contents.table[run.key]?.predictions else { return nil }
        return predictions.score(metric, part, classCount: data.classNames.count)?.value
      }
      if !values.isEmpty { row.metrics[metric.rawValue] = Sample.mean(values) }
    }
  }

  private func part(of key: TrialKey) -> TestPart? {
    contents.table[TestPart.Key(setting: key.setting, replicate: key.replicate)]
  }

  /// Classes by what they were taken for, over all final runs.
  func confusion(_ place: Place, _ classes: Int) -> [[Int]] {
    guard classes > 1, classes <= 100 else { return [] }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    var isKnown = false
    for run in comparisons.arms[place]?.first(plan.seeds) ?? [] {
      guard let part = part(of: run.key), let found = contents.table[run.key]?.predictions?.classes,
        found.count == part.labels.count
      else { continue }
      isKnown = true
      for (label, predicted) in zip(part.labels, found) where Int(predicted) < classes {
        counts[Int(label)][Int(predicted)] += 1
      }
    }
    return isKnown ? counts : []
  }

  /// The linear model and the constant guess, unit by unit, against what is recommended. Whichever of the activations that
  /// is: the intervals are corrected for their number.
  func references(_ identifier: String, _ result: SettingResult) -> References? {
    let metric = result.metric
    let keys = schedule.linearKeys(identifier, schedule.looks[0], contents.table)
    guard keys.count == schedule.replicates(identifier).units(seeds: schedule.looks[0]) else { return nil }
    var runs: [Comparisons.Run] = []
    var constant: [Double] = []
    for key in keys {
      guard let outcome = contents.table[key] else { return nil }
      runs.append(Comparisons.run(key, outcome, metric, result.data))
      constant.append(metric.orient(outcome.constantScore ?? metric.diverged(result.data)))
    }
    guard let recommended = result.recommended else { return nil }
    let place = Place(setting: identifier, choice: recommended.choice)
    guard let (alone, below) = comparisons.linear(runs, under: place, seeds: schedule.looks[0]),
      var above = comparisons.comparison(place, with: nil, seeds: schedule.looks[0]),
      above.differences.count == constant.count
    else { return nil }
    above.differences = zip(above.differences, constant).map { $0 - $1 }
    let guess = Sample.mean(constant)
    if metric.isShare, result.testCount > 0 {
      // The guess is right on other examples in another sample, too.
      above.floor += guess * (1 - guess) / Double(result.testCount)
    }
    let confidence = 1 - 0.05 / Double(max(1, schedule.contenders.count))
    let (overLinear, overConstant) = (
      below.interval(confidence: confidence), above.interval(confidence: confidence)
    )
    return References(
      constant: metric.orient(guess), linear: alone.interval()?.natural(metric),
      linearRate: Self.typical(runs.map(\.key.hyperparameters))?.learningRate,
      overLinear: overLinear?.natural(metric), overConstant: overConstant?.natural(metric),
      hiddenLayers: Self.worth(overLinear, result.equivalenceMargin),
      network: Self.worth(overConstant, result.equivalenceMargin))
  }

  private static func worth(_ difference: Estimate?, _ margin: Double) -> References.Worth {
    guard let difference, difference.low.isFinite else { return .notShown }
    return difference.low > 0 ? .helps : difference.high < margin ? .doesNotHelp : .notShown
  }
}

/// Trials counted once for all rows.
struct TrialsBySetting {
  struct Count {
    var count = 0
    var diverged = 0
    var millisecondsPerEpoch = 0.0
  }

  private(set) var counts: [Place: Count] = [:]
  private(set) var failures: [String: [TrialFailure]] = [:]

  init(_ table: TrialTable, _ schedule: StudySchedule) {
    let own = Set(schedule.settings.map(\.identifier))
    let choices = Set(schedule.contenders)
    var times: [Place: [Double]] = [:]
    for (key, outcome) in table.outcomes where own.contains(key.setting) && choices.contains(key.choice) {
      let place = Place(setting: key.setting, choice: key.choice)
      if outcome.divergedInEpoch != nil {
        failures[key.setting, default: []].append(TrialFailure(key: key, reason: outcome.reason ?? ""))
      }
      guard !key.phase.isLinear else { continue }
      counts[place, default: Count()].count += 1
      if outcome.millisecondsPerEpoch > 0 { times[place, default: []].append(outcome.millisecondsPerEpoch) }
      if outcome.divergedInEpoch != nil { counts[place, default: Count()].diverged += 1 }
    }
    for (place, values) in times { counts[place]?.millisecondsPerEpoch = values.sorted()[values.count / 2] }
  }
}
