internal import Datasets

extension FuzzTarget {
  /// An array; what is read is written and read again.
  static let npy = FuzzTarget(
    name: "npy",
    seeds: {
      ["<f4", ">f4", "<f8", "|u1", "<i4", ">i8"].flatMap { type in
        ["(2, 3)", "(6,)", "()", "(0, 2)"].map { NPYInput.file(type, shape: $0, isFortran: type.hasPrefix(">")) }
      } + [NPYInput.file("<f4", shape: "(6,)", version: 2), NPYInput.file("<f8", shape: "(4611686018427387904, 4)")]
    },
    words: NPYInput.words,
    run: { input in
      for bytes in [input, NPYInput.mended(input)] {
        guard let array = try? NPYArray(parsing: bytes, from: "fuzz.npy") else { continue }
        demand(array.shape.reduce(1, *) == array.values.count, "\(array.shape) of \(array.values.count) numbers")
        let path = ScratchFile.folder + "/array.npy"
        do throws(DatasetError) {
          try array.write(path)
          let again = try NPYArray.read(path)
          demand(
            again.shape == array.shape && again.values.count == array.values.count, "another shape when read again")
        } catch {
          fatalError("written and not read again: \(error)")
        }
      }
    }
  )

  /// An archive of arrays. The first byte says whether the rest is one (0), or the two arrays of a good one, stored (1)
  /// or deflated (2), the second byte how many sixteenths of the rest are the first one.
  static let npz = FuzzTarget(
    name: "npz",
    seeds: {
      let (x, y) = (NPYInput.file("<f4", shape: "(6, 1)"), NPYInput.file("|u1", shape: "(6,)"))
      var seeds: [[UInt8]] = []
      for isDeflated in [false, true] {
        let members = [("x.npy", x), ("y.npy", y)]
        seeds.append([0] + Archives.zip(members, isDeflated: isDeflated))
        seeds.append([0] + Archives.zip(members + [("x_test.npy", x), ("y_test.npy", y)], isDeflated: isDeflated))
      }
      let part = x.count * 16 / (x.count + y.count)
      return seeds + [[1, UInt8(part)] + x + y, [2, UInt8(part + 1)] + x + y, [0] + Archives.zip([])]
    },
    words: NPYInput.words + [
      "PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", "x_train.npy", "y_train.npy",
    ],
    run: { input in
      guard let first = input.first else { return }
      var archive = Array(input.dropFirst())
      if first & 3 != 0, let share = archive.first {
        let rest = archive.dropFirst()
        let (x, y) = (rest.prefix(rest.count * Int(share & 15) / 16), rest.dropFirst(rest.count * Int(share & 15) / 16))
        let members = [("x.npy", NPYInput.mended(Array(x))), ("y.npy", NPYInput.mended(Array(y)))]
        archive = Archives.zip(members, isDeflated: first & 3 == 2)
      }
      let path = ScratchFile.write(archive, named: "arrays.npz")
      useData(path)
      useData(path, task: .regression)
    }
  )
}

private enum NPYInput {
  static let words = [
    "'descr': ", "'fortran_order': ", "'shape': ", "True", "False", "<f4", ">f8", "|u1", "<i4", "<i8", "(", ")", ", ",
    "4611686018427387904,", "\u{1}\0", "\u{2}\0",
  ]

  static func file(_ type: String, shape: String, isFortran: Bool = false, version: UInt8 = 1) -> [UInt8] {
    let header = "{'descr': '\(type)', 'fortran_order': \(isFortran ? "True" : "False"), 'shape': \(shape), }\n"
    let size = type.utf8.last.map { Int($0) - 0x30 } ?? 1
    let count = ["()": 1, "(0, 2)": 0][shape] ?? 6
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + Archives.little(header.utf8.count, version == 1 ? 2 : 4)
      + Array(header.utf8) + (0..<count * size).map { UInt8($0 % 3) }
  }

  /// The same with the beginning of an array's file, and the length of a header that ends with the first line: changes
  /// to the header then reach the reader.
  static func mended(_ input: [UInt8]) -> [UInt8] {
    guard input.count > 10, let line = input[10...].firstIndex(of: 0x0A) else { return input }
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + Archives.little(line - 9, 2) + input[10...]
  }
}
