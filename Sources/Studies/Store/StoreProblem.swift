internal import Foundation
internal import GRDB

/// What can be wrong with a study's file, in words.
enum StoreProblem {
  static func explained(_ error: any Error, _ path: String) -> StudyError {
    if let error = error as? StudyError { return error }
    guard let error = error as? DatabaseError else { return .store(path: path, problem: "\(error)") }
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      return .store(path: path, problem: "is not a study's file (not an SQLite database, or a damaged one)")
    case .SQLITE_CANTOPEN, .SQLITE_PERM:
      return .unwritable(path: path, problem: "cannot be opened for writing; is the folder read-only?")
    case .SQLITE_READONLY:
      return .unwritable(path: path, problem: "is read-only, or its folder is")
    case .SQLITE_FULL:
      return .unwritable(
        path: path,
        problem: "the disk is full; finished trials are kept, and the same command goes on once there is room")
    case .SQLITE_IOERR:
      return .unwritable(
        path: path, problem: "cannot be read or written (\(error.message ?? "I/O error")); finished trials are kept")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return .busy(path: path, problem: "is locked by another program; wait for it, or give another --output")
    default: return .store(path: path, problem: error.message ?? "database error \(error.resultCode)")
    }
  }

  /// Whether no migration has been applied.
  private static func isUnused(_ db: Database, _ tables: [String]) throws -> Bool {
    try tables.isEmpty || StudySchema.migrator.appliedIdentifiers(db).isEmpty
  }

  /// - Throws: `StudyError` for a database that is no study's, or of a version that this one cannot read.
  static func checkVersion(_ db: Database, _ path: String) throws {
    let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
    // Nothing yet, or killed before the first table was there.
    if tables.allSatisfy({ $0 == "grdb_migrations" }), try Self.isUnused(db, tables) { return }
    guard tables.contains("grdb_migrations") else {
      throw StudyError.store(path: path, problem: "is a database, but not a study's")
    }
    if try StudySchema.migrator.hasBeenSuperseded(db) {
      throw StudyError.store(
        path: path,
        problem: "was written by a newer version of hillock, which this one cannot read; "
          + "update hillock or give another --output")
    }
    let applied = try StudySchema.migrator.appliedIdentifiers(db)
    guard applied.contains(StudySchema.first) else {
      throw StudyError.store(path: path, problem: "is a database, but not a study's")
    }
    if !applied.contains(StudySchema.second), try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM study") ?? 0 > 0 {
      throw StudyError.store(
        path: path,
        problem: "was written by an earlier version of hillock, whose studies this one cannot go on with; "
          + "it is left as it is: give another --output")
    }
  }
}
