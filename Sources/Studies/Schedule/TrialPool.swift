internal import Foundation

/// Threads that take keys from one list, and one store that takes their records.
final class TrialPool: @unchecked Sendable {
  private let keys: [TrialKey]
  private let body: StudyRunner.Body
  private let isCancelled: @Sendable () -> Bool
  private let isOver: @Sendable () -> Bool
  // Guarded by `lock`.
  private let lock = NSLock()
  private var next = 0
  private var records: [TrialRecord] = []
  private var error: StudyError?
  /// Holds the store, which must not live longer because a thread has not quite ended.
  private var add: (@Sendable (TrialRecord) throws(StudyError) -> Void)?

  /// - Parameters:
  ///   - add: takes a finished trial, on the thread that ran it.
  ///   - isCancelled: trials under way are then given up.
  ///   - isOver: trials under way are then finished, and no new ones begun.
  init(
    keys: [TrialKey], body: @escaping StudyRunner.Body,
    add: @escaping @Sendable (TrialRecord) throws(StudyError) -> Void, isCancelled: @escaping @Sendable () -> Bool,
    isOver: @escaping @Sendable () -> Bool
  ) {
    self.keys = keys
    self.body = body
    self.add = add
    self.isCancelled = isCancelled
    self.isOver = isOver
  }

  func run(threads: Int, finished: @escaping @Sendable (Int) -> Void) -> (
    finished: [TrialRecord], error: StudyError?
  ) {
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
    return lock.withLock {
      add = nil
      return (records, error)
    }
  }

  private func work(_ finished: @Sendable (Int) -> Void) {
    while let key = take() {
      do throws(StudyError) {
        guard let record = try body(key, shouldStop) else { return }
        try lock.withLock { add }?(record)
        let count = lock.withLock {
          // Epochs and layers are in the store; only figures are needed from here on.
          var kept = record
          kept.epochs = []
          records.append(kept)
          return records.count
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
      guard error == nil, next < keys.count, !isCancelled(), !isOver() else { return nil }
      defer { next += 1 }
      return keys[next]
    }
  }

  private func shouldStop() -> Bool { isCancelled() || lock.withLock { error != nil } }
}
