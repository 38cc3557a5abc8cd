import Foundation
import TestSupport
import Testing

/// The real MNIST, where it is at hand.
private let mnistFolder =
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../../shared/data/mnist"

@Suite struct DataCommandTests {
  /// With a home of its own, so that no cache of the person who tests is read or written.
  static func run(_ arguments: [String], in folder: String) throws -> CommandTests.Outcome {
    try CommandTests.run(["data"] + arguments, in: folder, environment: ["HOME": folder])
  }

  static let table = "a,b,kind\n1,2,x\n,3,y\n5,4,x\n"

  @Test(
    arguments: [
      (["info", "nowhere"], 65, "no such file"), (["info", "mnist"], 65, "hillock data fetch mnist"),
      (["info", "moons", "--task", "x"], 64, "classification or regression"),
      (["export", "moons", "-o", "x.txt"], 64, ".csv or .npz"),
      (["export", "moons", "-o", "x.csv", "--part", "some"], 64, "all, train or test"),
      (["export", "moons", "-o", "x.csv", "--part", "test"], 65, "has no training and test parts"),
      (["export", "moons", "-o", "/proc/x.csv"], 65, "cannot be written"),
      (["fetch", "imagenet"], 64, "expected mnist"),
      (["fetch", "mnist", "--stall", "0"], 64, "--stall"),
      (["fetch", "mnist", "--folder", "/proc/x"], 1, "cannot be written"),
      (["fetch", "mnist", "--from", "ftp://x"], 1, "By hand: put train-images-idx3-ubyte.gz"),
    ] as [([String], Int32, String)])
  func mistakes(arguments: [String], status: Int32, message: String) throws {
    try withScratchFolder { folder in
      let outcome = try Self.run(arguments, in: folder)
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test func missingValuesAreShown() throws {
    try withScratchFolder { folder in
      try write(Array(Self.table.utf8), to: folder + "/t.csv")
      let outcome = try Self.run(["info", "t.csv"], in: folder)
      #expect(outcome.status == 0 && outcome.output.contains("! 1 column with missing values"), "\(outcome.errors)")
      let json = try Self.run(["info", "t.csv", "--json"], in: folder)
      #expect(json.output.contains("\"missing\" : 1"))
      let picture = try Self.run(["info", "t.csv", "--contact-sheet", "p.svg"], in: folder)
      #expect(picture.status == 65 && picture.errors.contains("t.csv:3:1: an empty cell"), "\(picture.errors)")
    }
  }

  @Test func contactSheets() throws {
    try withScratchFolder { folder in
      for name in ["moons", "digits"] {
        #expect(try Self.run(["info", name, "--contact-sheet", "p.svg"], in: folder).status == 0)
        let size = try Data(contentsOf: URL(fileURLWithPath: folder + "/p.svg")).count
        #expect((10_000..<250_000).contains(size))
      }
      try write(Array("a,b,c,k\n1,2,3,x\n2,3,4,y\n".utf8), to: folder + "/t.csv")
      let outcome = try Self.run(["info", "t.csv", "--contact-sheet", "p.svg"], in: folder)
      #expect(outcome.status == 64 && outcome.errors.contains("there is no picture of t.csv"), "\(outcome.errors)")
    }
  }

  @Test func exportAndStudy() throws {
    try withScratchFolder { folder in
      #expect(try Self.run(["export", "xor", "-o", "x.npz"], in: folder).status == 0)
      #expect(try Self.run(["export", "x.npz", "-o", "x.csv"], in: folder).status == 0)
      let text = try String(contentsOfFile: folder + "/x.csv", encoding: .utf8)
      #expect(text.hasPrefix("x1,x2,y\n") && text.split(separator: "\n").count == 2_001)
      let study = try CommandTests.run(
        ["study", "--data", "x.npz", "--activations", "relu", "--epochs", "1", "--seeds", "1", "--rates", "0.1"],
        in: folder)
      #expect(study.status == 0, "\(study.errors)")
    }
  }

  @Test func listing() throws {
    try withScratchFolder { folder in
      let outcome = try Self.run(["list"], in: folder)
      #expect(outcome.status == 0 && outcome.output.contains("not fetched yet"))
      let json = try Self.run(["list", "--json", "--folder", "elsewhere"], in: folder)
      #expect(json.output.contains("\"folder\" : \"elsewhere/cifar10\""))
    }
  }

  @Test func fetchRefusesWrongBytesAndSaysWhatToDo() throws {
    let server = try TestServer { _ in TestServer.Reply(Array("<html>sign in</html>".utf8)) }
    defer { server.stop() }
    try withScratchFolder { folder in
      for name in ["mnist", "fashion-mnist", "cifar10"] {
        let outcome = try Self.run(["fetch", name, "--from", server.address, "--folder", "cache"], in: folder)
        #expect(outcome.status == 65 && outcome.errors.contains("sent another file than expected"), "\(outcome.errors)")
        #expect(outcome.errors.contains("into cache/\(name)"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/cache/\(name)").isEmpty)
      }
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: mnistFolder)))
  func mnistIsFetchedFromAServerThatBreaksOffAndStalls() throws {
    let server = try TestServer { request in
      guard let data = try? Data(contentsOf: URL(fileURLWithPath: mnistFolder + request.path)) else {
        return TestServer.Reply(status: 404)
      }
      var reply = TestServer.Reply(Array(data))
      if request.path.contains("train-images"), request.earlier < 2 { reply.sent = 3_000_000 }
      if request.path.contains("t10k-images"), request.earlier == 0 { (reply.sent, reply.isSilent) = (500_000, true) }
      return reply
    }
    defer { server.stop() }
    try withScratchFolder { folder in
      let arguments = ["fetch", "mnist", "--from", server.address, "--stall", "1"]
      let outcome = try Self.run(arguments, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("use it with --data mnist"))
      #expect(FileManager.default.fileExists(atPath: folder + "/.cache/hillock/mnist/t10k-labels-idx1-ubyte.gz"))
      let count = server.requests.count
      let again = try Self.run(arguments, in: folder)
      #expect(again.output.contains("is there already") && server.requests.count == count)
      let info = try Self.run(["info", "mnist", "--json"], in: folder)
      #expect(info.output.contains("\"testCount\" : 10000"), "\(info.errors)")
    }
  }
}
