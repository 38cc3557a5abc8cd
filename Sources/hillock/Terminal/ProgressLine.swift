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
    let width = 24
    let share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 1
    let full = max(0, min(width, Int(share * Double(width))))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    let phase = progress.phase == .tuning ? "tuning" : "final "
    var text = "\(phase) \(bar) \(progress.done)/\(progress.total) trials"
    if let left = progress.secondsLeft {
      text += String(format: ", %.1f/s, %d:%02d left", progress.rate, Int(left) / 60, Int(left) % 60)
    }
    return text
  }
}
