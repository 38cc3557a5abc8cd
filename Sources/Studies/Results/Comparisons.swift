internal import Datasets
internal import Statistics

/// The runs of a study's final trials, and how they compare with the baseline's: unit by unit (a split, a draw, a seed),
/// the runs of one unit averaged first.
struct Comparisons {
  /// One run; a diverged one counts as its metric says: leaving it out would favor the activation that diverges.
  struct Run {
    var key: TrialKey
    /// Oriented: more is better.
    var score: Double
    var isDiverged: Bool
  }

  /// One activation in one setting.
  struct Arm {
    /// By final seed; nil where not all of its runs are there yet, empty where every rate diverged.
    var runs: [[Run]?]

    func first(_ seeds: Int) -> [Run] { runs.prefix(seeds).flatMap { $0 ?? [] } }

    func divergedCount(upTo seeds: Int) -> Int { first(seeds).count(where: \.isDiverged) }

    /// Diverged with half of its runs or more: no score is worth comparing.
    func isUnreliable(upTo seeds: Int) -> Bool {
      let all = first(seeds)
      return !all.isEmpty && 2 * all.count(where: \.isDiverged) >= all.count
        || runs.prefix(seeds).contains { $0?.isEmpty ?? false }
    }

    /// How many seeds, from the first on, are there.
    var completeSeeds: Int { runs.firstIndex { $0 == nil } ?? runs.count }
  }

  let schedule: StudySchedule
  private(set) var arms: [Place: Arm] = [:]
  /// The comparisons, setting by setting, in the plan's order.
  private(set) var families: [[Place]] = []
  private let sampling: TestSampling
  private var margins: [String: Double] = [:]

  init(schedule: StudySchedule, tuned: Tuned, table: TrialTable, phase: Phase = .final) {
    self.schedule = schedule
    sampling = TestSampling(schedule: schedule, table: table)
    let plan = schedule.plan
    for (identifier, setting) in schedule.settings {
      let summary = plan.summary(of: setting)
      margins[identifier] = plan.margin(for: summary)
      var family: [Place] = []
      for choice in schedule.contenders {
        let place = Place(setting: identifier, choice: choice)
        let isSwapped = phase == .swap && choice != plan.baseline
        // What no tuning trial ended with has no runs; what is not tuned yet is not there.
        let runs = (0..<plan.seeds).map { seed -> [Run]? in
          let keys =
            isSwapped
            ? schedule.swapKey(place, seed: seed, tuned).map { [$0] } ?? []
            : schedule.keys(place, seed: seed, tuned)
          if keys.isEmpty {
            let own = Tuned.Key(
              setting: identifier, choice: isSwapped ? plan.baseline : choice,
              replicate: schedule.replicates(identifier).tuning(seed))
            return tuned.results[own] == nil ? nil : []
          }
          let outcomes = keys.compactMap { key in table[key].map { (key, $0) } }
          guard outcomes.count == keys.count else { return nil }
          return outcomes.map { Self.run($0, $1, plan.metric(for: summary), summary) }
        }
        arms[place] = Arm(runs: runs)
        if choice != plan.baseline { family.append(place) }
      }
      families.append(family)
    }
  }

  static func run(_ key: TrialKey, _ outcome: TrialOutcome, _ metric: Metric, _ data: DataSummary) -> Run {
    let natural = outcome.testScore.map { metric.limited($0, data) } ?? metric.diverged(data)
    return Run(key: key, score: metric.orient(natural), isDiverged: outcome.testScore == nil)
  }

  func baseline(of place: Place) -> Place { Place(setting: place.setting, choice: schedule.plan.baseline) }

  // MARK: - Comparing

  /// The runs of the first so many seeds by unit, none where there is no run.
  private func units(_ place: Place, seeds: Int, without isLeftOut: (Run) -> Bool = { _ in false }) -> [[Run]] {
    let replicates = schedule.replicates(place.setting)
    var units = [[Run]](repeating: [], count: replicates.units(seeds: seeds))
    for (seed, runs) in (arms[place]?.runs ?? []).prefix(seeds).enumerated() {
      units[replicates.unit(seed)] += (runs ?? []).filter { !isLeftOut($0) }
    }
    return units
  }

