internal import Activations
internal import Foundation

/// How far a study is.
public struct StudyProgress: Sendable {
  public var phase: Phase
  public var done: Int
  public var total: Int
  /// Trials that this session has finished.
  public var finishedHere: Int
  /// Seconds since this session began.
  public var seconds: Double

  /// Trials a second in this session.
  public var rate: Double { seconds > 0 ? Double(finishedHere) / seconds : 0 }

  /// Seconds to go at this rate; nil before the first trial is done.
  public var secondsLeft: Double? { finishedHere > 0 ? Double(total - done) / rate : nil }
}

/// Runs the trials of a plan that its store does not have yet, many at once, one thread each.
///
/// First all tuning trials; then, with each activation's best rate, the final ones. Figures do not depend on the number of
/// threads, nor on the order in which trials end.
public struct StudyRunner: Sendable {
  /// A trial: a pure function of its key. Nil if it was cancelled.
  public typealias Body = @Sendable (_ key: TrialKey, _ isCancelled: () -> Bool) throws(StudyError) -> TrialRecord?

  public let plan: StudyPlan
  public let store: StudyStore
  public let jobs: Int
  private let body: Body

  public init(plan: StudyPlan, store: StudyStore, jobs: Int, body: @escaping Body) {
    self.plan = plan
    self.store = store
    self.jobs = max(1, jobs)
    self.body = body
  }

  /// The trials of the first phase.
  public static func tuningKeys(_ plan: StudyPlan) -> [TrialKey] {
    plan.activations.flatMap { activation in
      plan.learningRates.flatMap { rate in
        plan.tuningSeeds.map { TrialKey(phase: .tuning, activation: activation, learningRate: rate, seed: $0) }
      }
    }
  }

  /// The trials of the second phase. An activation all of whose tuning trials diverged has none.
  public static func finalKeys(_ plan: StudyPlan, _ trials: [TrialRecord]) -> [TrialKey] {
    plan.activations.flatMap { activation -> [TrialKey] in
      guard let rate = Leaderboard.bestRate(for: activation, in: plan, trials) else { return [] }
      return plan.finalSeeds.map { TrialKey(phase: .final, activation: activation, learningRate: rate, seed: $0) }
    }
  }

  /// Runs what is left.
  /// - Parameters:
  ///   - isCancelled: asked often; trials under way are then given up, finished ones are kept.
  ///   - progress: called after every trial, on some thread.
  /// - Throws: `StudyError`; `.interrupted` if it was cancelled.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (StudyProgress) -> Void = { _ in }
  ) throws(StudyError) {
    try plan.validate()
    let clock = ContinuousClock()
    let began = clock.now
    let expected = (plan.learningRates.count * plan.tuningSeeds.count + plan.finalSeeds.count) * plan.activations.count
    var finished = 0
    for phase in [Phase.tuning, .final] {
      let trials = try store.trials()
      let keys = phase == .tuning ? Self.tuningKeys(plan) : Self.finalKeys(plan, trials)
      let have = Set(trials.map(\.key))
      let missing = keys.filter { !have.contains($0) }
      let before = have.count
      let total =
        phase == .tuning
        ? expected : plan.activations.count * plan.learningRates.count * plan.tuningSeeds.count + keys.count
      let pool = TrialPool(keys: missing, store: store, body: body, isCancelled: isCancelled)
      let finishedBefore = finished
      let report = { @Sendable (count: Int) in
        progress(
          StudyProgress(
            phase: phase, done: before + count, total: total, finishedHere: finishedBefore + count,
            seconds: (clock.now - began) / .seconds(1)))
      }
      report(0)
      let (count, error) = pool.run(threads: min(jobs, max(1, missing.count)), finished: report)
      finished += count
      if let error {
        try? store.addSession(seconds: (clock.now - began) / .seconds(1))
        throw error
      }
      if isCancelled() {
        try store.addSession(seconds: (clock.now - began) / .seconds(1))
        throw .interrupted(done: before + count, total: total)
      }
    }
    if finished > 0 { try store.addSession(seconds: (clock.now - began) / .seconds(1)) }
  }

  /// The figures of the finished trials.
  public func result(data: DataSummary, environment: StudyEnvironment) throws(StudyError) -> StudyResult {
    let trials = try store.trials()
    let byKey = Dictionary(trials.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let margin = Leaderboard.equivalenceMargin(isClassification: data.isClassification)
    let tuning = Self.tuningKeys(plan).compactMap { byKey[$0] }
    let final = Self.finalKeys(plan, trials).compactMap { byKey[$0] }
    return StudyResult(
      plan: plan, data: data, environment: environment,
      leaderboard: Leaderboard.rows(plan, tuning + final, margin: margin), equivalenceMargin: margin,
      finalTrials: final,
      tuningTrials: tuning.map { record in
        var short = record
        for i in short.epochs.indices { short.epochs[i].layers = [] }
        return short
      }, seconds: try store.seconds())
  }
}

/// Threads that take keys from one list, and one store that takes their records.
private final class TrialPool: @unchecked Sendable {
  private let keys: [TrialKey]
  private let store: StudyStore
  private let body: StudyRunner.Body
  private let isCancelled: @Sendable () -> Bool
  // Guarded by `lock`.
  private let lock = NSLock()
  private var next = 0
  private var count = 0
  private var error: StudyError?

  init(
    keys: [TrialKey], store: StudyStore, body: @escaping StudyRunner.Body, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.keys = keys
    self.store = store
    self.body = body
    self.isCancelled = isCancelled
  }

  func run(threads: Int, finished: @escaping @Sendable (Int) -> Void) -> (count: Int, error: StudyError?) {
    let done = DispatchGroup()
    // Threads of their own: a trial computes for seconds, which the shared pools are not meant for.
    for _ in 0..<threads {
      done.enter()
      let thread = Thread { [self] in
        work(finished)
        done.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    done.wait()
    return lock.withLock { (count, error) }
  }

  private func work(_ finished: @Sendable (Int) -> Void) {
    while let key = take() {
      do throws(StudyError) {
        guard let record = try body(key, shouldStop) else { return }
        try store.add(record)
        let count = lock.withLock {
          self.count += 1
          return self.count
        }
        finished(count)
      } catch {
        lock.withLock { if self.error == nil { self.error = error } }
        return
      }
    }
  }

  private func take() -> TrialKey? {
    lock.withLock {
      guard error == nil, next < keys.count, !isCancelled() else { return nil }
      defer { next += 1 }
      return keys[next]
    }
  }

  private func shouldStop() -> Bool { isCancelled() || lock.withLock { error != nil } }
}
