internal import Activations
internal import Diagnostics
internal import Foundation
internal import GRDB

#if canImport(Glibc)
  internal import Glibc
#endif

/// One study in one SQLite file. A finished trial enters it whole, in one transaction, so that whatever ends the program
/// leaves a file from which the study goes on.
public final class StudyStore: Sendable {
  public let path: String
  private let database: DatabaseQueue
  /// Held while this store is open: two programs on one study would run every trial twice.
  private let lock: Int32

  /// Opens the file, or makes it. Nothing in an existing file is changed before it is known to be this study's.
  /// - Throws: `StudyError.store` for a file that is not a study's, that is from a newer version, that another program
  ///   uses, or that holds another plan or other data.
  public init(path: String, plan: StudyPlan, data: DataSummary, environment: StudyEnvironment) throws(StudyError) {
    self.path = path
    lock = try Self.takeLock(path)
    do {
      database = try Self.open(path)
    } catch {
      close(lock)
      throw Self.explained(error, path)
    }
    do {
      try check(plan, environment)
      try insert(plan, data, environment)
    } catch let error as StudyError {
      close(lock)
      throw error
    } catch {
      close(lock)
      throw Self.explained(error, path)
    }
  }

  deinit { close(lock) }

  /// Locks the folder that holds the file: nothing is left behind, however the program ends.
  private static func takeLock(_ path: String) throws(StudyError) -> Int32 {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let file = Glibc.open(folder, O_RDONLY | O_DIRECTORY)
    guard file >= 0 else {
      throw .unwritable(path: folder, problem: "cannot be used: \(String(cString: strerror(errno)).lowercased())")
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw .store(path: path, problem: "another program is running this study; wait for it or give another --output")
    }
    return file
  }

  private static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    if FileManager.default.fileExists(atPath: path) {
      // Looked at before anything is written. Not read-only: if the program was killed while it wrote, SQLite first has to
      // take back what was half written.
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let isNewer = try queue.read { db in
        let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        guard tables.isEmpty || tables.contains("grdb_migrations") else {
          throw StudyError.store(path: path, problem: "is a database, but not a study's")
        }
        return try StudySchema.migrator.hasBeenSuperseded(db)
      }
      if isNewer {
        throw StudyError.store(
          path: path,
          problem: "was written by a newer version of hillock, which this one cannot read; "
            + "update hillock or give another --output")
      }
      try queue.close()
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try StudySchema.migrator.migrate(queue)
    return queue
  }

