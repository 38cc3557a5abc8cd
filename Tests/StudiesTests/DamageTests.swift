import Foundation
import GRDB
import Studies
import TestSupport
import Testing

/// Study files into which somebody, or a failing disk, wrote what is no number.
@Suite struct DamageTests {
  @Test(
    arguments: [
      ("trial", "validationScore", "id = 2", "row id 2"), ("trial", "learningRate", "id = 3", "row id 3"),
      ("trial", "testLoss", "id = 9", "row id 9"), ("epoch", "trainLoss", "trial = 8", "row trial 8, epoch 0"),
      ("epoch", "validationScore", "trial = 1", "row trial 1, epoch 0"),
      ("layer", "gradientNorm", "trial = 8", "row trial 8, epoch 0, layer 0"),
      ("layer", "deadShare", "trial = 8", "row trial 8, epoch 0, layer 0"), ("session", "seconds", "id > 0", "row id"),
    ])
  func aTextAmongNumbersIsSaid(table: String, column: String, rows: String, place: String) throws {
    for (value, words) in [("'0,93'", "the text '0,93'"), ("x'0102'", "2 bytes")] {
      try withScratchFolder { folder in
        let plan = try Fixture.plan()
        do {
          let runner = StudyRunner(plan: plan, store: try StoreTests.store(folder, plan), jobs: 1) { key, _ in
            Fixture.trial(key)
          }
          try runner.run()
        }
        #expect(throws: Never.self) { try StudyReader(folder).contents() }
        let path = folder + "/" + StudyReader.fileName
        do {
          let queue = try DatabaseQueue(path: path)
          try queue.write { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = 1")
            try db.execute(sql: "UPDATE \(table) SET \(column) = \(value) WHERE \(rows)")
          }
          try queue.close()
        }
        let error = #expect(throws: StudyError.self) { try StudyReader(folder).contents() }
        let message = error?.description ?? ""
        for part in [path, "in the table \(table), \(place)", "column \(column) holds \(words); expected a number"] {
          #expect(message.contains(part), "\(message)")
        }
        // Nor is it gone on with.
        if table == "trial" {
          let store = try StoreTests.store(folder, plan)
          let again = StudyRunner(plan: plan, store: store, jobs: 1) { key, _ in Fixture.trial(key) }
          #expect(throws: StudyError.self) { try again.run() }
        }
      }
    }
  }
}