  /// Against another activation, or with nothing: then the score itself is what is estimated. Nil where not all runs are
  /// there, or where there is nothing to compare.
  func comparison(
    _ place: Place, with other: Place?, seeds: Int, withoutDiverged: Bool = false
  ) -> Comparison? {
    let leaveOut: (Run) -> Bool = withoutDiverged ? { $0.isDiverged } : { _ in false }
    let own = units(place, seeds: seeds, without: leaveOut)
    let others = other.map { units($0, seeds: seeds, without: leaveOut) }
    var differences: [Double] = []
    var pairs: [(own: [Run], other: [Run])] = []
    for (u, runs) in own.enumerated() {
      let against = others?[u] ?? []
      guard !runs.isEmpty, others == nil || !against.isEmpty else { continue }
      differences.append(
        Sample.mean(runs.map(\.score)) - (others == nil ? 0 : Sample.mean(against.map(\.score))))
      pairs.append((runs, against))
    }
    return comparison(differences, pairs, setting: place.setting)
  }

  private func comparison(
    _ differences: [Double], _ pairs: [(own: [Run], other: [Run])], setting: String
  ) -> Comparison? {
    guard !differences.isEmpty else { return nil }
    let found = sampling.variance(pairs, setting: setting)
    let isFixed = schedule.replicates(setting).replication == .fixedTest
    return Comparison(
      differences: differences, overlap: found.overlap, floor: found.variance, shared: isFixed ? found.shared : 0,
      sharedFreedom: Double(max(1, found.count - 1)), margin: margins[setting] ?? 0.005)
  }

  /// The linear model's runs, one for each unit, alone and under an activation's. Nil where some are not there yet.
  func linear(
    _ runs: [Run], under place: Place, seeds: Int
  ) -> (alone: Comparison, below: Comparison)? {
    let own = units(place, seeds: seeds)
    guard own.count == runs.count, own.allSatisfy({ !$0.isEmpty }),
      let alone = comparison(runs.map(\.score), runs.map { ([$0], []) }, setting: place.setting),
      let below = comparison(
        zip(own, runs).map { Sample.mean($0.map(\.score)) - $1.score }, zip(own, runs).map { ($0, [$1]) },
        setting: place.setting)
    else { return nil }
    return (alone, below)
  }

  /// Complete up to so many seeds.
  private func isComplete(_ place: Place, seeds: Int) -> Bool {
    (arms[place]?.completeSeeds ?? 0) >= seeds && (arms[baseline(of: place)]?.completeSeeds ?? 0) >= seeds
  }

  /// The numbers of complete looks: in a race those that its decisions so far rest on.
  var completeLooks: Int {
    let all = Set(families.flatMap { $0 } + families.flatMap { $0.prefix(1).map(baseline) })
    guard let first = schedule.looks.first, all.allSatisfy({ isComplete($0, seeds: first) }) else { return 0 }
    guard schedule.plan.budget != nil else { return 1 }
    var complete = 1
    while complete < schedule.looks.count {
      let open = open(afterLook: complete - 1)
      let seeds = schedule.looks[complete]
      if open.isEmpty || !open.allSatisfy({ isComplete($0, seeds: seeds) }) { break }
      complete += 1
    }
    return complete
  }

  /// Those whose verdict is open after a look (from 0), each with its baseline, without which nothing is decided.
  func open(afterLook look: Int) -> Set<Place> {
    let seeds = schedule.looks[look]
    let judged = judgements(looks: look + 1)
    let open = families.flatMap { $0 }.filter { place in
      // Against a baseline that diverged nothing is ever decided.
      judged[place]?.decidedAtLook == nil && !(arms[place]?.isUnreliable(upTo: seeds) ?? true)
        && !(arms[baseline(of: place)]?.isUnreliable(upTo: seeds) ?? true)
    }
    return Set(open + open.map(baseline))
  }

