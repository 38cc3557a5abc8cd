internal import GRDB

/// Values that are no numbers in columns of numbers. SQLite keeps a text as it is there, and sums take it for 0: a damaged
/// file would be read as if something were missing from it.
enum StoreDamage {
  /// A table with its columns of numbers, and those that name a row.
  enum Table: String {
    case trial, epoch, layer, session

    var key: [String] {
      switch self {
      case .trial, .session: ["id"]
      case .epoch: ["trial", "epoch"]
      case .layer: ["trial", "epoch", "layer"]
      }
    }

    var numbers: [String] {
      switch self {
      case .trial:
        [
          "learningRate", "weightDecay", "dropout", "divergedInEpoch", "validationScore", "validationLoss", "testScore",
          "testLoss", "millisecondsPerEpoch",
        ]
      case .epoch: ["epoch", "trainLoss", "validationLoss", "validationScore"]
      case .layer:
        [
          "epoch", "layer", "preActivationMean", "preActivationDeviation", "outputMean", "outputDeviation", "deadShare",
          "saturatedShare", "gradientNorm", "updateRatio",
        ]
      case .session: ["seconds", "trials"]
      }
    }
  }

  /// - Throws: `StudyError.store` with the table, row and column of the first such value.
  static func check(_ table: Table, _ db: Database, _ path: String) throws {
    // Texts and bytes are larger than any number, infinity included.
    let isWrong = table.numbers.map { "\($0) > 9e999" }.joined(separator: " OR ")
    let columns = table.key + table.numbers
    let row = try Row.fetchOne(
      db, sql: "SELECT \(columns.joined(separator: ", ")) FROM \(table.rawValue) WHERE \(isWrong) LIMIT 1")
    guard let row else { return }
    for column in table.numbers {
      let value: DatabaseValue = row[column]
      let found: String
      switch value.storage {
      case .string(let text): found = "the text '\(text.prefix(40))'"
      case .blob(let bytes): found = "\(bytes.count) bytes"
      default: continue
      }
      let place = table.key.map { key -> String in
        let value: DatabaseValue = row[key]
        return "\(key) \(value)"
      }.joined(separator: ", ")
      throw StudyError.store(
        path: path,
        problem: "is damaged: in the table \(table.rawValue), row \(place), the column \(column) holds \(found); "
          + "expected a number")
    }
  }
}
