import Activations
import Foundation
import GRDB
import Studies
import Synchronization
import TestSupport
import Testing

@Suite struct StoreTests {
  func runner(_ folder: String, _ plan: StudyPlan, jobs: Int = 1) throws -> StudyRunner {
    let store = try StudyStore(
      path: folder + "/study.sqlite", plan: plan, data: Fixture.data, environment: Fixture.environment)
    return StudyRunner(plan: plan, store: store, jobs: jobs) { key, _ in Fixture.trial(key) }
  }

  func figures(_ folder: String, _ plan: StudyPlan, jobs: Int = 1) throws -> String {
    let runner = try runner(folder, plan, jobs: jobs)
    try runner.run()
    return try runner.result(data: Fixture.data, environment: Fixture.environment).figures.json()
  }

  @Test func figuresDoNotDependOnTheNumberOfThreads() throws {
    let plan = try Fixture.plan()
    var all: Set<String> = []
    for jobs in [1, 2, 7] { all.insert(try withScratchFolder { try figures($0, plan, jobs: jobs) }) }
    #expect(all.count == 1)
  }

  @Test func interruptedAnywhereItEndsWithTheSameFigures() throws {
    let plan = try Fixture.plan()
    let whole = try withScratchFolder { try figures($0, plan) }
    let total = 3 * (2 * 2 + 3)
    for limit in 0..<total {
      try withScratchFolder { folder in
        let first = try runner(folder, plan)
        let count = Atomic(0)
        let stop: @Sendable () -> Bool = { count.load(ordering: .relaxed) >= limit }
        do {
          try first.run(isCancelled: stop) { _ in }
        } catch {}
        // As many trials as the limit allows, then none.
        let cancelling = StudyRunner(plan: plan, store: first.store, jobs: 1) { key, _ in
          count.add(1, ordering: .relaxed)
          return Fixture.trial(key)
        }
        if limit > 0 {
          do {
            try cancelling.run(isCancelled: stop) { _ in }
          } catch StudyError.interrupted(let done, _) {
            #expect(done == limit)
          }
        }
        let again = StudyRunner(plan: plan, store: first.store, jobs: 2) { key, _ in Fixture.trial(key) }
        try again.run()
        #expect(try again.result(data: Fixture.data, environment: Fixture.environment).figures.json() == whole)
      }
    }
  }

  @Test func aReopenedStoreHasEverything() throws {
    let plan = try Fixture.plan()
    try withScratchFolder { folder in
      let first = try figures(folder, plan)
      let store = try StudyStore(
        path: folder + "/study.sqlite", plan: plan, data: Fixture.data, environment: Fixture.environment)
      let second = StudyRunner(plan: plan, store: store, jobs: 1) { key, _ in
        Issue.record("\(key.activation) was run again")
        return Fixture.trial(key)
      }
      try second.run()
      #expect(try second.result(data: Fixture.data, environment: Fixture.environment).figures.json() == first)
      #expect(try store.seconds() >= 0)
    }
  }

  @Test func anotherPlanIsRefused() throws {
    try withScratchFolder { folder in
      _ = try figures(folder, try Fixture.plan())
      let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/study.sqlite"))
      let error = #expect(throws: StudyError.self) { try runner(folder, try Fixture.plan(["relu", "elu"])) }
      #expect(error?.description.contains("list of activations is relu, tanh, gelu, here it is relu, elu") ?? false)
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/study.sqlite")) == before)
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
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
  }

  @Test func whatIsNoStudyIsRefusedAndLeftAlone() throws {
    try withScratchFolder { folder in
      let path = folder + "/study.sqlite"
      let bytes = Array("this is a letter, not a database, and somebody wants to keep it".utf8)
      try write(bytes, to: path)
      #expect(throws: StudyError.self) { try runner(folder, try Fixture.plan()) }
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
  }

  /// What a kill in the middle of a transaction leaves: a journal that has to be rolled back before anything is read.
  @Test func aHalfWrittenTransactionIsTakenBack() throws {
    let plan = try Fixture.plan()
    let whole = try withScratchFolder { try figures($0, plan) }
    try withScratchFolder { folder in
      _ = try figures(folder, plan)
      let path = folder + "/study.sqlite"
      let copy = folder + "/killed"
      try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
      let queue = try DatabaseQueue(path: path)
      try queue.inDatabase { db in
        // A page cache of nothing, so that the transaction reaches the file before it is committed.
        try db.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE; DELETE FROM trial")
        for i in 0..<3_000 { try db.execute(sql: "INSERT INTO session (seconds) VALUES (?)", arguments: [i]) }
        for name in ["study.sqlite", "study.sqlite-journal"] {
          try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: copy + "/" + name)
        }
        try db.execute(sql: "ROLLBACK")
      }
      try queue.close()
      let again = try figures(copy, plan)
      #expect(again == whole)
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
      let store = try runner(folder, plan).store
      let failing = StudyRunner(plan: plan, store: store, jobs: 2) { (key, _) throws(StudyError) in
        if key.activation.name == "gelu" { throw StudyError.trial(key, problem: "made up") }
        return Fixture.trial(key)
      }
      #expect(throws: StudyError.self) { try failing.run() }
      #expect(try store.trials().count >= 4)
    }
  }
}

@Suite struct LeaderboardTests {
  @Test func ratesRanksAndVerdicts() throws {
    let plan = try Fixture.plan(["relu", "tanh", "gelu-sigmoid", "mish"])
    let tuning = StudyRunner.tuningKeys(plan).map(Fixture.trial)
    let all = tuning + StudyRunner.finalKeys(plan, tuning).map(Fixture.trial)
    let rows = Leaderboard.rows(plan, all, margin: 0.005)
    #expect(rows.map(\.activation.name) == ["gelu-sigmoid", "relu", "tanh", "mish"])
    #expect(rows.map(\.rank) == [1, 2, 3, 4])
    #expect(rows[0].learningRate == 0.1 && rows[2].learningRate == 0.01)
    #expect(rows[0].verdict == .better)
    #expect(rows[1].verdict == .baseline && rows[1].difference == nil)
    #expect(rows[2].verdict == .equivalent)
    #expect(rows[3].verdict == .diverged && rows[3].score == nil && rows[3].learningRate == nil)
    #expect(rows[3].divergedTrials == 4 && rows[3].trials == 4)
  }

  @Test func oneSeedDecidesNothing() throws {
    let plan = try Fixture.plan(finalSeeds: [5])
    let tuning = StudyRunner.tuningKeys(plan).map(Fixture.trial)
    let rows = Leaderboard.rows(plan, tuning + StudyRunner.finalKeys(plan, tuning).map(Fixture.trial), margin: 0.005)
    for row in rows where row.verdict != .baseline {
      #expect(row.verdict == .undecided && row.adjustedP == nil && row.moreSeedsNeeded == nil)
    }
  }

  @Test(arguments: [
    "epochs", "activations", "seeds", "rates", "hidden",
  ])
  func plansThatMakeNoSense(what: String) throws {
    var plan = try Fixture.plan()
    switch what {
    case "epochs": plan.epochs = 0
    case "activations": plan.activations = []
    case "seeds": plan.finalSeeds = plan.tuningSeeds
    case "rates": plan.learningRates = [0.1, -1]
    default: plan.hidden = [0]
    }
    #expect(throws: StudyError.self) { try plan.validate() }
  }
}
