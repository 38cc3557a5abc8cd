import Activations
import Foundation
import OneDNN
import Studies

extension StudyEnvironment {
  /// This machine.
  static var current: StudyEnvironment {
    StudyEnvironment(
      hillockVersion: Hillock.version, processor: field("model name", in: "/proc/cpuinfo") ?? "unknown",
      cores: Workers.available, instructionSet: InstructionSet.best.description,
      oneDNNVersion: OneDNN.version, system: field("PRETTY_NAME", in: "/etc/os-release") ?? "Linux")
  }

  private static func field(_ name: String, in path: String) -> String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      guard let mark = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else { continue }
      return line[line.index(after: mark)...].trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
    }
    return nil
  }
}
