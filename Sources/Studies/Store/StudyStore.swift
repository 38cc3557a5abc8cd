internal import Diagnostics
internal import Foundation
internal import GRDB

#if canImport(Glibc)
  internal import Glibc
#endif

/// One study in one SQLite file, open for writing: one program at a time, beside which others may read.
///
/// A finished trial enters it whole, in one transaction, so that whatever ends the program leaves a file from which the
/// study goes on. The file is in write-ahead mode while it is written and an ordinary one afterwards.
public final class StudyStore: Sendable {
  public let path: String
  private let database: DatabasePool
  /// Held while this store is open: two programs on one study would run every trial twice.
  private let lock: Int32
  private let session: Int64

  /// Opens the file, or makes it. Nothing in an existing file is changed before it is known to be this study's.
  /// - Parameters:
  ///   - command: what was typed, to repeat it.
  ///   - patience: seconds that a lock of another program is waited for.
  /// - Throws: `StudyError.store` for a file that is not a study's, that is from another version, or that holds a study
  ///   from which this plan cannot have grown; `busy` for one that another program uses.
  public init(
    path: String, plan: StudyPlan, environment: StudyEnvironment, command: String,
    patience: Double = StudyReader.patience
  ) throws(StudyError) {
    self.path = path
    lock = try Self.takeLock(path)
    let configuration = Self.configuration(patience)
    do {
      if FileManager.default.fileExists(atPath: path) { try Self.inspect(path, plan, environment, configuration) }
      database = try DatabasePool(path: path, configuration: configuration)
      try StudySchema.migrator.migrate(database)
      session = try Self.begin(database, plan, environment, command)
    } catch {
      close(lock)
      throw StoreProblem.explained(error, path)
    }
  }

  deinit {
    // An ordinary file again, which can be read from a folder that cannot be written. If somebody reads just now, it stays.
    try? database.close()
    if let queue = try? DatabaseQueue(path: path) {
      try? queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try? queue.close()
    }
    // Unlocked by name: a process that was just forked off may hold a copy for a moment.
    flock(lock, LOCK_UN)
    close(lock)
  }

