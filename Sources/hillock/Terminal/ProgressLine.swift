import Foundation
import Studies

/// One line on standard error that is written over and over; nothing where that is no terminal.
final class ProgressLine: Sendable {
  private let lock = NSLock()

  func show(_ progress: StudyProgress) { show(Self.text(progress)) }

  func show(_ text: @autoclosure () -> String) {
    guard Terminal.showsProgress else { return }
    lock.withLock {
      FileHandle.standardError.write(Data(("\r\u{1B}[K" + text()).utf8))
    }
  }

  func end() {
    guard Terminal.showsProgress else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }

  static func text(_ progress: StudyProgress) -> String {
    text(
      name(progress.stage), progress.done, of: progress.total, unit: "trials", rate: progress.rate,
      secondsLeft: progress.secondsLeft)
  }

  /// What a stage of a study is called.
  static func name(_ stage: StudySchedule.Stage) -> String {
    switch stage {
    case .tuning(let round): round < 2 ? "tuning" : "tuning finer"
    case .linear: "linear model"
    case .final(let seeds): "final, up to \(seeds) seed\(seeds == 1 ? "" : "s")"
    case .swap: "swap-only"
    }
  }

  static func text(
    _ title: String, _ done: Int, of total: Int, unit: String, rate: Double, secondsLeft: Double?
  ) -> String {
    var text = "\(title) \(bar(done, of: total)) \(done)/\(total) \(unit)"
    if let secondsLeft { text += String(format: ", %.1f/s, ", rate) + time(secondsLeft) }
    return text
  }

  static func bar(_ done: Int, of total: Int) -> String {
    let width = 24
    let share = total > 0 ? Double(done) / Double(total) : 1
    let full = max(0, min(width, Int(share * Double(width))))
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
  }

  /// "3:07 left"
  static func time(_ seconds: Double) -> String {
    String(format: "%d:%02d left", Int(seconds) / 60, Int(seconds) % 60)
  }
}
