internal import Foundation
internal import Statistics
internal import Synchronization

/// How long networks are trained where nobody says it: one rule, for a study and for the file that `study init` writes.
///
/// Some 3,000 steps, within 8 to 100 epochs. Then a pilot: every activation (nine at most) is trained for so long at three
/// of the rates, on the first inner split; as long as the validation loss of more than half of them, each at its better
/// rate, still falls by a fiftieth of its whole fall in the last quarter, the length is doubled, three times at most. All
/// activations are then trained equally long. Where eight epochs are more than 3,000 steps there is no pilot.
public enum TrainingLength {
  public static let fewest = 8
  static let most = 100
  static let steps = 3_000
  static let doublings = 3
  static let compared = 9

  /// By the number of steps alone.
  public static func epochs(trainCount: Int, batch: Int) -> Int {
    let perEpoch = max(1, trainCount / max(1, min(batch, trainCount)))
    return min(most, max(fewest, (steps + perEpoch - 1) / perEpoch))
  }

  /// With the pilot. The same plan, data and instruction set give the same length.
  /// - Throws: `StudyError`; `.interrupted` if it was cancelled.
  public static func settle(
    _ plan: StudyPlan, _ data: SettingData, jobs: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: (_ epochs: Int) -> Void = { _ in }
  ) throws(StudyError) -> Int {
    let settings = plan.settings
    var epochs = 0
    for setting in settings {
      guard let summary = plan.data(of: setting)?.summary else { continue }
      let count = min(setting.trainSize ?? summary.trainCount, summary.trainCount)
      epochs = max(epochs, Self.epochs(trainCount: count, batch: setting.batch))
    }
    guard epochs > fewest else { return fewest }
    for _ in 0..<doublings {
      progress(epochs)
      guard try isStillImproving(plan, data, epochs: epochs, jobs: jobs, isCancelled) else { break }
      epochs *= 2
    }
    return epochs
  }

  private static func isStillImproving(
    _ plan: StudyPlan, _ data: SettingData, epochs: Int, jobs: Int, _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(StudyError) -> Bool {
    var pilot = plan
    pilot.epochs = epochs
    let schedule = StudySchedule(pilot)
    guard let (identifier, setting) = schedule.settings.last, let seed = pilot.tuningSeeds(0).first else {
      return false
    }
    let rates = middle(pilot.tuning.rates(for: setting.optimizer))
    let choices = sample(schedule.contenders)
    let keys = choices.flatMap { choice in
      rates.map {
        TrialKey(
          phase: .tuning, setting: identifier, choice: choice,
          hyperparameters: Hyperparameters(
            learningRate: $0, weightDecay: pilot.tuning.weightDecays.min() ?? 0,
            dropout: pilot.tuning.dropouts.min() ?? 0),
          replicate: schedule.replicates(identifier).tuned(seeds: 1)[0], seed: seed)
      }
    }
    let trial = TrainedTrial(plan: pilot, data: data)
    let found = Mutex<[ActivationChoice: [TrialRecord]]>([:])
    let pool = TrialPool(
      keys: keys, body: { (key, stop) throws(StudyError) in try trial.run(key, isCancelled: stop) },
      add: { record throws(StudyError) in
        found.withLock { $0[record.key.choice, default: []].append(record) }
      }, isCancelled: isCancelled, isOver: { false })
    let (finished, error) = pool.run(threads: max(1, min(jobs, keys.count)), finished: { _ in })
    if let error { throw error }
    if isCancelled() { throw .interrupted(done: finished.count, total: keys.count) }
    let records = found.withLock { $0 }
    let improving = choices.count { choice in
      // The better rate: the one that ends with the lower loss.
      let ended = (records[choice] ?? []).filter { $0.outcome.divergedInEpoch == nil }
      let best = ended.min {
        ($0.outcome.validationLoss ?? .infinity, $0.key.hyperparameters.learningRate)
          < ($1.outcome.validationLoss ?? .infinity, $1.key.hyperparameters.learningRate)
      }
      return best.map { isImproving($0.epochs.map { ($0.epoch, $0.validationLoss) }) } ?? false
    }
    return 2 * improving > choices.count
  }

  /// Whether the last quarter brought a fiftieth of the whole fall of the validation loss.
  static func isImproving(_ losses: [(epoch: Int, loss: Double)]) -> Bool {
    guard let first = losses.first, let last = losses.last, last.epoch >= 4 else { return false }
    let early = losses.filter { 4 * $0.epoch <= 3 * last.epoch }.map(\.loss).filter(\.isFinite)
    let late = losses.filter { 4 * $0.epoch > 3 * last.epoch }.map(\.loss).filter(\.isFinite)
    guard let before = early.min(), let after = late.min(), first.loss > after else { return false }
    return before - after > 0.02 * (first.loss - after)
  }

  /// Three of the rates: neither the smallest nor the largest where there are more.
  private static func middle(_ rates: [Double]) -> [Double] {
    guard rates.count > 3 else { return rates }
    let start = (rates.count - 3 + 1) / 2
    return Array(rates[start..<start + 3])
  }

  private static func sample(_ choices: [ActivationChoice]) -> [ActivationChoice] {
    guard choices.count > compared else { return choices }
    return (0..<compared).map { choices[$0 * (choices.count - 1) / (compared - 1)] }
  }
}

/// The most seeds of a race, fixed before its first look: what is spent at each look follows from it.
public enum RaceLength {
  public static let most = 200

  /// - Parameters:
  ///   - trials: what the budget allows in all.
  public static func seeds(_ plan: StudyPlan, trials: Int) -> Int {
    var plan = plan
    plan.seeds = Replicates.fewest
    let schedule = StudySchedule(plan)
    let first = schedule.settings.reduce(0) { $0 + schedule.expectedCount(in: $1.setting, $1.identifier) }
    let perSeed = max(1, schedule.settings.count * (schedule.contenders.count + plan.baselineRuns - 1))
    // Tables are tuned anew in up to ten splits.
    let tuning = schedule.settings.reduce(0) { sum, one in
      let further = schedule.replicates(one.identifier).tuned(seeds: Replicates.mostSplits).count - Replicates.fewest
      return sum + max(0, further) * schedule.contenders.count * plan.tuning.trialCount(for: one.setting.optimizer)
    }
    // Some comparisons leave early: half as many again can be planned for.
    let left = 1.5 * Double(trials - first - tuning)
    return max(Replicates.fewest, min(most, Replicates.fewest + Int(max(0, left) / Double(perSeed))))
  }
}
