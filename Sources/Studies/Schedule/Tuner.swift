internal import Datasets
internal import Statistics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What tuning came to for one activation in one setting and replicate.
public struct TuningResult: Codable, Hashable, Sendable {
  /// A combination that was tried and what it reached.
  public struct Tried: Codable, Hashable, Sendable {
    public var hyperparameters: Hyperparameters
    /// The mean validation score over the runs that did not diverge; nil if all did.
    public var score: Double?
    public var runs: Int
    public var divergedTrials: Int

    public init(hyperparameters: Hyperparameters, score: Double?, runs: Int, divergedTrials: Int) {
      self.hyperparameters = hyperparameters
      self.score = score
      self.runs = runs
      self.divergedTrials = divergedTrials
    }
  }

  /// The best combination; nil if everything diverged.
  public var best: Hyperparameters?
  /// Whether the best rate is the smallest or largest that was tried, so that a better one may lie outside.
  public var isRateAtEdge: Bool
  /// By weight decay, dropout and learning rate.
  public var tried: [Tried]
}

/// Chooses hyperparameters from coarse to fine: a pure function of the finished trials.
struct Tuner {
  /// Rates outside the list lie at most so many steps beyond it, on each side.
  static let mostSteps = 2

  let plan: StudyPlan
  let tuning: Tuning
  let metric: Metric
  let phase: Phase
  let rates: [Double]
  let identifier: String
  let replicate: Int
  let choice: ActivationChoice
  private let seeds: [UInt64]
  /// What a diverged run counts as.
  private let lowest: Double
  /// Validation examples of an inner split.
  private let validationCount: Int

  init(
    plan: StudyPlan, setting: Setting, identifier: String, choice: ActivationChoice, replicate: Int,
    phase: Phase = .tuning
  ) {
    self.plan = plan
    self.identifier = identifier
    self.choice = choice
    self.replicate = replicate
    self.phase = phase
    seeds = plan.tuningSeeds(replicate)
    tuning = phase.isLinear ? .ofLinearModel(plan.tuning.seeds) : plan.tuning
    rates = phase.isLinear ? tuning.rates ?? [] : tuning.rates(for: setting.optimizer)
    let summary = plan.summary(of: setting)
    metric = plan.metric(for: summary)
    lowest = metric.diverged(summary)
    validationCount =
      switch summary.replication {
      case .draws: summary.validationCount
      // A quarter of the development part.
      case .splits, .windows, .folds, .fixedTest: (summary.trainCount + summary.validationCount) / 4
      }
  }

  enum State {
    /// These trials of a round (0: the coarse grid on the first inner split) are not there yet.
    case missing([TrialKey], round: Int)
    case done(TuningResult)
  }

  func state(_ table: TrialTable) -> State {
    let first = coarse
    guard first.count > 1, let one = seeds.first else {
      return .done(TuningResult(best: first.first, isRateAtEdge: false, tried: []))
    }
    func missing(_ combinations: [Hyperparameters], _ seeds: [UInt64]) -> [TrialKey] {
      keys(combinations, seeds).filter { table[$0] == nil }
    }
    let begun = missing(first, [one])
    if !begun.isEmpty { return .missing(begun, round: 0) }
    // Half of them stop after the first inner split, whatever the activation.
    var combinations = Array(ranked(first, [one], table).prefix(Tuning.kept(first.count)))
    let further = missing(combinations, seeds)
    if !further.isEmpty { return .missing(further, round: 1) }
    for round in 0..<max(0, rates.count > 1 ? tuning.refinements : 0) {
      combinations += refined(combinations, first, table)
      let finer = missing(combinations, seeds)
      if !finer.isEmpty { return .missing(finer, round: 2 + round) }
    }
    return .done(result(combinations, first, table))
  }

  private var coarse: [Hyperparameters] {
    tuning.weightDecays.sorted().flatMap { decay in
      tuning.dropouts.sorted().flatMap { dropout in
        rates.map { Hyperparameters(learningRate: $0, weightDecay: decay, dropout: dropout) }
      }
    }
  }

