import Foundation

/// A progress line for equal pieces of work that threads finish: how many, how fast, how long still.
final class CountedProgress: @unchecked Sendable {
  private let title: String
  private let unit: String
  private let line = ProgressLine()
  private let began = ContinuousClock.now
  private let lock = NSLock()
  // Guarded by `lock`.
  private var total: Int
  private var done = 0
  private var shown = 0.0

  init(_ title: String, total: Int, unit: String) {
    self.title = title
    self.total = total
    self.unit = unit
  }

  /// Where the number is known only later.
  func expect(_ total: Int) { lock.withLock { self.total = total } }

  func add() {
    lock.withLock {
      done += 1
      let seconds = (ContinuousClock.now - began) / .seconds(1)
      guard seconds - shown > 0.2 else { return }
      shown = seconds
      let rate = Double(done) / seconds
      line.show(
        ProgressLine.text(
          title, done, of: total, unit: unit, rate: rate, secondsLeft: Double(total - done) / rate))
    }
  }

  func end() { line.end() }
}
