import Activations
import Foundation
import GRDB
import Studies
import Synchronization
import TestSupport
import Testing

@Suite struct StoreTests {
  static func store(_ folder: String, _ plan: StudyPlan) throws -> StudyStore {
    try StudyStore(
      path: "\(folder)/\(StudyReader.fileName)", plan: plan, environment: Fixture.environment, command: "hillock study")
  }

  func runner(_ folder: String, _ plan: StudyPlan, jobs: Int = 1) throws -> StudyRunner {
    StudyRunner(plan: plan, store: try Self.store(folder, plan), jobs: jobs) { key, _ in Fixture.trial(key) }
  }

  func figures(_ folder: String, _ plan: StudyPlan, jobs: Int = 1) throws -> String {
    let runner = try runner(folder, plan, jobs: jobs)
    try runner.run()
    return try Leaderboard.result(try runner.store.contents()).figures.json()
  }

  @Test func figuresDoNotDependOnTheNumberOfThreads() throws {
    let plan = try Fixture.plan(refinements: 1, hasSwapOnly: true)
    var all: Set<String> = []
    for jobs in [1, 2, 7] { all.insert(try withScratchFolder { try figures($0, plan, jobs: jobs) }) }
    #expect(all.count == 1)
  }

  @Test(arguments: [nil, Budget.trials(40)]) func interruptedAnywhereItEndsWithTheSameFigures(budget: Budget?) throws {
    let plan = try Fixture.plan(seeds: budget == nil ? 3 : 30, refinements: 1, budget: budget, hasSwapOnly: true)
    let whole = try withScratchFolder { try figures($0, plan) }
    let total = Fixture.table(plan).count
    #expect(budget == nil ? total > 25 : total == 40)
    for limit in 0..<total {
      try withScratchFolder { folder in
        let count = Atomic(0)
        let stop: @Sendable () -> Bool = { count.load(ordering: .relaxed) >= limit }
        let store = try Self.store(folder, plan)
        let cancelling = StudyRunner(plan: plan, store: store, jobs: 1) { key, _ in
          count.add(1, ordering: .relaxed)
          return Fixture.trial(key)
        }
        // As many trials as the limit allows, then none.
        do {
          try cancelling.run(isCancelled: stop) { _ in }
          Issue.record("\(limit) of \(total) trials were taken for all")
        } catch StudyError.interrupted(let done, _) {
          #expect(done == limit)
        }
        let again = StudyRunner(plan: plan, store: store, jobs: 2) { key, _ in Fixture.trial(key) }
        try again.run()
        #expect(try Leaderboard.result(try store.contents()).figures.json() == whole)
      }
    }
  }

  @Test func aReopenedStoreHasEverything() throws {
    let plan = try Fixture.plan()
    try withScratchFolder { folder in
      let first = try figures(folder, plan)
      // Left as an ordinary file, which any folder can hold.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [StudyReader.fileName])
      let store = try Self.store(folder, plan)
      let second = StudyRunner(plan: plan, store: store, jobs: 1) { key, _ in
        Issue.record("\(key.choice) was run again")
        return Fixture.trial(key)
      }
      try second.run()
      #expect(try Leaderboard.result(try store.contents()).figures.json() == first)
      #expect(try store.seconds() >= 0)
    }
  }

  @Test func aStudyThatGrowsRunsOnlyWhatIsNew() throws {
    try withScratchFolder { folder in
      _ = try figures(folder, try Fixture.plan())
      let before = try StudyReader(folder).table()
      let larger = try Fixture.plan(["relu", "tanh", "gelu", "elu"], seeds: 5, depths: [2, 3], hasSwapOnly: true)
      let ran = Mutex<[TrialKey]>([])
      do {
        let store = try Self.store(folder, larger)
        let runner = StudyRunner(plan: larger, store: store, jobs: 2) { key, _ in
          ran.withLock { $0.append(key) }
          return Fixture.trial(key)
        }
        try runner.run()
      }
      let keys = ran.withLock { $0 }
      #expect(keys.allSatisfy { before[$0] == nil } && Set(keys).count == keys.count)
      let grown = try Leaderboard.result(try StudyReader(folder).contents())
      let fresh = try withScratchFolder { other in
        _ = try figures(other, larger)
        return try Leaderboard.result(try StudyReader(other).contents())
      }
      #expect(try grown.figures.json() == fresh.figures.json())
      #expect(grown.changedAfterTrials == [before.count] && grown.isComplete)
      #expect(keys.count + before.count == fresh.trials)
    }
  }

