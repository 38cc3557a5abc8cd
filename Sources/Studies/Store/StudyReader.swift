internal import Foundation
internal import GRDB

#if canImport(Glibc)
  internal import Glibc
#endif

/// A study's file open for reading alone, while another program may be writing it.
public struct StudyReader: Sendable {
  /// What a study's file is called in its folder.
  public static let fileName = "study.sqlite"

  /// Seconds that a lock of another program is waited for.
  public static let patience = 30.0

  public let path: String
  private let database: DatabaseQueue

  /// - Parameters:
  ///   - path: the file, or the folder that holds it.
  ///   - patience: seconds that a lock of another program is waited for.
  /// - Throws: `StudyError.store` for what is no study's file.
  public init(_ path: String, patience: Double = StudyReader.patience) throws(StudyError) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let file = isFolder.boolValue ? "\(path)/\(Self.fileName)" : path
    self.path = file
    guard exists, FileManager.default.fileExists(atPath: file) else {
      throw .store(path: path, problem: exists ? "holds no study (no \(Self.fileName))" : "no such file or folder")
    }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(patience)
      database = try DatabaseQueue(path: file, configuration: configuration)
      try database.read { db in
        try StoreProblem.checkVersion(db, file)
        guard try db.tableExists("plan"), try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM plan") ?? 0 > 0 else {
          throw StudyError.store(path: file, problem: "holds no study yet")
        }
      }
    } catch {
      throw StoreProblem.explained(error, file)
    }
  }

  /// Everything that is stored.
  public func contents() throws(StudyError) -> StudyContents { try read { try StudyQueries.contents($0, path) } }

  /// All plans, the last one in force.
  public func plans() throws(StudyError) -> [PlanRecord] { try read { try StudyQueries.plans($0, path) } }

  public func table() throws(StudyError) -> TrialTable { try read { try StudyQueries.table($0, path) } }

  /// Seconds and trials of the last session.
  public func lastSession() throws(StudyError) -> (seconds: Double, trials: Int) {
    try read { db in
      try StoreDamage.check(.session, db, path)
      let row = try Row.fetchOne(db, sql: "SELECT seconds, trials FROM session ORDER BY id DESC LIMIT 1")
      return (try row?.decode(Double.self, atIndex: 0) ?? 0, try row?.decode(Int.self, atIndex: 1) ?? 0)
    }
  }

  /// Seconds of all sessions.
  public func seconds() throws(StudyError) -> Double { try read { try StudyQueries.seconds($0, path) } }

  /// Whether a program is running the study now.
  public var isRunning: Bool {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { return false }
    defer { close(handle) }
    guard flock(handle, LOCK_SH | LOCK_NB) == 0 else { return true }
    return false
  }

  private func read<T>(_ work: @Sendable (Database) throws -> T) throws(StudyError) -> T {
    do {
      return try database.read(work)
    } catch {
      throw StoreProblem.explained(error, path)
    }
  }
}
