import Downloads
import Foundation
import TestSupport
import Testing

@Suite struct DownloadTests {
  static let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
  static let sum = Digest.text(.md5, of: body)

  /// - Returns: what the file holds, and what was asked of the server.
  static func fetch(
    stall: Double = 5, attempts: Int = 3, largest: Int = 1_000_000, before: [UInt8]? = nil, mirrors: [String] = ["f"],
    _ answer: @escaping @Sendable (TestServer.Request) -> TestServer.Reply
  ) throws -> (bytes: [UInt8]?, requests: [TestServer.Request]) {
    try withScratchFolder { folder in
      let server = try TestServer(answer)
      defer { server.stop() }
      let path = folder + "/file.bin"
      if let before { try write(before, to: path + ".part") }
      let download = Download(
        addresses: mirrors.map { server.address + $0 }, path: path, checksum: .md5(sum), largest: largest,
        stall: stall, attempts: attempts, pause: 0.01)
      try download.run()
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left == ["file.bin"])
      return (try Array(Data(contentsOf: URL(fileURLWithPath: path))), server.requests)
    }
  }

  @Test func rightBytes() throws {
    let (bytes, requests) = try Self.fetch { _ in TestServer.Reply(Self.body) }
    #expect(bytes == Self.body && requests.count == 1)
  }

  @Test func aServerThatDoesNotSayHowLong() throws {
    let (bytes, _) = try Self.fetch { _ in
      var reply = TestServer.Reply(Self.body)
      reply.hasLength = false
      return reply
    }
    #expect(bytes == Self.body)
  }

  @Test func aBrokenConnectionGoesOn() throws {
    let (bytes, requests) = try Self.fetch { request in
      var reply = TestServer.Reply(Self.body)
      if request.earlier < 4 { reply.sent = 50_000 }
      return reply
    }
    #expect(bytes == Self.body)
    #expect(requests.count >= 4)
    // Each request begins where the one before ended.
    let starts = requests.map { $0.start ?? 0 }
    #expect(starts == starts.sorted() && (starts.last ?? 0) > 0)
  }

  @Test func aBrokenConnectionWithoutRangesBeginsAgain() throws {
    let (bytes, _) = try Self.fetch { request in
      var reply = TestServer.Reply(Self.body)
      reply.hasRanges = false
      if request.earlier == 0 { reply.sent = 50_000 }
      return reply
    }
    #expect(bytes == Self.body)
  }

  @Test(.timeLimit(.minutes(5))) func silenceIsGivenUp() throws {
    // The server would be silent for ever: that the call ends says that it gave up, and what came second was asked for.
    let (bytes, requests) = try Self.fetch(stall: 0.5) { request in
      var reply = TestServer.Reply(Self.body)
      if request.earlier == 0 { (reply.sent, reply.isSilent) = (70_000, true) }
      return reply
    }
    #expect(bytes == Self.body && requests.count == 2)
  }

  @Test func aPartOfAnEarlierCallIsUsed() throws {
    let (bytes, requests) = try Self.fetch(before: Array(Self.body.prefix(120_000))) { _ in TestServer.Reply(Self.body)
    }
    #expect(bytes == Self.body)
    #expect(requests.map(\.start) == [120_000])
  }

  @Test(arguments: [1, 300_000, 300_001])
  func aWrongPartIsThrownAway(count: Int) throws {
    let (bytes, _) = try Self.fetch(before: [UInt8](repeating: 1, count: count)) { _ in TestServer.Reply(Self.body) }
    #expect(bytes == Self.body)
  }

  @Test func theNextMirror() throws {
    let (bytes, requests) = try Self.fetch(mirrors: ["gone", "wrong", "right"]) { request in
      switch request.path {
      case "/gone": TestServer.Reply(status: 404)
      case "/wrong": TestServer.Reply(Array(Self.body.reversed()))
      default: TestServer.Reply(Self.body)
      }
    }
    #expect(bytes == Self.body)
    #expect(requests.map(\.path) == ["/gone", "/wrong", "/right"])
  }

  static func failure(
    stall: Double = 5, largest: Int = 1_000_000, _ answer: @escaping @Sendable (TestServer.Request) -> TestServer.Reply
  ) -> DownloadError? {
    #expect(throws: DownloadError.self) { try fetch(stall: stall, attempts: 2, largest: largest, answer) }
  }

  @Test func wrongBytes() {
    let error = Self.failure { _ in TestServer.Reply([1, 2, 3]) }
    #expect(error?.kind == .wrongBytes)
    #expect(error?.description.contains("expected \(Self.sum)") ?? false, "\(String(describing: error))")
  }

  @Test func tooMany() {
    let declared = Self.failure(largest: 1_000) { _ in TestServer.Reply(Self.body) }
    #expect(declared?.kind == .wrongBytes && declared?.problem.contains("300000 bytes") ?? false)
    let endless = Self.failure(largest: 1_000) { _ in
      var reply = TestServer.Reply(Self.body)
      reply.hasLength = false
      return reply
    }
    #expect(endless?.kind == .wrongBytes && endless?.problem.contains("more than 1000") ?? false)
  }

  @Test func statusAndSilenceAreReported() {
    #expect(Self.failure { _ in TestServer.Reply(status: 404) }?.problem.contains("status 404") ?? false)
    #expect(Self.failure { _ in TestServer.Reply(status: 503) }?.problem.contains("status 503") ?? false)
    let silent = Self.failure(stall: 1) { _ in
      var reply = TestServer.Reply(Self.body)
      (reply.sent, reply.isSilent) = (0, true)
      return reply
    }
    #expect(silent?.problem.contains("sent nothing") ?? false, "\(String(describing: silent))")
    let broken = Self.failure { _ in
      var reply = TestServer.Reply(Self.body)
      reply.sent = 0
      return reply
    }
    #expect(broken?.kind == .unreachable)
    let lying = Self.failure { request in
      var reply = TestServer.Reply(Self.body)
      if request.earlier == 0 {
        reply.sent = 1_000
      } else {
        (reply.hasRanges, reply.status) = (false, 206)
        reply.headers = ["Content-Range: bytes 5-299999/300000"]
      }
      return reply
    }
    #expect(lying?.problem.contains("expected it from byte") ?? false, "\(String(describing: lying))")
  }

  @Test func nobodyThereAndNoAddress() throws {
    let server = try TestServer { _ in TestServer.Reply() }
    let address = server.address
    server.stop()
    try withScratchFolder { folder in
      for (text, message) in [(address, ""), ("ftp://x/y", "https://"), ("", "https://")] {
        let download = Download(
          addresses: [text], path: folder + "/x", checksum: .md5(Self.sum), largest: 10, stall: 2, attempts: 2,
          pause: 0.01)
        let error = #expect(throws: DownloadError.self) { try download.run() }
        #expect(error?.kind == .unreachable)
        #expect(error?.problem.contains(message) ?? false || message.isEmpty)
      }
    }
  }

  @Test(.timeLimit(.minutes(5))) func cancelled() throws {
    let server = try TestServer { _ in
      var reply = TestServer.Reply(Self.body)
      (reply.sent, reply.isSilent) = (70_000, true)
      return reply
    }
    defer { server.stop() }
    try withScratchFolder { folder in
      let download = Download(
        addresses: [server.address + "f"], path: folder + "/x", checksum: .md5(Self.sum), largest: 1_000_000)
      // Once something has come, however long that takes on a busy machine.
      let error = #expect(throws: DownloadError.self) {
        try download.run(isCancelled: {
          let part = try? FileManager.default.attributesOfItem(atPath: folder + "/x.part")
          return (part?[.size] as? Int ?? 0) > 0
        })
      }
      #expect(error?.kind == .interrupted)
      // What has come stays for the next call.
      let part = try Data(contentsOf: URL(fileURLWithPath: folder + "/x.part"))
      #expect(Array(part) == Array(Self.body.prefix(part.count)) && part.count > 0)
    }
  }
}
