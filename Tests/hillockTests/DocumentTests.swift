import Foundation
import TestSupport
import Testing

/// The pages that `make docs` hands to DocC.
@Suite struct DocumentTests {
  private func page(_ name: String, in folder: String) throws -> String {
    try String(contentsOfFile: folder + "/pages/" + name, encoding: .utf8)
  }

  @Test func aPageForEveryFunction() throws {
    try withScratchFolder { folder in
      #expect(try CommandTests.run(["document", "--output", "pages"], in: folder).status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/pages")
      let listed = try CommandTests.run(["list"]).output.split(separator: "\n").dropFirst(2).prefix {
        !$0.hasPrefix("Also")
      }
      #expect(names.filter { $0.hasSuffix("-function.md") }.count == listed.count + 2)
      let overview = try page("Catalogue.md", in: folder)
      for line in listed {
        let name = try #require(line.split(separator: " ").first)
        #expect(overview.contains("<doc:\(name)-function>"))
        let text = try page("\(name)-function.md", in: folder)
        for part in ["## Accuracy", "## Cost", "## Source", "**f′(x)**", "**Range**", "try Activation(\"\(name)\")"] {
          #expect(text.contains(part), "\(name): no \(part)")
        }
        #expect(try page("\(name)-curve.svg", in: folder).hasPrefix("<svg"))
      }
      let difference = Snapshot.difference(try page("leaky-relu-function.md", in: folder), named: "leaky-relu-page.txt")
      #expect(difference == nil, "\(difference ?? "")")
    }
  }

  @Test func figuresFromOtherCommands() throws {
    try withScratchFolder { folder in
      let accuracy = try CommandTests.run(["accuracy", "tanh", "--json"])
      try write(Array(accuracy.output.utf8), to: folder + "/accuracy.json")
      let cost = try CommandTests.run(
        ["bench", "kernels", "tanh", "softmax", "--sizes", "64", "--threads", "1", "--rounds", "1", "--json"])
      try write(Array(cost.output.utf8), to: folder + "/cost.json")
      let outcome = try CommandTests.run(
        ["document", "-o", "pages", "--accuracy", "accuracy.json", "--cost", "cost.json"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let tanh = try page("tanh-function.md", in: folder)
      #expect(tanh.contains("| baseline | ") && tanh.contains("| 64 | 1 | ") && !tanh.contains("Not measured"))
      #expect(try page("softmax-function.md", in: folder).contains(" in rows of "))
      #expect(try page("gelu-function.md", in: folder).contains("Not measured"))
    }
  }

  @Test(arguments: [
    ("[1, 2]", "another kind of value at the top"), ("{", "not JSON"), ("{}", "no 'parts' at the top"),
    (
      "{\"parts\": [{\"numbers\": \"Float\", \"inputs\": \"all\", \"functions\": [{}]}]}", "no 'activation' in parts/0/"
    ),
  ])
  func otherFiles(text: String, message: String) throws {
    try withScratchFolder { folder in
      try write(Array(text.utf8), to: folder + "/figures.json")
      let outcome = try CommandTests.run(["document", "-o", "pages", "--accuracy", "figures.json"], in: folder)
      #expect(outcome.status == 65)
      #expect(
        outcome.errors.contains(message) && outcome.errors.contains("hillock accuracy --json"), "\(outcome.errors)")
    }
  }

  @Test func noFile() throws {
    let outcome = try CommandTests.run(["document", "-o", "pages", "--cost", "nowhere.json"])
    #expect(outcome.status == 65 && outcome.errors.contains("nowhere.json: cannot be read"))
  }
}
