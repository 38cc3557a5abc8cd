import Foundation

/// Ctrl-C: the first one asks the program to stop in an orderly way, the second one ends it.
enum Interrupt {
  // Written by the signal handler alone, read by the threads at work.
  nonisolated(unsafe) private static var count: sig_atomic_t = 0

  static var isRequested: Bool { count > 0 }

  static func watch() {
    signal(SIGINT) { _ in
      Interrupt.count += 1
      signal(SIGINT, SIG_DFL)
    }
    signal(SIGTERM) { _ in Interrupt.count += 1 }
  }
}
