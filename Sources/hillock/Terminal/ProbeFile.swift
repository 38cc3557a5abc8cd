import Diagnostics
import Foundation
import Models
import Studies

/// What `hillock train` saw of a run's layers, beside its checkpoint.
enum ProbeFile {
  static let name = "probes.json"

  static func write(_ record: RunRecord, _ folder: String) throws {
    try OutputFile.write(String(decoding: try JSONText.compact(record), as: UTF8.self), to: "\(folder)/\(name)")
  }

  /// Nil if there is none.
  static func read(_ folder: String) throws -> RunRecord? {
    let path = "\(folder)/\(name)"
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    do {
      return try JSONText.value(data)
    } catch {
      throw ModelError(path, "holds no record of a run's layers")
    }
  }
}
