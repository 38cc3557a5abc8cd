import Datasets
import Randomness
import TestSupport
import Testing

/// Files that are cut, damaged or strange: an error or data, never a crash.
@Suite struct HostileFilesTests {
  static let names = IDXTests.names

  static func stored(_ bytes: [UInt8]) -> [UInt8] { gzipped(bytes) }

  static let good = [IDXTests.images(40), IDXTests.labels(40), IDXTests.images(12), IDXTests.labels(12)]

  @Test func gzipAndDotsInNames() throws {
    try withScratchFolder { path in
      try IDXTests.folder(path, Self.good)
      let plain = try Dataset.load(path)
      try withScratchFolder { other in
        for (name, bytes) in zip(Self.names, Self.good) {
          let dotted = name.dotted
          try write(Self.stored(bytes), to: other + "/" + dotted + ".gz")
        }
        let packed = try Dataset.load(other)
        #expect(packed.examples == plain.examples)
        #expect(packed.testStart == 40)
      }
    }
  }

  @Test func everyTruncationOfIDXIsRefused() throws {
    let labels = IDXTests.labels(40)
    let packed = Self.stored(labels)
    for (suffix, whole) in [("", labels), (".gz", packed)] {
      for count in 0..<whole.count {
        try withScratchFolder { path in
          for (i, bytes) in Self.good.enumerated() where i != 1 { try write(bytes, to: path + "/" + Self.names[i]) }
          try write(Array(whole.prefix(count)), to: path + "/" + Self.names[1] + suffix)
          #expect(throws: DatasetError.self, "\(count) bytes of labels\(suffix)") { try Dataset.load(path) }
        }
      }
    }
  }

  @Test func aWrongChecksumIsRefused() throws {
    try withScratchFolder { path in
      for (i, bytes) in Self.good.enumerated() where i != 1 { try write(bytes, to: path + "/" + Self.names[i]) }
      var packed = Self.stored(Self.good[1])
      packed[packed.count - 8] ^= 1
      try write(packed, to: path + "/" + Self.names[1] + ".gz")
      let error = #expect(throws: DatasetError.self) { try Dataset.load(path) }
      #expect(error?.description.contains("damaged gzip") ?? false, "\(error?.description ?? "")")
    }
  }

  @Test func noisyTablesAreReadOrRefused() throws {
    let seed: UInt64 = 17
    var stream = RandomStream(seed: seed, purpose: .test)
    let alphabet = Array("a1,2.-e\"\n\r \t\u{FEFF}é0x".utf8) + [0, 0xFF]
    try withScratchFolder { folder in
      for trial in 0..<1_500 {
        var bytes = Array("a,b,kind\n".utf8)
        if trial % 3 == 0 { bytes = [] }
        for _ in 0..<stream.integer(below: 60) { bytes.append(alphabet[stream.integer(below: alphabet.count)]) }
        let path = folder + "/noise.csv"
        try write(bytes, to: path)
        do throws(DatasetError) {
          let data = try Dataset.load(path)
          #expect(data.examples.inputs.allSatisfy { $0.isFinite }, "seed \(seed), trial \(trial)")
          _ = try? data.prepared()
        } catch {
          #expect(error.description.hasPrefix(path), "seed \(seed), trial \(trial): \(error)")
        }
      }
    }
  }

  /// Files that NumPy 2.4 wrote.
  @Test func numPysOwnFiles() throws {
    func file(_ header: String, _ data: [UInt8]) -> [UInt8] {
      let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
      return NPYTests.file(padded, data)
    }
    let columns: [UInt64] = [
      0x3FF0_0000_0000_0000, 0x4010_0000_0000_0000, 0x4004_0000_0000_0000, 0x4014_0000_0000_0000,
      0xC008_0000_0000_0000, 0x41F6_5A0B_C000_0000,
    ]
    let matrix = try NPYArray(
      parsing: file(
        "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }",
        columns.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }), from: "matrix.npy")
    #expect(matrix == NPYArray(shape: [2, 3], values: .float64([1, 2.5, -3, 4, 5, 6e9])))
    let number = try NPYArray(
      parsing: file("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", [0, 0, 0xE8, 0x40]), from: "number.npy")
    #expect(number == NPYArray(shape: [], values: .float32([7.25])))
  }
}

extension String {
  /// `train-images.idx3-ubyte` for `train-images-idx3-ubyte`, as some copies of MNIST are named.
  fileprivate var dotted: String {
    let parts = split(separator: "-", omittingEmptySubsequences: false)
    return parts.prefix(2).joined(separator: "-") + "." + parts.dropFirst(2).joined(separator: "-")
  }
}