  private func keys(_ combinations: [Hyperparameters], _ seeds: [UInt64]) -> [TrialKey] {
    combinations.flatMap { combination in
      seeds.map {
        TrialKey(
          phase: phase, setting: identifier, choice: choice, hyperparameters: combination, replicate: replicate,
          seed: $0)
      }
    }
  }

  /// Two more rates: halfway to the neighbors of the best one among all that were tried, one and two steps beyond the list
  /// where it stands at its end, and two smaller ones where everything diverged.
  private func refined(
    _ combinations: [Hyperparameters], _ first: [Hyperparameters], _ table: TrialTable
  ) -> [Hyperparameters] {
    let smallest = combinations.min { $0.learningRate < $1.learningRate }
    guard let centre = best(of: combinations, table) else {
      let start = smallest ?? Hyperparameters(learningRate: rates[0])
      return [3, 10].map { divisor in
        var own = start
        own.learningRate = Self.rounded(start.learningRate / divisor)
        return own
      }
    }
    let tried = Set((combinations + first).map(\.learningRate)).sorted()
    let (below, above) = (tried.last { $0 < centre.learningRate }, tried.first { $0 > centre.learningRate })
    func between(_ a: Double, _ b: Double, _ share: Double) -> Double { a * pow(b / a, share) }
    let rate = centre.learningRate
    let candidates: [Double] =
      switch (below, above) {
      case (let below?, let above?): [between(below, rate, 0.5), between(rate, above, 0.5)]
      case (nil, let above?):
        tried.count { $0 < rates[0] } + 2 <= Self.mostSteps
          ? [rate * rate / above, rate * (rate / above) * (rate / above)]
          : [between(rate, above, 1.0 / 3), between(rate, above, 2.0 / 3)]
      case (let below?, nil):
        tried.count { $0 > rates[rates.count - 1] } + 2 <= Self.mostSteps
          ? [rate * rate / below, rate * (rate / below) * (rate / below)]
          : [between(below, rate, 1.0 / 3), between(below, rate, 2.0 / 3)]
      case (nil, nil): []
      }
    return candidates.map(Self.rounded).filter { $0 > 0 && $0.isFinite }.map {
      Hyperparameters(learningRate: $0, weightDecay: centre.weightDecay, dropout: centre.dropout)
    }.filter { !combinations.contains($0) }
  }

  /// Three significant digits, so that rates can be read and typed.
  static func rounded(_ rate: Double) -> Double {
    let scale = pow(10, 2 - floor(log10(rate)))
    let whole = (rate * scale).rounded()
    // Divided by a power of ten where that is exact, so that 0.017 is 0.017.
    return scale >= 1 ? whole / scale : whole * (1 / scale)
  }

  private struct Standing {
    var diverged = 0
    var runs = 0
    /// Oriented: more is better. The mean over the runs that did not diverge.
    var score = -Double.infinity
  }

  private func standing(_ combination: Hyperparameters, _ seeds: [UInt64], _ table: TrialTable) -> Standing {
    let own = keys([combination], seeds).compactMap { table[$0] }
    let scores = own.compactMap { $0.divergedInEpoch == nil ? $0.validationScore : nil }.filter(\.isFinite)
    var found = Standing(diverged: own.count - scores.count, runs: own.count)
    if !scores.isEmpty { found.score = Sample.mean(scores.map { metric.orient($0) }) }
    return found
  }

  /// The best first: what never diverged before what did, then by mean score; ties go to the smaller rate.
  private func ranked(
    _ combinations: [Hyperparameters], _ seeds: [UInt64], _ table: TrialTable
  ) -> [Hyperparameters] {
    let ordered = combinations.sorted {
      ($0.learningRate, $0.weightDecay, $0.dropout) < ($1.learningRate, $1.weightDecay, $1.dropout)
    }
    let standings = ordered.map { standing($0, seeds, table) }
    let order = ordered.indices.sorted { a, b in
      let (x, y) = (standings[a], standings[b])
      if x.diverged != y.diverged { return x.diverged < y.diverged }
      return x.score == y.score ? a < b : x.score > y.score
    }
    return order.map { ordered[$0] }
  }

