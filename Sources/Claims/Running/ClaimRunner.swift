internal import Foundation

/// How far claims are.
public struct ClaimProgress: Sendable {
  /// The claim whose work was begun last.
  public var claim: String
  /// Claims that are done, of all.
  public var claims: Int
  public var claimCount: Int
  /// Pieces of work that are done, here or before, and how many are expected.
  public var done: Int
  public var expected: Int
  /// Those finished in this session, and its seconds.
  public var finishedHere: Int
  public var seconds: Double
}

/// Runs the work of claims that is not known yet, claim by claim, many pieces at once.
///
/// Verdicts depend neither on the number of threads nor on the order in which pieces end, apart from times.
public final class ClaimRunner: @unchecked Sendable {
  private let claims: [Claim]
  private let context: ClaimContext
  private let jobs: Int
  private let keep: @Sendable (Observation, _ key: String, _ seconds: Double) throws -> Void
  private let isCancelled: @Sendable () -> Bool
  private let progress: @Sendable (ClaimProgress) -> Void
  private let condition = NSCondition()
  private let began = ContinuousClock.now
  // Guarded by `condition`.
  public private(set) var known: Known
  private var waiting: [Int: [Cell]] = [:]
  private var running: [Int: Int] = [:]
  private var finished: Set<Int> = []
  private var inFlight: Set<String> = []
  private var isTiming = false
  private var finishedHere = 0
  private var expected = 0
  private var doneBefore = 0
  /// What keeps the store from taking results: nothing goes on.
  private var failure: (any Error)?
  /// Claims whose work cannot be done, by their names: they are not tested, the others are.
  public private(set) var problems: [String: String] = [:]

  /// - Parameters:
  ///   - keep: stores what is finished, on the thread that ran it.
  public init(
    _ claims: [Claim], context: ClaimContext, known: Known, jobs: Int,
    keep: @escaping @Sendable (Observation, _ key: String, _ seconds: Double) throws -> Void = { _, _, _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (ClaimProgress) -> Void = { _ in }
  ) {
    self.claims = claims
    self.context = context
    self.known = known
    self.jobs = max(1, jobs)
    self.keep = keep
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Runs what is left.
  /// - Throws: what the store throws; `ClaimError.interrupted` if it was cancelled.
  public func run() throws {
    for (i, claim) in claims.enumerated() {
      do {
        expected += try claim.experiment.expectedCount(context)
        doneBefore += try claim.experiment.keys(known, context).count { known[$0] != nil }
      } catch {
        giveUp(i, error)
      }
    }
    let done = DispatchGroup()
    for _ in 0..<jobs {
      done.enter()
      let thread = Thread { [self] in
        work()
        done.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    done.wait()
    if let failure { throw failure }
    if isCancelled() { throw ClaimError.interrupted(done: finishedHere) }
  }

  private func work() {
    while let (claim, cell) = take() {
      let clock = ContinuousClock()
      let start = clock.now
      var found: Observation?
      do {
        found = try cell.work { isCancelled() || condition.withLock { failure != nil } }
      } catch {
        condition.withLock { giveUp(claim, error) }
      }
      let seconds = (clock.now - start) / .seconds(1)
      do {
        if let found { try keep(found, cell.key, seconds) }
      } catch {
        found = nil
        condition.withLock { if failure == nil { failure = error } }
      }
      end(claim, cell, found)
    }
  }

  /// With `condition` locked, or before the threads begin.
  private func giveUp(_ claim: Int, _ error: any Error) {
    if problems[claims[claim].id] == nil { problems[claims[claim].id] = "\(error)" }
    finished.insert(claim)
    waiting[claim] = []
  }

  private func end(_ claim: Int, _ cell: Cell, _ found: Observation?) {
    let state = condition.withLock { () -> ClaimProgress in
      if let found {
        known[cell.key] = found
        finishedHere += 1
      }
      running[claim, default: 0] -= 1
      inFlight.remove(cell.key)
      if cell.isTiming { isTiming = false }
      condition.broadcast()
      return ClaimProgress(
        claim: claims[claim].id, claims: finished.count, claimCount: claims.count, done: doneBefore + finishedHere,
        expected: max(expected, doneBefore + finishedHere), finishedHere: finishedHere,
        seconds: (ContinuousClock.now - began) / .seconds(1))
    }
    progress(state)
  }

  /// The next piece of work; nil when nothing is left, or the work is to stop.
  private func take() -> (Int, Cell)? {
    condition.lock()
    defer { condition.unlock() }
    while true {
      guard failure == nil, !isCancelled() else { return nil }
      if !isTiming {
        if let found = available() { return found }
        if finished.count == claims.count {
          condition.broadcast()
          return nil
        }
      }
      // Others are at work; what they find may be what the next piece needs.
      _ = condition.wait(until: Date(timeIntervalSinceNow: 0.2))
    }
  }

  /// The first piece of the first claim that has one.
  private func available() -> (Int, Cell)? {
    for i in claims.indices where !finished.contains(i) {
      if waiting[i, default: []].isEmpty, running[i, default: 0] == 0 {
        do {
          waiting[i] = try claims[i].experiment.next(known, context)
        } catch {
          giveUp(i, error)
          continue
        }
        if waiting[i, default: []].isEmpty {
          finished.insert(i)
          continue
        }
      }
      // What another claim is at just now is waited for, not run twice.
      waiting[i]?.removeAll { known[$0.key] != nil }
      if let at = waiting[i]?.firstIndex(where: { !inFlight.contains($0.key) }), let cell = waiting[i]?[at] {
        // A time is taken when nothing else runs; nothing later is begun before it.
        if cell.isTiming, !inFlight.isEmpty { return nil }
        waiting[i]?.remove(at: at)
        running[i, default: 0] += 1
        inFlight.insert(cell.key)
        if cell.isTiming { isTiming = true }
        return (i, cell)
      }
    }
    return nil
  }
}

extension Claim {
  /// The verdict, from what is known: a pure function.
  ///
  /// Where pieces are missing, it is not tested; where a set-up cannot be run, neither.
  public func outcome(_ known: Known, seconds: [String: Double] = [:], context: ClaimContext) -> Outcome {
    var outcome = Outcome(
      claim: id, scale: context.scale, verdict: .notTested("it was not run"), criteria: [],
      evidence: Evidence(effects: []), trials: 0, diverged: 0, seconds: 0)
    do {
      let own = try experiment.keys(known, context).filter { known[$0] != nil }
      outcome.trials = own.count
      outcome.diverged = own.count { known[$0]?.divergence != nil }
      outcome.seconds = own.reduce(0) { $0 + (seconds[$1] ?? 0) }
      let missing = try experiment.next(known, context).count
      guard missing == 0 else {
        if !own.isEmpty { outcome.verdict = .notTested("\(missing) pieces of work or more are missing") }
        return outcome
      }
      outcome.evidence = try experiment.evidence(known, context)
      (outcome.verdict, outcome.criteria) = rule.judge(outcome.evidence)
    } catch {
      outcome.verdict = .notTested("\(error)")
    }
    return outcome
  }
}
