internal import Datasets
internal import Statistics

/// How much a mean difference varies because other test examples might have been drawn: from what each distinct example
/// adds to it, over all runs and splits that tested it.
///
/// With ψ the influences of the examples on the metric, less the other activation's, the difference is Σᵤ cᵤ over the
/// distinct examples (or groups) u, cᵤ = Σ ψᵤ / (J n) over the units in which u was tested, each of n examples. Its
/// variance is N/(N − 1) Σ cᵤ²: for one test part, and a mean of examples as the metric, the usual s²/n.
final class TestSampling {
  private let schedule: StudySchedule
  private let table: TrialTable
  private var influences: [TrialKey: [Double]] = [:]
  private var parts: [TestPart.Key: TestPart] { table.testParts }

  init(schedule: StudySchedule, table: TrialTable) {
    self.schedule = schedule
    self.table = table
  }

  struct Found {
    var variance = 0.0
    /// The same without what is the runs' own, which the spread of the units has already: for a test part that all units
    /// share. With A the mean of the units' own variances, B that of their mean, and J units, B − (A − B) / (J − 1).
    var shared = 0.0
    /// Distinct examples, or groups of them.
    var count = 0
    /// n_test / n_train, the mean over the splits; 0 where replicates are independent.
    var overlap = 0.0
  }

  /// - Parameter units: the runs of each unit, and the other activation's; none of the latter for the score itself.
  func variance(_ units: [(own: [Comparisons.Run], other: [Comparisons.Run])], setting: String) -> Found {
    var found = Found()
    let replicates = schedule.replicates(setting)
    if replicates.splits != nil { found.overlap = 0.25 }
    // Draws share no example, whatever their numbers.
    let isShared = replicates.replication != .draws
    let isFixed = replicates.replication == .fixedTest
    var sums: [Int64: Double] = [:]
    var overlaps: [Double] = []
    var own: [Double] = []
    for unit in units {
      var alone: [Int64: Double] = [:]
      // Runs of one unit may have draws of their own.
      for replicate in Set(unit.own.map(\.key.replicate)).sorted() {
        guard let part = parts[TestPart.Key(setting: setting, replicate: replicate)], part.count > 0 else { continue }
        let runs = unit.own.filter { $0.key.replicate == replicate }
        let others = unit.other.filter { $0.key.replicate == replicate }
        let mine = mean(runs, part)
        let other = others.isEmpty ? nil : mean(others, part)
        let share = Double(runs.count) / Double(unit.own.count)
        let scale = share / (Double(units.count) * Double(part.count))
        let names = part.units
        for i in 0..<part.count {
          let id = isShared ? Int64(names[i]) : Int64(replicate) << 32 | Int64(names[i])
          let term = ((mine.map { $0[i] } ?? 0) - (other.map { $0[i] } ?? 0)) * scale
          sums[id, default: 0] += term
          if isFixed { alone[id, default: 0] += term * Double(units.count) }
        }
        overlaps.append(Double(part.count) / Double(max(1, part.trainCount)))
      }
      if isFixed { own.append(Self.variance(alone)) }
    }
    if replicates.splits != nil, !overlaps.isEmpty { found.overlap = Sample.mean(overlaps) }
    found.count = sums.count
    guard sums.count > 1 else { return found }
    let n = Double(sums.count)
    found.variance = Self.variance(sums)
    if own.count > 1 {
      found.shared = max(0, found.variance - (Sample.mean(own) - found.variance) / Double(own.count - 1))
    }
    // Two networks that agree on every example would agree on all: one example more or less has to be reckoned with.
    if let metric = metric(setting), metric.isShare { found.variance = max(found.variance, 1 / ((n + 1) * (n + 1))) }
    return found
  }

  private static func variance(_ sums: [Int64: Double]) -> Double {
    let n = Double(sums.count)
    guard n > 1 else { return 0 }
    // In the order of the examples: sums of a dictionary in another order would have other last bits.
    return sums.sorted { $0.key < $1.key }.reduce(0.0) { $0 + $1.value * $1.value } * n / (n - 1)
  }

  private func summary(_ setting: String) -> DataSummary? {
    schedule.setting(setting).flatMap { schedule.plan.data(of: $0)?.summary }
  }

  private func metric(_ setting: String) -> Metric? {
    guard let summary = summary(setting) else { return nil }
    return schedule.plan.metric(for: summary)
  }

  /// The mean influence over the runs that ended; nil if none did, or if what they predicted was not kept.
  private func mean(_ runs: [Comparisons.Run], _ part: TestPart) -> [Double]? {
    let all = runs.compactMap { influence($0.key, part) }
    guard var sum = all.first else { return nil }
    for one in all.dropFirst() { for i in sum.indices { sum[i] += one[i] } }
    return all.count == 1 ? sum : sum.map { $0 / Double(all.count) }
  }

  private func influence(_ key: TrialKey, _ part: TestPart) -> [Double]? {
    if let known = influences[key] { return known }
    guard let predictions = table[key]?.predictions, let summary = summary(key.setting) else { return nil }
    let metric = schedule.plan.metric(for: summary)
    guard let score = predictions.score(metric, part, classCount: summary.classNames.count),
      score.influence.count == part.count
    else { return nil }
    let oriented = score.influence.map { metric.orient($0) }
    influences[key] = oriented
    return oriented
  }
}
