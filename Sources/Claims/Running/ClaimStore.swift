internal import Foundation
internal import GRDB
internal import Studies

/// What has been observed, in one SQLite file: each finished piece of work is committed once, whole, so that whatever ends
/// the program leaves a file from which it goes on.
public final class ClaimStore: Sendable {
  public let path: String
  private let database: DatabaseQueue

  /// Where results depend on the processor, they are another machine's.
  /// - Throws: `ClaimError.store` for a file that is not one of claims, or of another instruction set.
  public init(path: String, instructionSet: String) throws(ClaimError) {
    self.path = path
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(30)
      configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
      let isNew = !FileManager.default.fileExists(atPath: path)
      database = try DatabaseQueue(path: path, configuration: configuration)
      if !isNew {
        let tables = try database.read {
          try String.fetchAll($0, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        guard tables.isEmpty || (tables.contains("grdb_migrations") && tables.contains("observation")) else {
          throw ClaimError.store(path: path, problem: "is a database, but not one of claims; give another --output")
        }
      }
      try Self.migrator.migrate(database)
      let other = try database.write { db in
        try db.execute(
          sql: "INSERT OR IGNORE INTO machine (id, instructionSet) VALUES (1, ?)", arguments: [instructionSet])
        return try String.fetchOne(db, sql: "SELECT instructionSet FROM machine") ?? instructionSet
      }
      guard other == instructionSet else {
        throw ClaimError.store(
          path: path,
          problem: "was begun with the instruction set \(other), and this processor's is \(instructionSet): "
            + "their figures differ in the last digits; give another --output")
      }
    } catch {
      throw Self.explained(error, path)
    }
  }

  /// Migrations are only ever appended.
  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 observations") { db in
      try db.execute(
        sql: """
          CREATE TABLE machine (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            instructionSet TEXT NOT NULL
          );
          -- `key` follows from everything that the work depends on.
          CREATE TABLE observation (
            key TEXT PRIMARY KEY,
            content TEXT NOT NULL,
            seconds REAL NOT NULL CHECK (seconds >= 0),
            created TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
          );
          """)
    }
    return migrator
  }

  /// Adds a finished piece of work; one that is there already stays as it is.
  public func add(_ found: Observation, key: String, seconds: Double) throws(ClaimError) {
    do {
      let content = String(decoding: try JSONText.compact(found), as: UTF8.self)
      try database.write { db in
        try db.execute(
          sql: "INSERT OR IGNORE INTO observation (key, content, seconds) VALUES (?, ?, ?)",
          arguments: [key, content, max(0, seconds)])
      }
    } catch {
      throw Self.explained(error, path)
    }
  }

  /// Everything that is known, with the seconds that each took.
  public func all() throws(ClaimError) -> (known: Known, seconds: [String: Double]) {
    do {
      return try database.read { db in
        var known: Known = [:]
        var seconds: [String: Double] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT key, content, seconds FROM observation")
        while let row = try rows.next() {
          guard let key = String.fromDatabaseValue(row["key"]), let content = String.fromDatabaseValue(row["content"]),
            let found: Observation = try? JSONText.value(Data(content.utf8))
          else {
            throw ClaimError.store(
              path: path, problem: "holds an observation that cannot be read: \(row["key"] as DatabaseValue)")
          }
          known[key] = found
          seconds[key] = Double.fromDatabaseValue(row["seconds"]) ?? 0
        }
        return (known, seconds)
      }
    } catch {
      throw Self.explained(error, path)
    }
  }

  private static func explained(_ error: any Error, _ path: String) -> ClaimError {
    if let error = error as? ClaimError { return error }
    guard let error = error as? DatabaseError else { return .store(path: path, problem: "\(error)") }
    let problem =
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: "is not a file of claims (not an SQLite database, or a damaged one)"
      case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY: "cannot be opened for writing; is the folder read-only?"
      case .SQLITE_FULL: "the disk is full; what is finished is kept, and the same command goes on once there is room"
      case .SQLITE_BUSY, .SQLITE_LOCKED: "is locked by another program; wait for it, or give another --output"
      default: error.message ?? "database error \(error.resultCode)"
      }
    return .store(path: path, problem: problem)
  }
}
