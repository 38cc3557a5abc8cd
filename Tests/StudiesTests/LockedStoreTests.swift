import Foundation
import GRDB
import Studies
import Synchronization
import TestSupport
import Testing

/// Study files that cannot be written, or not just now.
@Suite struct LockedStoreTests {
  private func open(_ folder: String, _ plan: StudyPlan, patience: Double = 0.05) throws -> StudyStore {
    try StudyStore(
      path: "\(folder)/\(StudyReader.fileName)", plan: plan, environment: Fixture.environment,
      command: "hillock study", patience: patience)
  }

  private func figures(_ folder: String, _ plan: StudyPlan) throws -> String {
    let runner = StudyRunner(plan: plan, store: try open(folder, plan), jobs: 1) { key, _ in Fixture.trial(key) }
    try runner.run()
    return try Leaderboard.result(try runner.store.contents()).figures.json()
  }

  /// Another program's transaction holds the whole file: both who would write and who would read are told so, nothing
  /// changes, and once it is over the study goes on.
  @Test func aLockIsSaidAndOutlived() throws {
    let plan = try Fixture.plan()
    let larger = try Fixture.plan(seeds: 4)
    let whole = try withScratchFolder { try figures($0, larger) }
    try withScratchFolder { folder in
      _ = try figures(folder, plan)
      let path = folder + "/" + StudyReader.fileName
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let other = try DatabaseQueue(path: path)
      try other.inDatabase { db in
        try db.execute(sql: "BEGIN EXCLUSIVE")
        for error in [
          #expect(throws: StudyError.self) { try open(folder, larger) },
          #expect(throws: StudyError.self) { try StudyReader(folder, patience: 0.05) },
        ] {
          guard case .busy(path, let problem) = error else {
            Issue.record("\(error?.description ?? "no error")")
            continue
          }
          #expect(problem.contains("locked by another program"))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        try db.execute(sql: "ROLLBACK")
      }
      try other.close()
      #expect(try figures(folder, larger) == whole)
    }
  }

  /// The lock comes while a study runs: it ends with what is finished kept.
  @Test func aLockInTheMiddleKeepsWhatIsFinished() throws {
    let plan = try Fixture.plan()
    let whole = try withScratchFolder { try figures($0, plan) }
    try withScratchFolder { folder in
      do {
        let store = try open(folder, plan)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: store.path, configuration: configuration)
        let count = Atomic(0)
        let runner = StudyRunner(plan: plan, store: store, jobs: 1) { key, _ in
          if count.add(1, ordering: .relaxed).newValue == 6 {
            try? other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
          }
          return Fixture.trial(key)
        }
        let error = #expect(throws: StudyError.self) { try runner.run() }
        #expect(error?.description.contains("locked by another program") ?? false, "\(error?.description ?? "")")
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        let kept = try store.table().count
        #expect(kept >= 4 && kept < Fixture.table(plan).count)
      }
      #expect(try figures(folder, plan) == whole)
    }
  }

  /// Folders that refuse writes whoever asks: a file in a folder's place, and the kernel's own files.
  @Test(arguments: ["file/study.sqlite", "/proc/study.sqlite", "/proc/self/study.sqlite"])
  func whereNothingCanBeWritten(path: String) throws {
    try withScratchFolder { folder in
      try write([1, 2, 3], to: folder + "/file")
      let file = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      let plan = try Fixture.plan()
      let error = #expect(throws: StudyError.self) {
        try StudyStore(path: file, plan: plan, environment: Fixture.environment, command: "", patience: 0.05)
      }
      guard case .unwritable(let place, let problem) = error else {
        Issue.record("\(error?.description ?? "no error")")
        return
      }
      #expect(file.hasPrefix(place) && problem.contains("cannot be"), "\(problem)")
      #expect(try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/file"))) == [1, 2, 3])
    }
  }

  /// A finished study in a folder that was made read-only: it cannot be gone on with, and can be read as ever.
  @Test(.enabled(if: geteuid() != 0, "the superuser writes anywhere")) func aFolderThatBecameReadOnly() throws {
    try withScratchFolder { folder in
      let plan = try Fixture.plan()
      _ = try figures(folder, plan)
      let path = folder + "/" + StudyReader.fileName
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder) }
      let larger = try Fixture.plan(seeds: 4)
      let error = #expect(throws: StudyError.self) { try open(folder, larger) }
      #expect(error?.description.contains("read-only") ?? false, "\(error?.description ?? "")")
      #expect(try StudyReader(folder).table().count == Fixture.table(plan).count)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
  }
}
