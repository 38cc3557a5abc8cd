import Datasets
import Randomness
import TestSupport
import Testing

@Suite struct DatasetTests {
  @Test(arguments: Dataset.generatedNames)
  func generatedDataRepeat(name: String) throws {
    let a = try Dataset.load(name, seed: 3)
    let b = try Dataset.load(name, seed: 3)
    let c = try Dataset.load(name, seed: 4)
    #expect(a.examples == b.examples)
    #expect(a.fingerprint == b.fingerprint)
    #expect(a.fingerprint != c.fingerprint)
    #expect(a.examples.inputs.allSatisfy { $0.isFinite })
  }

  /// Stored studies know their data by the fingerprint: generators must never change their numbers.
  @Test func digitsAreThoseOfEver() throws {
    let data = try Dataset.load("digits")
    #expect(data.inputShape == [28, 28] && data.examples.count == 10_000)
    #expect(data.examples.inputs.allSatisfy { (0...1).contains($0) })
    let fingerprint = data.fingerprint
    #expect(Snapshot.difference(fingerprint + "\n", named: "digits-fingerprint.txt") == nil, "\(fingerprint)")
  }

  @Test(arguments: Dataset.generatedNames)
  func splitsAreStratifiedAndApart(name: String) throws {
    let data = try Dataset.load(name)
    let parts = try data.prepared()
    #expect(parts.train.count + parts.validation.count + parts.test.count == data.examples.count)
    func shares(_ examples: Examples) -> [Double] {
      guard case .classes(let labels, let names) = examples.targets else { return [] }
      return names.indices.map { k in Double(labels.count { Int($0) == k }) / Double(labels.count) }
    }
    for part in [parts.validation, parts.test] {
      for (a, b) in zip(shares(part), shares(parts.train)) { #expect(abs(a - b) < 0.01) }
    }
    let again = try data.prepared()
    #expect(again.train == parts.train && again.test == parts.test)
    #expect(try data.prepared(seed: 1).train != parts.train)
    #expect(try data.prepared(trainLimit: 100).train.count == 100)
    #expect(try data.prepared(trainLimit: 100).test == (try data.prepared(trainLimit: 100).test))
  }

  @Test func scalingIsFromTheTrainingPartAlone() throws {
    let parts = try Dataset.load("moons").prepared()
    for c in 0..<2 {
      let column = stride(from: c, to: parts.train.inputs.count, by: 2).map { Double(parts.train.inputs[$0]) }
      let mean = column.reduce(0, +) / Double(column.count)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      #expect(abs(mean) < 1e-5 && abs(variance - 1) < 1e-4)
      let other = stride(from: c, to: parts.test.inputs.count, by: 2).map { Double(parts.test.inputs[$0]) }
      #expect(abs(other.reduce(0, +) / Double(other.count)) > 1e-6)
    }
  }
}

@Suite struct NPYTests {
  @Test(arguments: [[], [0], [7], [2, 3], [2, 0, 3], [2, 3, 4]] as [[Int]])
  func roundTrip(shape: [Int]) throws {
    let count = shape.reduce(1, *)
    for values in [
      NPYArray.Values.float32((0..<count).map { Float($0) * 0.5 }), .float64((0..<count).map { Double($0) / 3 }),
    ] {
      let array = NPYArray(shape: shape, values: values)
      try withScratchFolder { folder in
        try array.write(folder + "/a.npy")
        #expect(try NPYArray.read(folder + "/a.npy") == array)
      }
    }
  }

  static func file(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let length = header.utf8.count
    let size =
      version == 1 ? [UInt8(length & 255), UInt8(length >> 8)] : [UInt8(length & 255), UInt8(length >> 8), 0, 0]
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(header.utf8) + data
  }

  @Test func fortranOrderAndVersion2() throws {
    // 1 2 3 / 4 5 6, column by column.
    let data = [1, 4, 2, 5, 3, 6].flatMap { withUnsafeBytes(of: Float($0).bitPattern.littleEndian, Array.init) }
    let array = try NPYArray(
      parsing: Self.file("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n", data, version: 2),
      from: "a.npy")
    #expect(array == NPYArray(shape: [2, 3], values: .float32([1, 2, 3, 4, 5, 6])))
  }

  @Test(arguments: [
    ("{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }", "expected float32"),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "'|O'"),
    ("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,), }", "True or False"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "4 bytes of data"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", "too large"),
    ("{'descr': '<f4', 'fortran_order': True, 'shape': (0, 99999999999, 99999999999), }", "too large"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "0 or more"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (x,), }", "0 or more"),
    ("{'descr': '<f4'", "without a shape"), ("", "without a type"),
  ])
  func hostile(header: String, message: String) {
    let error = #expect(throws: DatasetError.self) {
      try NPYArray(parsing: Self.file(header, [0, 0, 0, 0]), from: "a.npy")
    }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }

  @Test func everyTruncationIsRefused() throws {
    let whole = Self.file("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n", Array(repeating: 1, count: 16))
    _ = try NPYArray(parsing: whole, from: "a.npy")
    for count in 0..<whole.count {
      #expect(throws: DatasetError.self) { try NPYArray(parsing: Array(whole.prefix(count)), from: "a.npy") }
    }
  }

  @Test func noiseIsRefusedWithoutACrash() {
    let seed: UInt64 = 41
    var stream = RandomStream(seed: seed, purpose: .test)
    let whole = Self.file("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n", Array(repeating: 1, count: 16))
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<3 { bytes[stream.integer(below: bytes.count)] = UInt8(stream.integer(below: 256)) }
      _ = try? NPYArray(parsing: bytes, from: "a.npy")
    }
  }
}