  @Test(arguments: ["activations", "epochs", "seeds", "depth", "rates"])
  func aPlanThatTakesSomethingAwayIsRefused(what: String) throws {
    try withScratchFolder { folder in
      _ = try figures(folder, try Fixture.plan())
      let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/study.sqlite"))
      var plan = try Fixture.plan()
      let message: String
      switch what {
      case "activations":
        (plan, message) = (try Fixture.plan(["relu", "elu"]), "activations include tanh, gelu, missing")
      case "epochs": (plan.epochs, message) = (3, "number of epochs is 2, here it is 3")
      case "seeds": (plan.seeds, message) = (2, "it has 3 seeds, here there are 2")
      case "depth": (plan.grid.depths, message) = ([4], "depths include 2, missing here")
      default: (plan.tuning.rates, message) = ([0.5], "its tuning is rates [0.01, 0.1]")
      }
      let error = #expect(throws: StudyError.self) { try runner(folder, plan) }
      #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/study.sqlite")) == before)
    }
  }

  @Test func othersReadWhileItIsWritten() throws {
    try withScratchFolder { folder in
      let plan = try Fixture.plan()
      let counts = Mutex<[Int]>([])
      do {
        let runner = try runner(folder, plan, jobs: 2)
        try runner.run(progress: { _ in
          // Several readers, between any two trials.
          for _ in 0..<3 {
            let count = try? StudyReader(folder).table().count
            counts.withLock { $0.append(count ?? -1) }
          }
        })
        #expect(try StudyReader(folder).isRunning)
      }
      #expect(try !StudyReader(folder).isRunning)
      let seen = counts.withLock { $0 }
      #expect(seen.allSatisfy { $0 >= 0 } && seen.max() == Fixture.table(plan).count)
    }
  }

