internal import Diagnostics
internal import Foundation
internal import GRDB

/// What is read from a study's file. Sums are formed by SQLite: a hundred thousand trials have millions of layers.
enum StudyQueries {
  static func contents(_ db: Database, _ path: String) throws -> StudyContents {
    StudyContents(
      plans: try plans(db, path), table: try table(db, path), curves: try curves(db, path),
      layers: try layers(db, path), seconds: try seconds(db, path),
      sessions: try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM session WHERE trials > 0") ?? 0)
  }

  static func plans(_ db: Database, _ path: String) throws -> [PlanRecord] {
    let decoder = JSONDecoder()
    return try Row.fetchAll(db, sql: "SELECT content, environment, command, trialsBefore FROM plan ORDER BY id").map {
      row in
      do {
        let content = try row.decode(String.self, forColumn: "content")
        let environment = try row.decode(String.self, forColumn: "environment")
        let record = PlanRecord(
          plan: try decoder.decode(StudyPlan.self, from: Data(content.utf8)),
          environment: try decoder.decode(StudyEnvironment.self, from: Data(environment.utf8)),
          command: try row.decode(String.self, forColumn: "command"),
          trialsBefore: try row.decode(Int.self, forColumn: "trialsBefore"))
        try record.plan.validate()
        return record
      } catch {
        throw StudyError.store(path: path, problem: "its plan is damaged")
      }
    }
  }

  static func seconds(_ db: Database, _ path: String) throws -> Double {
    try StoreDamage.check(.session, db, path)
    return try Double.fetchOne(db, sql: "SELECT TOTAL(seconds) FROM session") ?? 0
  }

  static func count(_ db: Database) throws -> Int { try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM trial") ?? 0 }

  /// Whether the file was begun by a version that knew one split alone.
  private static func isOfEarlierProtocol(_ db: Database) throws -> Bool { try !db.tableExists("prediction") }

  static func table(_ db: Database, _ path: String) throws -> TrialTable {
    try StoreDamage.check(.trial, db, path)
    let isEarlier = try isOfEarlierProtocol(db)
    var choices = Choices(path: path)
    var table = TrialTable(minimumCapacity: try count(db))
    let predictions = try isEarlier ? [:] : Self.predictions(db, path)
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT phase, identifier, activation, learningRate, weightDecay, dropout, seed, divergedInEpoch, reason,
          validationScore, validationLoss, testScore, testLoss, millisecondsPerEpoch, trial.id,
          \(isEarlier ? "0, NULL" : "replicate, constantScore")
        FROM trial JOIN setting ON setting.id = trial.setting
        """)
    while let row = try rows.next() {
      guard let phase = Phase(rawValue: row[0]), let seed = UInt64(row[6] as String) else {
        throw StudyError.store(path: path, problem: "trial \(row[14] as Int64) is damaged")
      }
      let key = TrialKey(
        phase: phase, setting: row[1], choice: try choices.choice(row[2]),
        hyperparameters: Hyperparameters(learningRate: row[3], weightDecay: row[4], dropout: row[5]),
        replicate: row[15], seed: seed)
      table[key] = TrialOutcome(
        divergedInEpoch: row[7], reason: row[8], validationScore: row[9], validationLoss: row[10], testScore: row[11],
        testLoss: row[12], constantScore: row[16], millisecondsPerEpoch: row[13],
        predictions: predictions[row[14] as Int64])
    }
    if !isEarlier { try addTestParts(db, path, &table) }
    return table
  }

  private static func predictions(_ db: Database, _ path: String) throws -> [Int64: Predictions] {
    var found: [Int64: Predictions] = [:]
    let rows = try Row.fetchCursor(db, sql: "SELECT trial, content FROM prediction")
    while let row = try rows.next() {
      let trial: Int64 = row[0]
      guard case .blob(let bytes) = (row[1] as DatabaseValue).storage,
        let predictions = PredictionBytes.predictions(bytes)
      else {
        throw StudyError.store(path: path, problem: "is damaged: the predictions of trial \(trial) cannot be read")
      }
      found[trial] = predictions
    }
    return found
  }

  private static func addTestParts(_ db: Database, _ path: String, _ table: inout TrialTable) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT identifier, replicate, testPart.content FROM testPart JOIN setting ON setting.id = testPart.setting")
    while let row = try rows.next() {
      let key = TestPart.Key(setting: row[0], replicate: row[1])
      guard case .blob(let bytes) = (row[2] as DatabaseValue).storage, let part = PredictionBytes.testPart(bytes) else {
        throw StudyError.store(
          path: path, problem: "is damaged: the test part \(key.replicate) of setting \(key.setting) cannot be read")
      }
      table[key] = part
    }
  }

  private static func curves(_ db: Database, _ path: String) throws -> [Place: [CurvePoint]] {
    try StoreDamage.check(.epoch, db, path)
    var choices = Choices(path: path)
    var curves: [Place: [CurvePoint]] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT identifier, activation, epoch.epoch, COUNT(*), AVG(epoch.trainLoss), AVG(epoch.validationLoss),
          AVG(epoch.validationScore), MIN(epoch.validationScore), MAX(epoch.validationScore)
        FROM trial JOIN setting ON setting.id = trial.setting JOIN epoch ON epoch.trial = trial.id
        WHERE phase = 'final' AND divergedInEpoch IS NULL
        GROUP BY trial.setting, activation, epoch.epoch
        ORDER BY trial.setting, activation, epoch.epoch
        """)
    while let row = try rows.next() {
      curves[Place(setting: row[0], choice: try choices.choice(row[1])), default: []].append(
        CurvePoint(
          epoch: row[2], seeds: row[3], trainLoss: rounded(row[4]), validationLoss: rounded(row[5]),
          validationScore: rounded(row[6]), low: row[7], high: row[8]))
    }
    return curves
  }

  /// Layers of a diverged trial are those of its last epoch that was not.
  private static func layers(_ db: Database, _ path: String) throws -> [Place: [LayerSummary]] {
    try StoreDamage.check(.layer, db, path)
    var choices = Choices(path: path)
    var layers: [Place: [LayerSummary]] = [:]
    for isFirst in [true, false] {
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT identifier, activation, MAX(layer.epoch), layer.layer, layer.name, AVG(preActivationMean),
            AVG(preActivationDeviation), AVG(outputMean), AVG(outputDeviation), AVG(deadShare), AVG(saturatedShare),
            AVG(gradientNorm), AVG(updateRatio)
          FROM trial JOIN setting ON setting.id = trial.setting
          JOIN layer ON layer.trial = trial.id AND layer.epoch = \(isFirst
            ? "0" : "(SELECT MAX(epoch.epoch) FROM epoch WHERE epoch.trial = trial.id)")
          WHERE phase = 'final'
          GROUP BY trial.setting, activation, layer.layer
          ORDER BY trial.setting, activation, layer.layer
          """)
      while let row = try rows.next() {
        layers[Place(setting: row[0], choice: try choices.choice(row[1])), default: []].append(
          LayerSummary(
            epoch: row[2],
            probe: LayerProbe(
              layer: row[3], name: row[4], preActivationMean: rounded(row[5]) ?? .nan,
              preActivationDeviation: rounded(row[6]) ?? .nan,
              outputMean: rounded(row[7]) ?? .nan, outputDeviation: rounded(row[8]) ?? .nan,
              deadShare: rounded(row[9]) ?? 0,
              saturatedShare: rounded(row[10]) ?? 0, gradientNorm: rounded(row[11]) ?? .nan,
              updateRatio: rounded(row[12]) ?? .nan)))
      }
    }
    return layers
  }
}

/// A mean to nine digits: SQLite adds up in the order in which trials ended, and the last digits depend on that.
private func rounded(_ value: Double?) -> Double? {
  guard let value, value != 0, value.isFinite else { return value }
  let scale = pow(10, 9 - (log10(abs(value))).rounded(.up))
  guard scale.isFinite, scale > 0 else { return value }
  return (value * scale).rounded() / scale
}

/// Activations by their stored text, each read once.
private struct Choices {
  let path: String
  private var known: [String: ActivationChoice] = [:]

  init(path: String) { self.path = path }

  mutating func choice(_ text: String) throws -> ActivationChoice {
    if let found = known[text] { return found }
    do {
      let choice = try ActivationChoice(text)
      known[text] = choice
      return choice
    } catch {
      throw StudyError.store(path: path, problem: "a trial has the activation '\(text)', which is not in the catalogue")
    }
  }
}
