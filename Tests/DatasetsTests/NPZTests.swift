import Datasets
import Foundation
import Randomness
import TestSupport
import Testing

@Suite struct NPZTests {
  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A member as it stands in an archive, whose directory may say something else.
  struct Member {
    var name: String
    var content: [UInt8]
    var method = 0
    var packed: [UInt8]?
    var flags = 0
    var declared: Int?
    var packedDeclared: Int?
    var checksum: Int?
    var offset: Int?
    var localName: String?
    var isWide = false
  }

  static func archive(_ members: [Member], count: Int? = nil, start: Int? = nil, comment: [UInt8] = []) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let data = member.packed ?? member.content
      let offset = member.offset ?? bytes.count
      let sizes = [member.packedDeclared ?? data.count, member.declared ?? member.content.count]
      let local = Array((member.localName ?? member.name).utf8)
      let common =
        little(20, 2) + little(member.flags, 2) + little(member.method, 2) + little(0, 4)
        + little(member.checksum ?? Int(crc32(member.content)), 4)
      bytes += little(0x0403_4B50, 4) + common + little(0, 8) + little(local.count, 2) + little(0, 2) + local + data
      let name = Array(member.name.utf8)
      let extra =
        member.isWide
        ? little(1, 2) + little(24, 2) + little(sizes[1], 8) + little(sizes[0], 8) + little(offset, 8) : []
      directory += little(0x0201_4B50, 4) + little(20, 2) + common
      directory += member.isWide ? little(-1, 8) : little(sizes[0], 4) + little(sizes[1], 4)
      directory += little(name.count, 2) + little(extra.count, 2) + little(0, 10)
      directory += (member.isWide ? little(-1, 4) : little(offset, 4)) + name + extra
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(count ?? members.count, 2) + little(count ?? members.count, 2)
      + little(directory.count, 4) + little(start ?? bytes.count, 4) + little(comment.count, 2) + comment
    return bytes + directory + end
  }

  static func npy(_ array: NPYArray) throws -> [UInt8] {
    try withScratchFolder { folder in
      try array.write(folder + "/a.npy")
      return try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/a.npy")))
    }
  }

  static let numbers = NPYArray(shape: [2, 3], values: .float32([1, 2, 3, 4, 5, 6]))

  /// One deflate block that is stored: 1, length, its complement.
  static func deflated(_ bytes: [UInt8]) -> [UInt8] { [1] + little(bytes.count, 2) + little(~bytes.count, 2) + bytes }

  @Test func everyTypeAndOrderComesBack() throws {
    let count = 24
    let all: [NPYArray.Values] = [
      .float32((0..<count).map { Float($0) / 3 }), .float64((0..<count).map { Double($0) / 7 }),
      .uint8((0..<count).map { UInt8($0 * 10) }), .int32((0..<count).map { Int32($0 - 12) * 100_000_000 }),
      .int64((0..<count).map { Int64($0 - 12) << 50 }),
    ]
    for values in all {
      let array = NPYArray(shape: [2, 3, 4], values: values)
      #expect(try NPYArray(parsing: try Self.npy(array), from: "a.npy") == array)
    }
    try withScratchFolder { folder in
      let arrays = all.map { ($0.typeName, NPYArray(shape: [4, 6], values: $0)) }
      try NPZArchive.write(arrays.map { (name: $0.0, array: $0.1) }, to: folder + "/a.npz")
      let archive = try NPZArchive.read(folder + "/a.npz")
      #expect(archive.names == arrays.map(\.0))
      for (name, array) in arrays { #expect(try archive.array(name) == array) }
      let error = #expect(throws: DatasetError.self) { try archive.array("other") }
      #expect(error?.description.contains("it has float32, float64") ?? false)
    }
  }

  @Test func bothByteOrdersAndFortran() throws {
    func read(_ code: String, _ data: [UInt8], isFortran: Bool = false) throws -> NPYArray.Values {
      let header = "{'descr': '\(code)', 'fortran_order': \(isFortran ? "True" : "False"), 'shape': (2, 2), }\n"
      return try NPYArray(parsing: NPYTests.file(header, data), from: "a.npy").values
    }
    #expect(
      try read(">i4", [0, 0, 0, 1, 255, 255, 255, 254, 0, 0, 1, 0, 127, 0, 0, 0]) == .int32([1, -2, 256, 127 << 24]))
    #expect(
      try read("<i4", [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0], isFortran: true) == .int32([1, 3, 2, 4]))
    #expect(try read("|u1", [1, 2, 3, 4], isFortran: true) == .uint8([1, 3, 2, 4]))
    let eight: [UInt8] = (1...4).flatMap { [0, 0, 0, 0, 0, 0, 0, $0] as [UInt8] }
    #expect(try read(">i8", eight) == .int64([1, 2, 3, 4]))
    #expect(
      try read(">f8", [0x3F, 0xF0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 24)) == .float64([1, 0, 0, 0]))
  }

  @Test func storedAndDeflatedAndWide() throws {
    let content = try Self.npy(Self.numbers)
    for isWide in [false, true] {
      let bytes = Self.archive(
        [
          Member(name: "a.npy", content: content, isWide: isWide),
          Member(name: "b.npy", content: content, method: 8, packed: Self.deflated(content), isWide: isWide),
          Member(name: "notes.txt", content: [1, 2], method: 0),
        ], comment: Array("a comment".utf8))
      let archive = try NPZArchive(parsing: bytes, from: "x.npz")
      #expect(archive.names == ["a", "b"])
      #expect(try archive.array("a") == Self.numbers)
      #expect(try archive.array("b") == Self.numbers)
    }
  }

  @Test func hostileArchives() throws {
    let content = try Self.npy(Self.numbers)
    let member = Member(name: "a.npy", content: content)
    func changed(_ change: (inout Member) -> Void) -> [UInt8] {
      var copy = member
      change(&copy)
      return Self.archive([Member(name: "z", content: [1, 2, 3]), copy])
    }
    let packed = Self.deflated(content)
    let cases: [([UInt8], String)] = [
      (Self.archive([member, member]), "two members 'a.npy'"), (changed { $0.checksum = 5 }, "CRC-32"),
      (changed { $0.declared = content.count + 1 }, "cannot be"),
      (changed { $0.packedDeclared = 1 << 31 }, "cannot be"),
      (changed { ($0.declared, $0.packedDeclared) = (5_000, 5_000) }, "cannot be"),
      (changed { $0.offset = 1 << 30 }, "no local header"), (changed { $0.offset = 1 }, "no local header"),
      (changed { $0.localName = "b.npy" }, "another name"), (changed { $0.flags = 1 }, "encrypted"),
      (changed { $0.method = 12 }, "method 12"),
      (changed { ($0.method, $0.packed, $0.declared) = (8, packed, content.count + 1) }, "do not hold"),
      (changed { ($0.method, $0.packed, $0.declared) = (8, packed, content.count - 1) }, "do not hold"),
      (changed { ($0.method, $0.packed, $0.declared) = (8, packed, 1 << 31) }, "cannot be"),
      (changed { ($0.method, $0.packed) = (8, packed + [0]) }, "do not hold"),
      (changed { ($0.method, $0.packed) = (8, [7, 7, 7]) }, "do not hold"),
      (changed { ($0.isWide, $0.declared) = (true, 1 << 61) }, "are not read"),
      (changed { ($0.isWide, $0.offset) = (true, 1 << 61) }, "no local header"),
      (Self.archive([member], count: 7), "declares a directory"),
      (Self.archive([member], start: 0), "declares a directory"),
      (Self.archive([member], start: 1 << 30), "declares a directory"),
      ([], "no end record"), ([UInt8](repeating: 0, count: 100), "no end record"),
      (Self.archive([member]) + [0], "no end record"),
    ]
    for (bytes, message) in cases {
      let error = #expect(throws: DatasetError.self, "\(message)") {
        try NPZArchive(parsing: bytes, from: "x.npz").array("a")
      }
      #expect(error?.description.contains(message) ?? false, "\(message): \(error?.description ?? "")")
    }
    // Two names for the same bytes.
    let overlapping = Self.archive([member, Member(name: "a.npz", content: content, offset: 0, localName: "a.npy")])
    #expect(throws: DatasetError.self) { try NPZArchive(parsing: overlapping, from: "x.npz") }
  }

  @Test func everyTruncationAndNoise() throws {
    let content = try Self.npy(Self.numbers)
    let whole = Self.archive([
      Member(name: "x.npy", content: content),
      Member(name: "y.npy", content: content, method: 8, packed: Self.deflated(content)),
    ])
    for count in 0..<whole.count {
      #expect(throws: DatasetError.self, "\(count) bytes") {
        try NPZArchive(parsing: Array(whole.prefix(count)), from: "x.npz")
      }
    }
    let seed: UInt64 = 43
    var stream = RandomStream(seed: seed, purpose: .test)
    for trial in 0..<20_000 {
      var bytes = whole
      // Half of the trials within the directory, where the sizes are.
      for _ in 0..<1 + stream.integer(below: 3) {
        let at = trial % 2 == 0 ? stream.integer(below: bytes.count) : bytes.count - 1 - stream.integer(below: 150)
        bytes[at] = UInt8(stream.integer(below: 256))
      }
      guard let archive = try? NPZArchive(parsing: bytes, from: "x.npz") else { continue }
      for name in archive.names {
        // What passes the checksum is what was there, or a header alone has changed.
        if let array = try? archive.array(name) { #expect(array.values.count <= 6, "seed \(seed), trial \(trial)") }
      }
    }
  }

  // MARK: Data sets

  static func load(_ arrays: [(String, NPYArray)], task: Task? = nil) throws -> Dataset {
    try withScratchFolder { folder in
      try NPZArchive.write(arrays.map { (name: $0.0, array: $0.1) }, to: folder + "/d.npz")
      return try Dataset.load(folder + "/d.npz", task: task)
    }
  }

  static func bytes(_ shape: [Int]) -> NPYArray {
    NPYArray(shape: shape, values: .uint8((0..<shape.reduce(1, *)).map { UInt8($0 % 256) }))
  }

  @Test func kerasNames() throws {
    let data = try Self.load([
      ("x_test", Self.bytes([3, 4, 4])), ("x_train", Self.bytes([6, 4, 4])), ("y_train", Self.bytes([6])),
      ("y_test", Self.bytes([3])),
    ])
    #expect(data.inputShape == [4, 4] && data.testStart == 6 && data.examples.count == 9)
    // Bytes of images are 0 to 1, as they are from IDX files.
    #expect(data.examples.inputs[7] == Float(7) / 255)
    #expect(data.examples.targets == .classes([0, 1, 2, 3, 4, 5, 0, 1, 2], names: (0..<6).map(String.init)))
    let colour = try Self.load([("X", Self.bytes([4, 2, 2, 3])), ("labels", Self.bytes([4, 1]))])
    #expect(colour.inputShape == [2, 2, 3] && colour.testStart == nil)
    #expect(colour.scaling == .perChannel)
  }

  @Test func tables() throws {
    let x = NPYArray(shape: [3, 2], values: .float64([1, 2, 3, 4, 5, 6.5]))
    let numbers = try Self.load([("x", x), ("y", NPYArray(shape: [3], values: .float32([0.5, 1, 1])))])
    #expect(numbers.examples.targets == .values([0.5, 1, 1], width: 1) && numbers.examples.inputs[5] == 6.5)
    let rows = try Self.load([
      ("inputs", x), ("targets", NPYArray(shape: [3, 2], values: .float32([1, 2, 3, 4, 5, 6]))),
    ])
    #expect(rows.examples.targets == .values([1, 2, 3, 4, 5, 6], width: 2))
    let labels = NPYArray(shape: [3], values: .int64([-5, 7, -5]))
    #expect(try Self.load([("x", x), ("y", labels)]).examples.targets == .classes([0, 1, 0], names: ["-5", "7"]))
    #expect(
      try Self.load([("x", x), ("y", labels)], task: .regression).examples.targets == .values([-5, 7, -5], width: 1))
    let whole = NPYArray(shape: [3], values: .float64([1, 2, 1]))
    #expect(
      try Self.load([("x", x), ("y", whole)], task: .classification).examples.targets
        == .classes([0, 1, 0], names: ["1", "2"]))
    #expect(
      try Self.load([("x", NPYArray(shape: [2], values: .float32([3, 4]))), ("y", Self.bytes([2]))]).inputShape == [1])
  }

  @Test func refusedDataSets() throws {
    let x = NPYArray(shape: [3, 2], values: .float32([1, 2, 3, .nan, 5, 6]))
    let (good, y) = (Self.bytes([3, 2]), Self.bytes([3]))
    let cases: [([(String, NPYArray)], Task?, String)] = [
      ([], nil, "(none)"), ([("a", good)], nil, "has the arrays a; expected x_train"),
      ([("x", good)], nil, "no targets"),
      ([("y", y)], nil, "no inputs"), ([("x", good), ("y", Self.bytes([2]))], nil, "expected 3 rows, as x has"),
      ([("x", x), ("y", y)], nil, "has nan at [1, 1]"),
      ([("x", Self.bytes([0, 2])), ("y", Self.bytes([0]))], nil, "at least one"),
      ([("x", Self.bytes([])), ("y", y)], nil, "rows first"),
      ([("x", good), ("y", NPYArray(shape: [3], values: .int32([1, 1, 1])))], nil, "in every row"),
      ([("x", good), ("y", Self.bytes([3, 2]))], nil, "has 2 columns"),
      ([("x", good), ("y", Self.bytes([3, 1, 1]))], nil, "expected one target"),
      ([("x", good), ("y", NPYArray(shape: [3], values: .float32([0.5, 1, 2])))], .classification, "no integers"),
      ([("x", good), ("y", NPYArray(shape: [3], values: .float32([.infinity, 1, 2])))], nil, "inf in row 0"),
      ([("x_train", good), ("y_train", y), ("x_test", Self.bytes([3, 5])), ("y_test", y)], nil, "are [2]"),
      ([("x_train", good), ("y_train", y), ("x_test", good)], nil, "'x_test' and no targets"),
      (
        [("x", Self.bytes([2_000, 1])), ("y", NPYArray(shape: [2_000], values: .int64((0..<2_000).map { $0 })))], nil,
        "more than 1000 classes"
      ),
    ]
    for (arrays, task, message) in cases {
      let error = #expect(throws: DatasetError.self, "\(message)") { try Self.load(arrays, task: task) }
      #expect(error?.description.contains(message) ?? false, "\(message): \(error?.description ?? "")")
    }
    try withScratchFolder { folder in
      try good.write(folder + "/a.npy")
      let error = #expect(throws: DatasetError.self) { try Dataset.load(folder + "/a.npy") }
      #expect(error?.description.contains("is a single array") ?? false)
    }
  }
}