  /// Nil if all diverged.
  private func best(of combinations: [Hyperparameters], _ table: TrialTable) -> Hyperparameters? {
    guard let first = ranked(combinations, seeds, table).first else { return nil }
    let own = standing(first, seeds, table)
    return own.diverged < own.runs ? first : nil
  }

  /// The one that is used. What diverged least often comes first, and of that the best mean score. Combinations that are
  /// behind it by no more than the validation examples' own sampling are level with it, and among those half of the score
  /// is the rate's own and a quarter each that of its neighbors, in which a diverged run counts as its metric says: what
  /// is best by luck has neighbors that are not, and what stands beside a cliff has the cliff. Ties go to the smaller rate.
  private func chosen(
    _ combinations: [Hyperparameters], among all: [Hyperparameters], _ table: TrialTable
  ) -> Hyperparameters? {
    guard let best = best(of: combinations, table) else { return nil }
    let first = standing(best, seeds, table)
    func withDiverged(_ one: Hyperparameters) -> Double {
      let own = standing(one, seeds, table)
      let lost = Double(own.diverged) * metric.orient(lowest)
      return (lost + (own.score.isFinite ? own.score * Double(own.runs - own.diverged) : 0)) / Double(max(1, own.runs))
    }
    let error = samplingError(best, first, table)
    var found: (one: Hyperparameters, score: Double)?
    for one in combinations.sorted(by: { $0.learningRate < $1.learningRate }) {
      let own = standing(one, seeds, table)
      guard own.diverged == first.diverged, own.score >= first.score - error(one) else { continue }
      let alike = all.filter { $0.weightDecay == one.weightDecay && $0.dropout == one.dropout }
      let below = alike.filter { $0.learningRate < one.learningRate }.max { $0.learningRate < $1.learningRate }
      let above = alike.filter { $0.learningRate > one.learningRate }.min { $0.learningRate < $1.learningRate }
      let mean = withDiverged(one)
      let score = 0.5 * mean + 0.25 * (below.map(withDiverged) ?? mean) + 0.25 * (above.map(withDiverged) ?? mean)
      if let found, score <= found.score + 1e-12 { continue }
      found = (one, score)
    }
    return found?.one ?? best
  }

  /// How far a score may lie below the best one by sampling alone. Of shares √(p (1 − p) / n) over the n validation
  /// examples of all inner splits; of other metrics the standard error of the difference over the inner splits.
  private func samplingError(
    _ best: Hyperparameters, _ first: Standing, _ table: TrialTable
  ) -> (Hyperparameters) -> Double {
    if metric.isShare {
      let count = Double(max(1, validationCount * first.runs))
      let share = min(max(metric.orient(first.score), 1 / (count + 2)), (count + 1) / (count + 2))
      let error = (share * (1 - share) / count).squareRoot()
      return { _ in error }
    }
    return { one in
      let differences = zip(keys([best], seeds), keys([one], seeds)).compactMap { a, b -> Double? in
        guard let x = table[a]?.validationScore, let y = table[b]?.validationScore else { return nil }
        return metric.orient(x) - metric.orient(y)
      }
      return Sample.deviation(differences) / Double(max(1, differences.count)).squareRoot()
    }
  }

  private func result(
    _ combinations: [Hyperparameters], _ first: [Hyperparameters], _ table: TrialTable
  ) -> TuningResult {
    let all = combinations + first.filter { !combinations.contains($0) }
    let best = chosen(combinations, among: all, table)
    let rates = all.map(\.learningRate)
    let tried = all.sorted {
      ($0.weightDecay, $0.dropout, $0.learningRate) < ($1.weightDecay, $1.dropout, $1.learningRate)
    }.map { combination in
      let own = standing(combination, seeds, table)
      return TuningResult.Tried(
        hyperparameters: combination, score: own.score.isFinite ? metric.orient(own.score) : nil, runs: own.runs,
        divergedTrials: own.diverged)
    }
    return TuningResult(
      best: best,
      isRateAtEdge: self.rates.count > 1 && (best?.learningRate == rates.min() || best?.learningRate == rates.max()),
      tried: tried)
  }
}
