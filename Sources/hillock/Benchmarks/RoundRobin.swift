import Foundation

/// Times several contenders in turn, so that whatever the machine does besides falls on all of them.
struct RoundRobin {
  /// What is timed.
  struct Entry {
    let call: () throws -> Void
    /// Whether it leaves threads behind that wait for more work in a loop, and take a processor from the next one.
    var leavesThreadsSpinning = false
  }

  let rounds: Int

  /// How long one timing lasts at the least, in nanoseconds: thousands of times what the clock resolves.
  private static let shortest = 400_000.0
  /// OpenMP's threads sleep after some milliseconds.
  private static let settling = 0.02

  /// Nanoseconds for one call of each: the median over the rounds of the round's best timing.
  func times(_ entries: [Entry]) throws -> [Double] {
    let calls = try entries.map(Self.callsPerTiming)
    var best = entries.map { _ in [Double]() }
    for _ in 0..<rounds {
      var isSpinning = false
      for (i, entry) in entries.enumerated() {
        if isSpinning, !entry.leavesThreadsSpinning { Thread.sleep(forTimeInterval: Self.settling) }
        isSpinning = entry.leavesThreadsSpinning
        // Caches and branch predictors belong to the one before.
        try entry.call()
        let timings = calls[i] == 1 ? 2 : 4
        best[i].append(try (0..<timings).map { _ in try Self.time(entry, calls: calls[i]) }.min() ?? .nan)
      }
      if isSpinning { Thread.sleep(forTimeInterval: Self.settling) }
    }
    return best.map(Self.median)
  }

  private static func callsPerTiming(_ entry: Entry) throws -> Int {
    try entry.call()
    var calls = 1
    while true {
      let passed = try time(entry, calls: calls) * Double(calls)
      if passed >= shortest / 2 { return max(1, Int((Double(calls) * shortest / passed).rounded())) }
      calls *= 2
    }
  }

  /// Nanoseconds a call.
  private static func time(_ entry: Entry, calls: Int) throws -> Double {
    let clock = ContinuousClock()
    let began = clock.now
    for _ in 0..<calls { try entry.call() }
    return (clock.now - began) / .nanoseconds(1) / Double(calls)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
