import Claims
import Foundation
import Quiz
import Testing

/// Claims as people ask for them.
@Suite struct ClaimsCommandTests {
  private func folder() throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("claims-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private struct Named: Decodable { var id, topic: String }

  @Test func listsAllOrThoseOfATopic() throws {
    let all = try CommandTests.run(["claims", "list", "--json"])
    let names = try JSONDecoder().decode([Named].self, from: Data(all.output.utf8)).map(\.id)
    #expect(names == Claim.all.map(\.id))
    let some = try CommandTests.run(["claims", "list", "--topic", "softmax", "--json"])
    #expect(try JSONDecoder().decode([Named].self, from: Data(some.output.utf8)).allSatisfy { $0.topic == "softmax" })
    #expect(try CommandTests.run(["claims", "list"]).output.contains("\(Claim.all.count) claims."))
  }

  @Test func showsTheRuleBeforeAnythingIsRun() throws {
    let outcome = try CommandTests.run(["claims", "show", "swish-dip"])
    #expect(outcome.status == 0)
    for part in [
      "Who says so", "What they did and found", "What differs", "The rule", "What it takes", "arXiv:1710.05941",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  @Test func mistypedNamesHaveTheNearestMatch() throws {
    let claim = try CommandTests.run(["claims", "run", "swish-dap"])
    #expect(claim.status == 64 && claim.errors.contains("did you mean 'swish-dip'?"), "\(claim.errors)")
    let topic = try CommandTests.run(["claims", "list", "--topic", "sofmax"])
    #expect(topic.status == 64 && topic.errors.contains("did you mean 'softmax'?"), "\(topic.errors)")
  }

  @Test func runsWritesAPageAndRunsNothingTwice() throws {
    let folder = try folder()
    let arguments = [
      "claims", "run", "sigmoid-saturates", "gelu-approximations", "--output", folder, "--page", folder + "/Claims.md",
      "--pictures", folder + "/pictures",
    ]
    let first = try CommandTests.run(arguments)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("Of 2 claims, 2 hold."), "\(first.output)")
    let page = try String(contentsOfFile: folder + "/quick.html", encoding: .utf8)
    #expect(page.contains("<svg") && page.contains("sigmoid-saturates") && !page.contains("<script"))
    #expect(!page.contains("{{") && !page.contains("http-equiv"))
    let table = try String(contentsOfFile: folder + "/Claims.md", encoding: .utf8)
    #expect(
      table.contains("| **holds**<br>[picture](pictures/gelu-approximations.svg) |") && table.contains("0.044715"))
    #expect(FileManager.default.fileExists(atPath: folder + "/pictures/gelu-approximations.svg"))
    let again = try CommandTests.run(arguments)
    #expect(again.output == first.output)
  }

  @Test func whereItCannotWriteItSaysSo() throws {
    let folder = try folder()
    try Data("a file".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
    let outcome = try CommandTests.run(["claims", "run", "sigmoid-saturates", "--output", folder + "/file"])
    #expect(outcome.status != 0 && outcome.errors.contains(folder + "/file"), "\(outcome.errors)")
    #expect(try String(contentsOfFile: folder + "/file", encoding: .utf8) == "a file")
  }

  /// What the quiz points to is there.
  @Test func everyClaimOfTheQuizExists() {
    let names = Set(Claim.all.map(\.id))
    for question in Question.all {
      if let claim = question.claim { #expect(names.contains(claim), "\(question.id): \(claim)") }
    }
  }
}
