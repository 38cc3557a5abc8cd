import Datasets
import Downloads
import Foundation
import TestSupport
import Testing

@Suite struct RemoteDatasetTests {
  /// Two batches of 20 images, and the training batches that are missing left out.
  static let names = ["data_batch_1.bin", "test_batch.bin"]
  static let size = 20 * 3_073

  static func batch(_ first: Int) -> [UInt8] {
    (0..<20).flatMap { [UInt8(($0 + first) % 10)] + [UInt8](repeating: UInt8($0), count: 3_072) }
  }

  static let archive = gzipped(
    TarTests.archive([
      TarTests.Entry(name: "batches/", kind: 0x35), TarTests.Entry(name: "batches/data_batch_1.bin", bytes: batch(0)),
      TarTests.Entry(name: "batches/readme.html", bytes: [1, 2, 3]),
      TarTests.Entry(name: "batches/test_batch.bin", bytes: batch(5)),
    ]))

  static func data(_ archive: [UInt8]) -> RemoteDataset {
    RemoteDataset(
      name: "cifar10", title: "", citation: "",
      files: [.init(name: "a.tar.gz", checksum: .md5(Digest.text(.md5, of: archive)), size: archive.count)],
      mirrors: [],
      content: .init(folder: "batches", names: names, size: size))
  }

  @Test func anArchiveIsFetchedAndUnpacked() throws {
    let server = try TestServer { request in
      var reply = TestServer.Reply(Self.archive)
      if request.earlier == 0 { reply.sent = 40_000 }
      return reply
    }
    defer { server.stop() }
    try withScratchFolder { cache in
      let folder = cache + "/cifar10"
      try makeFolder(folder)
      var options = RemoteDataset.Options()
      options.base = server.address
      options.pause = 0.01
      try Self.data(Self.archive).fetch(into: folder, options: options)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == Self.names)
      let loaded = try Dataset.load("cifar10", cacheFolder: cache)
      #expect(loaded.examples.count == 40 && loaded.testStart == 20)
      // What is there is not fetched again.
      let count = server.requests.count
      try Self.data(Self.archive).fetch(into: folder, options: options)
      #expect(server.requests.count == count)
      // An archive that was put there by hand is unpacked without a network.
      try FileManager.default.removeItem(atPath: folder + "/test_batch.bin")
      try write(Self.archive, to: folder + "/a.tar.gz")
      options.base = "http://127.0.0.1:1/"
      try Self.data(Self.archive).fetch(into: folder, options: options)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == Self.names)
    }
  }

  @Test func anArchiveWithoutWhatIsExpected() throws {
    let other = gzipped(TarTests.archive([TarTests.Entry(name: "batches/data_batch_1.bin", bytes: Self.batch(0))]))
    let server = try TestServer { _ in TestServer.Reply(other) }
    defer { server.stop() }
    try withScratchFolder { folder in
      var options = RemoteDataset.Options()
      options.base = server.address
      let error = #expect(throws: DownloadError.self) {
        try Self.data(other).fetch(into: folder, options: options)
      }
      #expect(error?.problem.contains("ends without 'batches/test_batch.bin'") ?? false)
    }
  }

  @Test func whatIsPublicIsNamedAsItIsLoaded() {
    #expect(RemoteDataset.all.map(\.name) == Dataset.fetchableNames)
    for data in RemoteDataset.all {
      #expect(data.mirrors.allSatisfy { $0.hasSuffix("/") && $0.hasPrefix("http") } && !data.mirrors.isEmpty)
    }
  }
}
