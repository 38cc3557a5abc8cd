import Foundation

/// A few threads of their own for work that takes seconds.
enum Workers {
  /// How many the machine has processors for.
  static var available: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// What was typed for --threads.
  static func check(threads: Int) throws {
    guard (1...1024).contains(threads) else { throw UsageError("--threads \(threads); expected 1 to 1024") }
  }

  /// The results of `work` for 0..<count, in order; nil for those that were not begun when `isCancelled` became true.
  static func map<R: Sendable>(
    count: Int, threads: Int, isCancelled: @escaping @Sendable () -> Bool = { Interrupt.isRequested },
    _ work: @Sendable (Int) -> R
  ) -> [R?] {
    let lock = NSLock()
    nonisolated(unsafe) var next = 0
    nonisolated(unsafe) var results = [R?](repeating: nil, count: count)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
      while !isCancelled() {
        let mine = lock.withLock {
          defer { next += 1 }
          return next
        }
        guard mine < count else { return }
        let result = work(mine)
        lock.withLock { results[mine] = result }
      }
    }
    return results
  }
}
