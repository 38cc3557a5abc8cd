/// What is to be done with the targets.
public enum Task: String, Codable, Sendable, CaseIterable {
  case classification, regression
}

/// Examples as they were loaded or generated, not split or scaled yet.
public struct Dataset: Sendable {
  /// `digits`, or the file's name.
  public let name: String
  /// One sentence on where they come from.
  public let description: String
  /// The shape of one input.
  public let inputShape: [Int]
  public let examples: Examples
  /// Where the data come with a test part of their own: the index of its first example. It is the rest from there.
  public let testStart: Int?
  public let scaling: Scaling
  /// The names of the inputs of a table; empty for other data.
  public let columns: [String]
  /// The name of what is to be predicted.
  public let targetName: String

  /// How inputs are brought to mean 0 and deviation 1, from the training part alone.
  public enum Scaling: Sendable {
    /// Each column by its own mean and deviation.
    case perFeature
    /// All numbers by one mean and one deviation: for images, whose pixels mean the same everywhere.
    case together
    /// Each channel of an image, the last dimension of the shape, by its own mean and deviation.
    case perChannel
  }

  public init(
    name: String, description: String, inputShape: [Int], examples: Examples, testStart: Int? = nil,
    scaling: Scaling, columns: [String] = [], targetName: String = "target"
  ) {
    self.name = name
    self.description = description
    self.inputShape = inputShape
    self.examples = examples
    self.testStart = testStart
    self.scaling = scaling
    self.columns = columns
    self.targetName = targetName
  }

  /// 64 bits of the inputs and targets in hexadecimal (FNV-1a, over words of 32 bits and the bytes of names), by which
  /// a study knows its data again.
  public var fingerprint: String {
    var hash = ContentHash()
    for size in inputShape { hash.add(UInt32(truncatingIfNeeded: size)) }
    for input in examples.inputs { hash.add(input.bitPattern) }
    switch examples.targets {
    case .classes(let labels, let names):
      for label in labels { hash.add(UInt32(bitPattern: label)) }
      for name in names { hash.add(name.utf8) }
    case .values(let values, _): for value in values { hash.add(value.bitPattern) }
    }
    return hash.text
  }

  /// The names of the data that can be generated.
  public static let generatedNames = ["digits", "moons", "circles", "spirals", "xor"]

  /// The names of the data that `hillock data fetch` brings into the cache folder.
  public static let fetchableNames = ["mnist", "fashion-mnist", "cifar10"]

  /// Data by a name, or from a folder of IDX or CIFAR-10 files, an `.npz` file or a CSV file (also `.csv.gz`).
  /// - Parameters:
  ///   - target: the column of a CSV file that is to be predicted; the last one by default.
  ///   - task: what to do with it; by its content by default.
  ///   - seed: for generated data.
  ///   - cacheFolder: where fetched data are, a folder for each name. A file or folder of the same name goes before.
  public static func load(
    _ text: String, target: String? = nil, task: Task? = nil, seed: UInt64 = 0, cacheFolder: String? = nil
  ) throws(DatasetError) -> Dataset {
    switch text.lowercased() {
    case "digits": return Digits.dataset(count: 10_000, seed: seed)
    case "moons": return Shapes.moons(count: 2_000, seed: seed)
    case "circles": return Shapes.circles(count: 2_000, seed: seed)
    case "spirals": return Shapes.spirals(count: 3_000, seed: seed)
    case "xor": return Shapes.xor(count: 2_000, seed: seed)
    default: break
    }
    switch FileKind.of(text) {
    case .folder: return try ImageFolder.load(text)
    case .file: return try file(text, target: target, task: task)
    case .missing: break
    }
    let name = text.lowercased()
    if fetchableNames.contains(name) {
      if let cacheFolder, FileKind.of("\(cacheFolder)/\(name)") == .folder {
        return try ImageFolder.load("\(cacheFolder)/\(name)")
      }
      throw DatasetError(
        text, "is not here yet; 'hillock data fetch \(name)' brings it" + (cacheFolder.map { " into \($0)" } ?? ""))
    }
    let nearest = Nearest.match(text, in: generatedNames + fetchableNames)
    throw DatasetError(
      text,
      "no such file or folder"
        + (nearest.map { "; did you mean '\($0)'?" }
          ?? "; expected one of \((generatedNames + fetchableNames).joined(separator: ", ")), a folder with MNIST's or "
          + "CIFAR-10's files, an .npz file or a CSV file"))
  }

  private static func file(_ path: String, target: String?, task: Task?) throws(DatasetError) -> Dataset {
    let name = path.lowercased()
    guard name.hasSuffix(".npz") || name.hasSuffix(".npy") else {
      return try CSVFile.load(path, target: target, task: task)
    }
    guard target == nil else {
      throw DatasetError(path, "has no columns by name; a target column can be given for CSV files only")
    }
    guard name.hasSuffix(".npz") else {
      throw DatasetError(path, "is a single array; expected inputs and targets together, in an .npz file")
    }
    return try NPZDataset.load(path, task: task)
  }
}
