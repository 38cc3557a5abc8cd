/// How far a study is.
public struct StudyProgress: Sendable {
  public var stage: StudySchedule.Stage
  public var done: Int
  /// As far as it is known: a race runs on, a diverging activation has fewer.
  public var total: Int
  /// Trials that this session has finished.
  public var finishedHere: Int
  /// Seconds since this session began.
  public var seconds: Double
  /// Seconds that the budget leaves.
  public var budgetLeft: Double?

  /// Trials a second in this session.
  public var rate: Double { seconds > 0 ? Double(finishedHere) / seconds : 0 }

  /// Seconds to go at this rate; nil before the first trial is done.
  public var secondsLeft: Double? { budgetLeft ?? (finishedHere > 0 ? Double(max(0, total - done)) / rate : nil) }
}

/// Runs the trials of a plan that its store does not have yet, many at once, one thread each: stage by stage, as
/// `StudySchedule` says.
///
/// Figures do not depend on the number of threads, nor on the order in which trials end.
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

  /// Runs what is left, or what a budget allows.
  /// - Parameters:
  ///   - isCancelled: asked often; trials under way are then given up, finished ones are kept.
  ///   - progress: called after every trial, on some thread.
  /// - Throws: `StudyError`; `.interrupted` if it was cancelled.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (StudyProgress) -> Void = { _ in }
  ) throws(StudyError) {
    try plan.validate()
    let schedule = StudySchedule(plan)
    let clock = ContinuousClock()
    let began = clock.now
    let elapsed = { @Sendable in (clock.now - began) / .seconds(1) }
    var limit: Double?
    if case .seconds(let seconds) = plan.budget { limit = seconds - (try store.seconds()) }
    var table = try store.table()
    var finishedBefore = 0
    while let (stage, keys) = schedule.next(table) {
      if let limit, elapsed() >= limit { return }
      let before = schedule.finished(table)
      let total = max(schedule.expectedCount, before + keys.count)
      let (already, limit) = (finishedBefore, limit)
      let report = { @Sendable (count: Int) in
        let seconds = elapsed()
        progress(
          StudyProgress(
            stage: stage, done: before + count, total: total, finishedHere: already + count, seconds: seconds,
            budgetLeft: limit.map { max(0, $0 - seconds) }))
      }
      report(0)
      let pool = TrialPool(
        keys: keys, body: body,
        add: { [store] (record) throws(StudyError) in try store.add(record, seconds: elapsed()) },
        isCancelled: isCancelled, isOver: { limit.map { elapsed() >= $0 } ?? false })
      let (finished, error) = pool.run(threads: min(jobs, keys.count), finished: report)
      finishedBefore += finished.count
      for record in finished { table.add(record) }
      if let error { throw error }
      if isCancelled() { throw .interrupted(done: before + finished.count, total: total) }
    }
  }
}
