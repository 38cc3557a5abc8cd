import Datasets
import Downloads
import Foundation
import TestSupport
import Testing

@Suite struct TarTests {
  struct Entry {
    var name: String
    var bytes: [UInt8] = []
    var kind: UInt8 = 0x30
    var size: Int?
  }

  static func header(_ entry: Entry) -> [UInt8] {
    func octal(_ value: Int, _ width: Int) -> [UInt8] {
      let digits = String(value, radix: 8)
      return Array((String(repeating: "0", count: max(0, width - 1 - digits.count)) + digits).utf8) + [0]
    }
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: [UInt8], _ at: Int) { block.replaceSubrange(at..<at + bytes.count, with: bytes) }
    put(Array(entry.name.utf8.prefix(100)), 0)
    put(octal(0o644, 8), 100)
    put(octal(entry.size ?? entry.bytes.count, 12), 124)
    put(octal(0, 12), 136)
    put([UInt8](repeating: 0x20, count: 8), 148)
    put([entry.kind], 156)
    put(Array("ustar".utf8) + [0, 0x30, 0x30], 257)
    put(octal(block.reduce(0) { $0 + Int($1) }, 7) + [0x20], 148)
    return block
  }

  static func archive(_ entries: [Entry]) -> [UInt8] {
    entries.flatMap { entry in
      header(entry) + entry.bytes + [UInt8](repeating: 0, count: (512 - entry.bytes.count % 512) % 512)
    } + [UInt8](repeating: 0, count: 1024)
  }

  static let a = Entry(name: "in/a.bin", bytes: (0..<700).map { UInt8($0 % 256) })
  static let b = Entry(name: "in/b.bin", bytes: [1, 2, 3])

  /// What is in the folder afterwards, and the error.
  static func extract(_ bytes: [UInt8]) throws -> (files: [String: [UInt8]], error: DatasetError?) {
    try withScratchFolder { folder in
      try write(bytes, to: folder + "/x.tar")
      let members = [
        TarArchive.Member(name: "in/a.bin", size: 700, path: folder + "/a.bin"),
        TarArchive.Member(name: "in/b.bin", size: 3, path: folder + "/b.bin"),
      ]
      var problem: DatasetError?
      do throws(DatasetError) {
        try TarArchive.extract(members, from: folder + "/x.tar", largest: 100_000)
      } catch { problem = error }
      try FileManager.default.removeItem(atPath: folder + "/x.tar")
      var files: [String: [UInt8]] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        files[name] = try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
      }
      return (files, problem)
    }
  }

  @Test func expectedMembersAlone() throws {
    let others = [
      Entry(name: "in/", kind: 0x35), Entry(name: "../../escape", bytes: [9]),
      Entry(name: "/tmp/hillock-escape", bytes: [9]),
      Entry(name: "in/readme.html", bytes: [UInt8](repeating: 1, count: 2_000)), Entry(name: "in/a.bin", kind: 0x32),
    ]
    let (files, error) = try Self.extract(Self.archive(others + [Self.b] + others + [Self.a]))
    #expect(error == nil)
    #expect(files == ["a.bin": Self.a.bytes, "b.bin": Self.b.bytes])
    #expect(!FileManager.default.fileExists(atPath: "/tmp/hillock-escape"))
  }

  @Test func refused() throws {
    var longer = Self.b
    longer.bytes.append(4)
    var damaged = Self.archive([Self.a, Self.b])
    damaged[3] ^= 1
    let cases: [([UInt8], String)] = [
      ([], "ends without 'in/a.bin'"), (Self.archive([Self.a]), "ends without 'in/b.bin'"),
      (Self.archive([Self.b, Self.b, Self.a]), "two members 'in/b.bin'"),
      (Self.archive([longer, Self.a]), "4 bytes; expected 3"),
      (damaged, "no tar header at byte 0"), ([UInt8](repeating: 7, count: 1024), "no tar header"),
      (Self.archive([Entry(name: "big", size: 0o77777777777)]), "within a member"),
      (
        Self.archive([Entry(name: "big", bytes: [UInt8](repeating: 0, count: 120_000)), Self.a]),
        "the most that are read"
      ),
    ]
    for (bytes, message) in cases {
      let (_, error) = try Self.extract(bytes)
      #expect(error?.description.contains(message) ?? false, "\(message): \(String(describing: error))")
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let whole = Self.archive([Self.a, Self.b])
    // Until the last member's bytes and those that fill its block are there.
    for count in stride(from: 0, to: whole.count - 1024, by: 7) {
      let (files, error) = try Self.extract(Array(whole.prefix(count)))
      #expect(error != nil, "\(count) bytes")
      #expect(files.allSatisfy { $0.value == ($0.key == "a.bin" ? Self.a.bytes : Self.b.bytes) }, "\(count) bytes")
    }
  }
}
