/// The IDX format of MNIST: two zero bytes, a type, the number of dimensions, their sizes (32 bits, high byte first), data.
struct IDXFile {
  let sizes: [Int]
  let values: [UInt8]

  /// - Parameter dimensions: that are expected.
  static func load(_ path: String, dimensions: Int) throws(DatasetError) -> IDXFile {
    let header = 4 + 4 * dimensions
    let isCompressed = path.hasSuffix(".gz")
    let start =
      isCompressed ? try FileBytes.readInflated(path, limit: header) : Array(try FileBytes.read(path).prefix(header))
    guard start.count >= 4 else {
      throw DatasetError(path, "has \(start.count) bytes; expected an IDX header of \(header)")
    }
    let magic = start[0..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let expected = UInt32(0x0800) | UInt32(dimensions)
    guard magic == expected else {
      throw DatasetError(
        path,
        "starts with \(hex(magic)) at byte 0; expected \(hex(expected)), unsigned bytes in \(dimensions) dimension"
          + (dimensions == 1 ? "" : "s"))
    }
    guard start.count == header else {
      throw DatasetError(path, "ends at byte \(start.count), within its header of \(header) bytes")
    }
    let sizes = (0..<dimensions).map { d in start[4 + 4 * d..<8 + 4 * d].reduce(0) { $0 << 8 | Int($1) } }
    var total = 1
    for size in sizes {
      let (product, overflow) = total.multipliedReportingOverflow(by: size)
      guard !overflow, product <= FileBytes.limit else {
        throw DatasetError(path, "declares \(text(sizes)) values; more than \(FileBytes.limit >> 30) GiB are not read")
      }
      total = product
    }
    let all = isCompressed ? try FileBytes.readInflated(path, limit: header + total + 1) : try FileBytes.read(path)
    guard all.count == header + total else {
      throw DatasetError(
        path,
        all.count < header + total
          ? "ends at byte \(all.count); its header declares \(text(sizes)), \(header + total) bytes"
          : "goes on after the \(header + total) bytes that its header declares (\(text(sizes)))")
    }
    return IDXFile(sizes: sizes, values: Array(all[header...]))
  }

  private static func text(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: " × ") }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// A folder with MNIST's four files, plain or .gz.
enum IDXFolder {
  static let names = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
  ]

  /// The file of that name in a folder, plain or `.gz`; some copies of MNIST have a point before idx.
  private static func path(_ name: String, in folder: String) -> String? {
    let dotted = name.replacingLast("-idx", with: ".idx")
    return ["\(folder)/\(name)", "\(folder)/\(name).gz", "\(folder)/\(dotted)", "\(folder)/\(dotted).gz"]
      .first { FileKind.of($0) == .file }
  }

  /// Whether any of the files is there.
  static func isOne(_ folder: String) -> Bool { names.contains { path($0, in: folder) != nil } }

  static func load(_ folder: String) throws(DatasetError) -> Dataset {
    var paths: [String] = []
    for name in names {
      guard let path = path(name, in: folder) else {
        throw DatasetError(
          folder,
          "has no file \(name) or \(name).gz; expected the four files of MNIST: \(names.joined(separator: ", "))")
      }
      paths.append(path)
    }
    let train = try part(images: paths[0], labels: paths[1])
    let test = try part(images: paths[2], labels: paths[3])
    guard train.shape == test.shape else {
      throw DatasetError(paths[2], "has images of \(test.shape); the training images are \(train.shape)")
    }
    let labels = train.labels + test.labels
    let classes = Int(labels.max() ?? 0) + 1
    guard classes > 1 else { throw DatasetError(paths[1], "has one class only; expected at least two") }
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    let size = train.shape.reduce(1, *)
    return Dataset(
      name: name, description: "\(train.labels.count) training and \(test.labels.count) test images from \(name)",
      inputShape: train.shape,
      examples: Examples(
        inputs: (train.pixels + test.pixels).map { Float($0) / 255 }, inputSize: size,
        targets: .classes(labels, names: (0..<classes).map(String.init))),
      testStart: train.labels.count, scaling: .together)
  }

  private static func part(
    images: String, labels: String
  ) throws(DatasetError) -> (shape: [Int], pixels: [UInt8], labels: [Int32]) {
    let pixels = try IDXFile.load(images, dimensions: 3)
    let classes = try IDXFile.load(labels, dimensions: 1)
    guard pixels.sizes[0] == classes.sizes[0] else {
      throw DatasetError(labels, "has \(classes.sizes[0]) labels for \(pixels.sizes[0]) images in \(images)")
    }
    guard pixels.sizes.allSatisfy({ $0 > 0 }) else { throw DatasetError(images, "has no images") }
    return (Array(pixels.sizes[1...]), pixels.values, classes.values.map { Int32($0) })
  }
}

extension String {
  fileprivate func replacingLast(_ part: String, with other: String) -> String {
    var copy = self
    for index in copy.indices.reversed() where copy[index...].hasPrefix(part) {
      let end = copy.index(index, offsetBy: part.count)
      copy.replaceSubrange(index..<end, with: other)
      return copy
    }
    return copy
  }
}