  private static func explained(_ error: any Error, _ path: String) -> StudyError {
    if let error = error as? StudyError { return error }
    if let error = error as? DatabaseError {
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT:
        return .store(path: path, problem: "is not a study's file (not an SQLite database, or a damaged one)")
      case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
        return .unwritable(path: path, problem: "cannot be opened for writing")
      case .SQLITE_FULL: return .unwritable(path: path, problem: "the disk is full")
      default: return .store(path: path, problem: error.message ?? "database error \(error.resultCode)")
      }
    }
    return .store(path: path, problem: "\(error)")
  }

  /// The stored plan must be the one that is asked for.
  private func check(_ plan: StudyPlan, _ environment: StudyEnvironment) throws {
    guard
      let row = try database.read({ try Row.fetchOne($0, sql: "SELECT plan, environment FROM study") })
    else { return }
    let decoder = JSONDecoder()
    let stored = try decoder.decode(StudyPlan.self, from: Data((row["plan"] as String).utf8))
    if let difference = stored.difference(to: plan) {
      throw StudyError.store(
        path: path, problem: "holds another study: \(difference); give another --output, or the same options")
    }
    let old = try decoder.decode(StudyEnvironment.self, from: Data((row["environment"] as String).utf8))
    guard old.instructionSet == environment.instructionSet else {
      throw StudyError.store(
        path: path,
        problem: "was begun with the instruction set \(old.instructionSet), and this processor's is "
          + "\(environment.instructionSet): their figures differ in the last digits; give another --output")
    }
  }

  private func insert(_ plan: StudyPlan, _ data: DataSummary, _ environment: StudyEnvironment) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    func text(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
    let values = [try text(plan), try text(data), try text(environment)]
    try database.write { db in
      try db.execute(
        sql: "INSERT OR IGNORE INTO study (id, plan, data, environment) VALUES (1, ?, ?, ?)",
        arguments: StatementArguments(values))
    }
  }

  /// Adds a finished trial.
  public func add(_ record: TrialRecord) throws(StudyError) {
    do {
      try database.write { db in
        try db.execute(
          sql: """
            INSERT INTO trial (phase, activation, learningRate, seed, divergedInEpoch, validationScore, validationLoss,
              testScore, testLoss, millisecondsPerEpoch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            record.key.phase.rawValue, record.key.activation.description, record.key.learningRate,
            String(record.key.seed), record.divergedInEpoch, record.validationScore, record.validationLoss,
            record.testScore, record.testLoss, record.millisecondsPerEpoch,
          ])
        let id = db.lastInsertedRowID
        for epoch in record.epochs {
          try db.execute(
            sql: "INSERT INTO epoch VALUES (?, ?, ?, ?, ?)",
            arguments: [
              id, epoch.epoch, epoch.trainLoss.finite, epoch.validationLoss.finite, epoch.validationScore.finite,
            ])
          for layer in epoch.layers {
            try db.execute(
              sql: "INSERT INTO layer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              arguments: [
                id, epoch.epoch, layer.layer, layer.name, layer.preActivationMean.finite,
                layer.preActivationDeviation.finite, layer.outputMean.finite, layer.outputDeviation.finite,
                layer.deadShare, layer.saturatedShare, layer.gradientNorm.finite, layer.updateRatio.finite,
              ])
          }
        }
      }
    } catch {
      throw Self.explained(error, path)
    }
  }

  /// Adds the length of a session that ran trials.
  public func addSession(seconds: Double) throws(StudyError) {
    do {
      try database.write { try $0.execute(sql: "INSERT INTO session (seconds) VALUES (?)", arguments: [seconds]) }
    } catch {
      throw Self.explained(error, path)
    }
  }

  /// Seconds of all sessions.
  public func seconds() throws(StudyError) -> Double {
    do {
      return try database.read { try Double.fetchOne($0, sql: "SELECT TOTAL(seconds) FROM session") ?? 0 }
    } catch {
      throw Self.explained(error, path)
    }
  }

  /// All finished trials with their epochs and layers.
  public func trials() throws(StudyError) -> [TrialRecord] {
    do {
      return try database.read { db in
        var layers: [Int64: [Int: [LayerProbe]]] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT * FROM layer ORDER BY trial, epoch, layer") {
          layers[row["trial"], default: [:]][row["epoch"], default: []].append(
            LayerProbe(
              layer: row["layer"], name: row["name"], preActivationMean: row["preActivationMean"] ?? .nan,
              preActivationDeviation: row["preActivationDeviation"] ?? .nan, outputMean: row["outputMean"] ?? .nan,
              outputDeviation: row["outputDeviation"] ?? .nan, deadShare: row["deadShare"] ?? 0,
              saturatedShare: row["saturatedShare"] ?? 0, gradientNorm: row["gradientNorm"] ?? .nan,
              updateRatio: row["updateRatio"] ?? .nan))
        }
        var epochs: [Int64: [EpochRecord]] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT * FROM epoch ORDER BY trial, epoch") {
          let (trial, epoch): (Int64, Int) = (row["trial"], row["epoch"])
          epochs[trial, default: []].append(
            EpochRecord(
              epoch: epoch, trainLoss: row["trainLoss"], validationLoss: row["validationLoss"] ?? .infinity,
              validationScore: row["validationScore"] ?? 0, layers: layers[trial]?[epoch] ?? []))
        }
        return try Row.fetchAll(db, sql: "SELECT * FROM trial ORDER BY id").map { row in
          let id: Int64 = row["id"]
          guard let phase = Phase(rawValue: row["phase"]), let seed = UInt64(row["seed"] as String) else {
            throw StudyError.store(path: path, problem: "trial \(id) is damaged")
          }
          let key = TrialKey(
            phase: phase, activation: try Activation(row["activation"] as String),
            learningRate: row["learningRate"], seed: seed)
          return TrialRecord(
            key: key, divergedInEpoch: row["divergedInEpoch"], validationScore: row["validationScore"],
            validationLoss: row["validationLoss"], testScore: row["testScore"], testLoss: row["testLoss"],
            millisecondsPerEpoch: row["millisecondsPerEpoch"], epochs: epochs[id] ?? [])
        }
      }
    } catch {
      throw Self.explained(error, path)
    }
  }
}

extension Double {
  /// NULL for what is no number: SQLite has no NaN.
  fileprivate var finite: Double? { isFinite ? self : nil }
}

extension Double? {
  fileprivate var finite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}