  private static func configuration(_ patience: Double) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    // A reader at the wrong moment is no reason to fail.
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { db in
      if !db.configuration.readonly { try db.execute(sql: "PRAGMA synchronous = FULL") }
    }
    return configuration
  }

  /// Locks the folder that holds the file: nothing is left behind, however the program ends.
  private static func takeLock(_ path: String) throws(StudyError) -> Int32 {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let file = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else {
      throw .unwritable(path: folder, problem: "cannot be used: \(String(cString: strerror(errno)).lowercased())")
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw .busy(path: path, problem: "another program is running this study; wait for it or give another --output")
    }
    return file
  }

  /// Looks at a file before anything is written. Not read-only: if the program was killed while it wrote, SQLite first has
  /// to take back what was half written.
  private static func inspect(
    _ path: String, _ plan: StudyPlan, _ environment: StudyEnvironment, _ configuration: Configuration
  ) throws {
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    try queue.read { db in
      try StoreProblem.checkVersion(db, path)
      guard try db.tableExists("plan"), let old = try StudyQueries.plans(db, path).last else { return }
      if let obstacle = old.plan.obstacle(to: plan) {
        throw StudyError.store(
          path: path, problem: "holds another study: \(obstacle); give another --output, or the same options and more")
      }
      guard old.environment.instructionSet == environment.instructionSet else {
        throw StudyError.store(
          path: path,
          problem: "was begun with the instruction set \(old.environment.instructionSet), and this processor's is "
            + "\(environment.instructionSet): their figures differ in the last digits; give another --output")
      }
    }
  }

  /// Enters the plan where it is new, its settings, and this session.
  private static func begin(
    _ database: DatabasePool, _ plan: StudyPlan, _ environment: StudyEnvironment, _ command: String
  ) throws -> Int64 {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func text(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
    let content = try text(plan)
    return try database.write { db in
      let last = try String.fetchOne(db, sql: "SELECT content FROM plan ORDER BY id DESC LIMIT 1")
      if last != content {
        let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM trial") ?? 0
        try db.execute(
          sql: "INSERT INTO plan (content, environment, command, trialsBefore) VALUES (?, ?, ?, ?)",
          arguments: [content, try text(environment), command, count])
      }
      for setting in plan.settings {
        try db.execute(
          sql: "INSERT OR IGNORE INTO setting (identifier, content) VALUES (?, ?)",
          arguments: [setting.identifier, try text(setting)])
      }
      // Sessions that ran nothing are nobody's business.
      try db.execute(sql: "DELETE FROM session WHERE trials = 0")
      try db.execute(sql: "INSERT INTO session (seconds, trials) VALUES (0, 0)")
      return db.lastInsertedRowID
    }
  }

  /// Adds a finished trial.
  /// - Parameter seconds: since the session began.
  public func add(_ record: TrialRecord, seconds: Double) throws(StudyError) { try add([record], seconds: seconds) }

  /// Adds finished trials, all of them or none.
  public func add(_ records: [TrialRecord], seconds: Double) throws(StudyError) {
    do {
      try database.write { db in
        for record in records { try add(record, db) }
        try db.cachedStatement(sql: "UPDATE session SET seconds = ?, trials = trials + ? WHERE id = ?")
          .execute(arguments: [max(0, seconds), records.count, session])
      }
    } catch {
      throw StoreProblem.explained(error, path)
    }
  }

  private func add(_ record: TrialRecord, _ db: Database) throws {
    let setting = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM setting WHERE identifier = ?"), arguments: [record.key.setting])
    let (key, outcome) = (record.key, record.outcome)
    let trial = try db.cachedStatement(
      sql: """
        INSERT INTO trial (phase, setting, activation, learningRate, weightDecay, dropout, replicate, seed,
          divergedInEpoch, reason, validationScore, validationLoss, testScore, testLoss, constantScore,
          millisecondsPerEpoch)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try trial.execute(arguments: [
      key.phase.rawValue, setting, key.choice.description, key.hyperparameters.learningRate,
      key.hyperparameters.weightDecay, key.hyperparameters.dropout, key.replicate, String(key.seed),
      outcome.divergedInEpoch, outcome.reason, outcome.validationScore.finite, outcome.validationLoss.finite,
      outcome.testScore.finite, outcome.testLoss.finite, outcome.constantScore.finite, outcome.millisecondsPerEpoch,
    ])
    let identifier = db.lastInsertedRowID
    try Self.add(record.epochs, trial: identifier, db)
    if let predictions = outcome.predictions {
      try db.cachedStatement(sql: "INSERT INTO prediction (trial, content) VALUES (?, ?)")
        .execute(arguments: [identifier, PredictionBytes.of(predictions)])
    }
    if let part = record.testPart {
      try db.cachedStatement(sql: "INSERT OR IGNORE INTO testPart (setting, replicate, content) VALUES (?, ?, ?)")
        .execute(arguments: [setting, key.replicate, PredictionBytes.of(part)])
    }
  }

  private static func add(_ epochs: [EpochRecord], trial: Int64, _ db: Database) throws {
    let insertEpoch = try db.cachedStatement(sql: "INSERT INTO epoch VALUES (?, ?, ?, ?, ?)")
    let insertLayer = try db.cachedStatement(
      sql: "INSERT INTO layer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for epoch in epochs {
      try insertEpoch.execute(arguments: [
        trial, epoch.epoch, epoch.trainLoss.finite, epoch.validationLoss.finite, epoch.validationScore.finite,
      ])
      for layer in epoch.layers {
        try insertLayer.execute(arguments: [
          trial, epoch.epoch, layer.layer, layer.name, layer.preActivationMean.finite,
          layer.preActivationDeviation.finite, layer.outputMean.finite, layer.outputDeviation.finite,
          layer.deadShare, layer.saturatedShare, layer.gradientNorm.finite, layer.updateRatio.finite,
        ])
      }
    }
  }

  /// Lets the file have so many pages of 4 KiB and no more, as a full disk does: for tests.
  package func limit(pages: Int) throws {
    try database.writeWithoutTransaction { _ = try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)") }
  }

  /// Everything that is stored.
  public func contents() throws(StudyError) -> StudyContents {
    do {
      return try database.read { try StudyQueries.contents($0, path) }
    } catch {
      throw StoreProblem.explained(error, path)
    }
  }

  /// The outcomes of all finished trials.
  public func table() throws(StudyError) -> TrialTable {
    do {
      return try database.read { try StudyQueries.table($0, path) }
    } catch {
      throw StoreProblem.explained(error, path)
    }
  }

  /// Seconds of all sessions.
  public func seconds() throws(StudyError) -> Double {
    do {
      return try database.read { try StudyQueries.seconds($0, path) }
    } catch {
      throw StoreProblem.explained(error, path)
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
