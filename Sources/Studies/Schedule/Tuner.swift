#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What tuning came to for one activation in one setting.
public struct TuningResult: Codable, Hashable, Sendable {
  /// A combination that was tried and what it reached: the mean validation score over the tuning seeds.
  public struct Tried: Codable, Hashable, Sendable {
    public var hyperparameters: Hyperparameters
    /// Diverged trials count as −1. Nil if all diverged.
    public var score: Double?
    public var divergedTrials: Int
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
  let plan: StudyPlan
  let setting: Setting
  let identifier: String

  enum State {
    /// These trials of a round (0: the coarse grid) are not there yet.
    case missing([TrialKey], round: Int)
    case done(TuningResult)
  }

  func state(_ choice: ActivationChoice, _ table: TrialTable) -> State {
    var combinations = coarse
    for round in 0...max(0, plan.tuning.refinements) {
      if round > 0 { combinations += refined(combinations, choice, table) }
      let missing = keys(combinations, choice).filter { table[$0] == nil }
      if !missing.isEmpty { return .missing(missing, round: round) }
    }
    return .done(result(combinations, choice, table))
  }

  private var rates: [Double] { plan.tuning.rates(for: setting.optimizer) }

  private var coarse: [Hyperparameters] {
    plan.tuning.weightDecays.sorted().flatMap { decay in
      plan.tuning.dropouts.sorted().flatMap { dropout in
        rates.map { Hyperparameters(learningRate: $0, weightDecay: decay, dropout: dropout) }
      }
    }
  }

  private func keys(_ combinations: [Hyperparameters], _ choice: ActivationChoice) -> [TrialKey] {
    combinations.flatMap { combination in
      plan.tuningSeeds.map {
        TrialKey(phase: .tuning, setting: identifier, choice: choice, hyperparameters: combination, seed: $0)
      }
    }
  }

  /// Two more rates around the best one; two smaller ones where everything diverged. None where only one rate is tried.
  private func refined(
    _ combinations: [Hyperparameters], _ choice: ActivationChoice, _ table: TrialTable
  ) -> [Hyperparameters] {
    guard rates.count > 1 else { return [] }
    let centre: Hyperparameters
    var candidates: [Double]
    if let best = best(of: combinations, choice, table) {
      centre = best
      let tried = combinations.filter { $0.weightDecay == best.weightDecay && $0.dropout == best.dropout }
        .map(\.learningRate).sorted()
      let below = tried.last { $0 < best.learningRate }
      let above = tried.first { $0 > best.learningRate }
      let step = above.map { $0 / best.learningRate } ?? below.map { best.learningRate / $0 } ?? 3
      let down = below.map { best.learningRate / $0 } ?? step
      candidates = [
        below.map { ($0 * best.learningRate).squareRoot() } ?? best.learningRate / down,
        above.map { ($0 * best.learningRate).squareRoot() } ?? best.learningRate * step,
      ]
    } else {
      let smallest = combinations.min { $0.learningRate < $1.learningRate }
      centre = smallest ?? Hyperparameters(learningRate: rates[0])
      candidates = [centre.learningRate / 3, centre.learningRate / 10]
    }
    candidates = candidates.map(Self.rounded)
    return candidates.filter { $0 > 0 && $0.isFinite }.map {
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

  /// A diverged trial counts as −1, less than any accuracy, so that a combination at which all trials end is preferred; R²
  /// below that counts as −1 too.
  private func score(_ combination: Hyperparameters, _ choice: ActivationChoice, _ table: TrialTable)
    -> (score: Double, loss: Double, diverged: Int)?
  {
    let own = keys([combination], choice).compactMap { table[$0] }
    guard !own.isEmpty else { return nil }
    let diverged = own.count { $0.validationScore == nil }
    return (
      Statistics.mean(own.map { max(-1, $0.validationScore ?? -1) }),
      Statistics.mean(own.map { $0.validationLoss ?? .greatestFiniteMagnitude }), diverged
    )
  }

  /// The best mean score; ties go to the lower validation loss, then to the smaller rate. Nil if all diverged.
  private func best(
    of combinations: [Hyperparameters], _ choice: ActivationChoice, _ table: TrialTable
  ) -> Hyperparameters? {
    var best: (combination: Hyperparameters, score: Double, loss: Double)?
    let ordered = combinations.sorted {
      ($0.learningRate, $0.weightDecay, $0.dropout) < ($1.learningRate, $1.weightDecay, $1.dropout)
    }
    for combination in ordered {
      guard let own = score(combination, choice, table), own.diverged < plan.tuningSeeds.count else { continue }
      if let found = best, (own.score, -own.loss) <= (found.score, -found.loss) { continue }
      best = (combination, own.score, own.loss)
    }
    return best?.combination
  }

  private func result(
    _ combinations: [Hyperparameters], _ choice: ActivationChoice, _ table: TrialTable
  ) -> TuningResult {
    let best = best(of: combinations, choice, table)
    let rates = combinations.map(\.learningRate)
    let tried = combinations.sorted {
      ($0.weightDecay, $0.dropout, $0.learningRate) < ($1.weightDecay, $1.dropout, $1.learningRate)
    }.map { combination in
      let own = score(combination, choice, table)
      let diverged = own?.diverged ?? 0
      return TuningResult.Tried(
        hyperparameters: combination, score: diverged < plan.tuningSeeds.count ? own?.score : nil,
        divergedTrials: diverged)
    }
    return TuningResult(
      best: best,
      isRateAtEdge: rates.count > 1
        && (best?.learningRate == rates.min() || best?.learningRate == rates.max()), tried: tried)
  }
}