  /// The comparisons after so many looks: in a race, replayed look by look.
  func judgements(looks: Int) -> [Place: RaceJudgement] {
    let judged: [[RaceJudgement]]
    if schedule.plan.budget == nil {
      let seeds = schedule.looks[0]
      judged = Simultaneous.judge(
        families.map { $0.map { comparison($0, with: baseline(of: $0), seeds: seeds) ?? .none } }
      ).map { $0.map { RaceJudgement(judgement: $0, decidedAtLook: nil) } }
    } else {
      let looked = schedule.looks.prefix(looks)
      judged = RaceMemory.judge(
        rule,
        families.map { family in
          family.map { place in
            looked.map { isComplete(place, seeds: $0) ? comparison(place, with: baseline(of: place), seeds: $0) : nil }
          }
        }, upTo: looks)
    }
    var result: [Place: RaceJudgement] = [:]
    for (family, found) in zip(families, judged) {
      for (place, judgement) in zip(family, found) { result[place] = judgement }
    }
    return result
  }

  /// The level at which a race would decide in the end; nil for the judgement's own.
  var planningLevel: Double? {
    guard schedule.plan.budget != nil else { return nil }
    let rule = rule
    return rule.leastLevel(look: rule.looks.count - 1, comparisons: families.reduce(0) { $0 + $1.count })
  }

  /// The stopping rule of a race: its maximum is the plan's, fixed before the first look.
  private var rule: RaceRule {
    let most = schedule.plan.seeds
    let replicates = schedule.settings.map { schedule.replicates($0.identifier) }
    return RaceRule(
      most: most, hasIndependentIncrements: replicates.allSatisfy { $0.tunings == nil && $0.replication == .draws },
      information: { seeds in replicates.map { $0.information(seeds: seeds, of: most) }.min() ?? 1 })
  }

  /// Whether a difference goes away without the runs that diverged.
  func restsOnDivergence(_ place: Place, _ judgement: Judgement, seeds: Int) -> Bool {
    guard let difference = judgement.difference, let error = judgement.standardError, error > 0,
      (arms[place]?.divergedCount(upTo: seeds) ?? 0) + (arms[baseline(of: place)]?.divergedCount(upTo: seeds) ?? 0) > 0
    else { return false }
    guard
      let without = comparison(place, with: baseline(of: place), seeds: seeds, withoutDiverged: true),
      without.differences.count >= min(Replicates.fewest, judgement.replicates)
    else { return true }
    // At the same level as the verdict.
    let half = (difference.high - difference.low) / 2 / error * without.variance.squareRoot()
    return difference.value > 0 ? without.mean - half <= 0 : without.mean + half >= 0
  }

  /// The distinct test examples, or groups of them, and the splits or draws that a row's figures rest on.
  func basis(_ place: Place, seeds: Int) -> (examples: Int, units: Int, runs: Int) {
    let units = units(place, seeds: seeds)
    return (
      sampling.variance(units.filter { !$0.isEmpty }.map { ($0, []) }, setting: place.setting).count,
      units.count { !$0.isEmpty }, units.reduce(0) { $0 + $1.count }
    )
  }
}

extension Comparison {
  /// Nothing to compare.
  fileprivate static let none = Comparison(differences: [], margin: 0)

  /// The mean with its own interval, of nothing else.
  func interval(confidence: Double = 0.95) -> Estimate? {
    guard !differences.isEmpty else { return nil }
    guard differences.count > 1 else { return Estimate(value: mean, low: .nan, high: .nan) }
    let half = StudentT.upperQuantile((1 - confidence) / 2, freedom: freedom) * variance.squareRoot()
    return Estimate(value: mean, low: mean - half, high: mean + half)
  }
}

extension DataSummary {
  static func unknown(_ setting: Setting) -> DataSummary {
    DataSummary(
      name: setting.data, description: setting.data, trainCount: 0, validationCount: 0, testCount: 0, inputShape: [],
      classNames: [], isClassification: true, outputCount: 0, fingerprint: setting.fingerprint)
  }
}
