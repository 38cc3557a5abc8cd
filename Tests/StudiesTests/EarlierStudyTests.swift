import Activations
import Foundation
import GRDB
import Statistics
import Studies
import TestSupport
import Testing

/// A study that the first protocol ran: on one split, with one tuning.
@Suite struct EarlierStudyTests {
  private func folder(_ work: (String) throws -> Void) throws {
    try withScratchFolder { folder in
      let queue = try DatabaseQueue(path: folder + "/" + StudyReader.fileName)
      let sql = try String(contentsOf: Self.dump, encoding: .utf8)
      try queue.inDatabase { try $0.execute(sql: sql) }
      try queue.close()
      try work(folder)
    }
  }

  private static let dump = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots/earlier-study.sql")

  @Test func itOpensAndSaysNoVerdict() throws {
    try folder { folder in
      let result = try Leaderboard.result(try StudyReader(folder).contents())
      #expect(!result.isCurrent && result.isComplete)
      let rows = result.settings[0].leaderboard
      #expect(rows.map(\.choice.activation.name).sorted() == ["relu", "tanh"])
      #expect(rows.allSatisfy { $0.verdict == .baseline || $0.verdict == .undecided })
      #expect(rows.allSatisfy { $0.seeds == 2 && ($0.score?.value ?? 0) > 0.5 && $0.judgement == nil })
    }
  }

  @Test func itIsNotGoneOnWithAndLeftAsItIs() throws {
    try folder { folder in
      let path = folder + "/" + StudyReader.fileName
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let old = try #require(try StudyReader(folder).plans().last?.plan)
      #expect(old.protocolVersion == 1)
      var plan = old
      plan.protocolVersion = StudyPlan.currentProtocol
      let error = #expect(throws: StudyError.self) { try StoreTests.store(folder, plan) }
      #expect(error?.description.contains("earlier protocol") ?? false, "\(error?.description ?? "")")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
  }
}