  @Test func aNewerSchemaIsRefusedAndLeftAlone() throws {
    try withScratchFolder { folder in
      let plan = try Fixture.plan()
      _ = try figures(folder, plan)
      let path = folder + "/study.sqlite"
      do {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
        try queue.close()
      }
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let error = #expect(throws: StudyError.self) { try runner(folder, plan) }
      #expect(error?.description.contains("newer version") ?? false, "\(error?.description ?? "")")
      #expect(throws: StudyError.self) { try StudyReader(folder) }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
  }

  @Test func whatIsNoStudyIsRefusedAndLeftAlone() throws {
    try withScratchFolder { folder in
      let path = folder + "/study.sqlite"
      let bytes = Array("this is a letter, not a database, and somebody wants to keep it".utf8)
      try write(bytes, to: path)
      #expect(throws: StudyError.self) { try runner(folder, try Fixture.plan()) }
      #expect(throws: StudyError.self) { try StudyReader(folder) }
      #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
    }
    try withScratchFolder { folder in
      do {
        let queue = try DatabaseQueue(path: folder + "/study.sqlite")
        try queue.write { try $0.execute(sql: "CREATE TABLE other (a)") }
        try queue.close()
      }
      let error = #expect(throws: StudyError.self) { try runner(folder, try Fixture.plan()) }
      #expect(error?.description.contains("not a study's") ?? false, "\(error?.description ?? "")")
    }
    let error = #expect(throws: StudyError.self) { try runner("/nowhere/at/all", try Fixture.plan()) }
    #expect(error?.description.contains("no such file") ?? false)
    let missing = #expect(throws: StudyError.self) { try StudyReader("/nowhere/at/all") }
    #expect(missing?.description.contains("no such file") ?? false)
  }

  /// What a kill in the middle of a transaction leaves: a write-ahead log whose end was never committed.
  @Test func aHalfWrittenTransactionIsTakenBack() throws {
    let plan = try Fixture.plan()
    let whole = try withScratchFolder { try figures($0, plan) }
    try withScratchFolder { folder in
      let copy = folder + "/killed"
      try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
      do {
        let runner = try runner(folder, plan)
        try runner.run()
        // Beside the store that is still open, so that the log is there.
        let queue = try DatabaseQueue(path: folder + "/study.sqlite")
        try queue.inDatabase { db in
          // A page cache of nothing, so that the transaction reaches the log before it is committed.
          try db.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE; DELETE FROM trial")
          for i in 0..<3_000 {
            try db.execute(sql: "INSERT INTO session (seconds, trials) VALUES (?, 1)", arguments: [i])
          }
          for name in ["study.sqlite", "study.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: copy + "/" + name)
          }
          try db.execute(sql: "ROLLBACK")
        }
        try queue.close()
      }
      let size = try FileManager.default.attributesOfItem(atPath: copy + "/study.sqlite-wal")[.size] as? Int
      #expect(size ?? 0 > 100_000)
      #expect(try figures(copy, plan) == whole)
    }
  }

  /// Killed before the first table was there: GRDB's own list of migrations is, and it is empty.
  @Test func aFileThatWasOnlyBegunIsGoneOnWith() throws {
    try withScratchFolder { folder in
      do {
        let queue = try DatabaseQueue(path: folder + "/study.sqlite")
        try queue.write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)") }
        try queue.close()
      }
      let plan = try Fixture.plan()
      #expect(try figures(folder, plan).count > 100)
    }
  }

  @Test func twoProgramsDoNotShareAStudy() throws {
    try withScratchFolder { folder in
      let plan = try Fixture.plan()
      let first = try runner(folder, plan)
      let error = #expect(throws: StudyError.self) { try runner(folder, plan) }
      #expect(error?.description.contains("another program") ?? false)
      try first.run()
    }
  }

  @Test func aFailingTrialEndsTheStudyAndKeepsTheOthers() throws {
    try withScratchFolder { folder in
      let plan = try Fixture.plan()
      let store = try Self.store(folder, plan)
      let failing = StudyRunner(plan: plan, store: store, jobs: 2) { (key, _) throws(StudyError) in
        if key.choice.activation.name == "gelu" { throw StudyError.trial(key, problem: "made up") }
        return Fixture.trial(key)
      }
      #expect(throws: StudyError.self) { try failing.run() }
      #expect(try store.table().count >= 4)
    }
  }

  /// A disk that is full in the middle of a study: SQLite is told that the file may not grow.
  @Test func aFullDiskKeepsWhatIsFinished() throws {
    try withScratchFolder { folder in
      let plan = try Fixture.plan()
      let whole = try withScratchFolder { try figures($0, plan) }
      do {
        let store = try Self.store(folder, plan)
        try store.limit(pages: 24)
        let runner = StudyRunner(plan: plan, store: store, jobs: 2) { key, _ in
          var record = Fixture.trial(key)
          // Large trials, so that the pages are soon full.
          record.epochs = (0..<200).map {
            EpochRecord(epoch: $0, trainLoss: 1, validationLoss: 1, validationScore: 0.5, layers: [])
          }
          return record
        }
        let error = #expect(throws: StudyError.self) { try runner.run() }
        #expect(error?.description.contains("the disk is full") ?? false, "\(error?.description ?? "")")
      }
      let kept = try StudyReader(folder).table().count
      #expect(kept > 0 && kept < Fixture.table(plan).count)
      let after = try figures(folder, plan)
      #expect(try StudyReader(folder).table().count == Fixture.table(plan).count)
      // The curves of the large trials differ; the scores do not.
      #expect(after.count > whole.count / 2)
    }
  }
}
