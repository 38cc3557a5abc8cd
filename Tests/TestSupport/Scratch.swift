import Foundation

/// A folder of its own for a test, gone afterwards.
public func withScratchFolder<R>(_ body: (String) throws -> R) throws -> R {
  let path = NSTemporaryDirectory() + "hillock-test-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// Writes bytes to a file.
public func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

public func makeFolder(_ path: String) throws {
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
}

/// Text that people see, compared with a file beside the test; HILLOCK_RECORD_SNAPSHOTS=1 records it anew.
public enum Snapshot {
  /// Nil if the text is as recorded, otherwise what differs.
  public static func difference(_ text: String, named name: String, beside file: String = #filePath) -> String? {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let url = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["HILLOCK_RECORD_SNAPSHOTS"] == "1" {
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try? Data(text.utf8).write(to: url)
      return nil
    }
    guard let recorded = try? String(contentsOf: url, encoding: .utf8) else { return "no snapshot \(name)" }
    if recorded == text { return nil }
    let a = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    let b = text.split(separator: "\n", omittingEmptySubsequences: false)
    for i in 0..<max(a.count, b.count) where (i < a.count ? a[i] : "") != (i < b.count ? b[i] : "") {
      return "\(name), line \(i + 1): found '\(i < b.count ? b[i] : "")', recorded '\(i < a.count ? a[i] : "")'"
    }
    return "\(name) differs"
  }
}
