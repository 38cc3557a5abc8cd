/// CIFAR-10's binary files: records of one label byte and 3072 bytes, the planes red, green and blue of 32 × 32 pixels.
///
/// Krizhevsky, A. (2009). Learning multiple layers of features from tiny images.
enum CIFARFolder {
  static let side = 32
  static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
  private static let recordSize = 1 + 3 * side * side
  /// The most records that are read from all files.
  private static let mostRecords = (1 << 30) / (3 * side * side)
  static let trainingNames = (1...5).map { "data_batch_\($0).bin" }
  static let testName = "test_batch.bin"

  /// The file of that name in a folder, plain or `.gz`.
  static func path(_ name: String, in folder: String) -> String? {
    ["\(folder)/\(name)", "\(folder)/\(name).gz"].first { FileKind.of($0) == .file }
  }

  /// Whether any of the files is there.
  static func isOne(_ folder: String) -> Bool {
    (trainingNames + [testName]).contains { path($0, in: folder) != nil }
  }

  static func load(_ folder: String) throws(DatasetError) -> Dataset {
    let training = trainingNames.compactMap { path($0, in: folder) }
    guard !training.isEmpty else {
      throw DatasetError(
        folder,
        "has \(testName) and no training batch; expected at least one of \(trainingNames.joined(separator: ", "))"
      )
    }
    var pixels: [Float] = []
    var labels: [Int32] = []
    for path in training { try read(path, &pixels, &labels) }
    let trainCount = labels.count
    let test = path(testName, in: folder)
    if let test { try read(test, &pixels, &labels) }
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    let parts = test == nil ? "" : "training and \(labels.count - trainCount) test "
    return Dataset(
      name: name, description: "\(trainCount) \(parts)colour images from \(name), \(side) × \(side)",
      inputShape: [side, side, 3],
      examples: Examples(
        inputs: pixels, inputSize: 3 * side * side, targets: .classes(labels, names: classNames)),
      testStart: test == nil ? nil : trainCount, scaling: .perChannel)
  }

  /// Appends the records of a file, its planes as pixels of three channels in 0…1.
  private static func read(
    _ path: String, _ pixels: inout [Float], _ labels: inout [Int32]
  ) throws(DatasetError) {
    let source = try ByteSource(path)
    let size = side * side
    let before = labels.count
    while true {
      let start = source.count
      let record = try source.read(recordSize)
      if record.isEmpty { break }
      guard record.count == recordSize else {
        throw DatasetError(
          path,
          "ends at byte \(source.count), within record \(labels.count - before + 1), which takes \(recordSize) bytes "
            + "from byte \(start)")
      }
      guard record[0] < classNames.count else {
        throw DatasetError(path, "has the label \(record[0]) at byte \(start); expected 0 to \(classNames.count - 1)")
      }
      guard labels.count < mostRecords else {
        throw DatasetError(path, "brings more than \(mostRecords) images, the most that are read")
      }
      labels.append(Int32(record[0]))
      let base = pixels.count
      pixels.append(contentsOf: repeatElement(0, count: 3 * size))
      for channel in 0..<3 {
        for i in 0..<size { pixels[base + 3 * i + channel] = Float(record[1 + channel * size + i]) / 255 }
      }
    }
    guard labels.count > before else {
      throw DatasetError(path, "is empty; expected records of \(recordSize) bytes")
    }
  }
}

/// A folder with the files of MNIST or of CIFAR-10.
enum ImageFolder {
  static func load(_ folder: String) throws(DatasetError) -> Dataset {
    switch (IDXFolder.isOne(folder), CIFARFolder.isOne(folder)) {
    case (true, false): return try IDXFolder.load(folder)
    case (false, true): return try CIFARFolder.load(folder)
    case (true, true):
      throw DatasetError(folder, "has files of MNIST's kind and of CIFAR-10's; expected those of one data set")
    case (false, false):
      throw DatasetError(
        folder,
        "has neither MNIST's four files (\(IDXFolder.names.joined(separator: ", "))) nor CIFAR-10's "
          + "(\(CIFARFolder.trainingNames[0]) … \(CIFARFolder.testName)), plain or .gz")
    }
  }
}
