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

  /// How inputs are brought to mean 0 and deviation 1, from the training part alone.
  public enum Scaling: Sendable {
    /// Each column by its own mean and deviation.
    case perFeature
    /// All numbers by one mean and one deviation: for images, whose pixels mean the same everywhere.
    case together
  }

  public init(
    name: String, description: String, inputShape: [Int], examples: Examples, testStart: Int? = nil,
    scaling: Scaling
  ) {
    self.name = name
    self.description = description
    self.inputShape = inputShape
    self.examples = examples
    self.testStart = testStart
    self.scaling = scaling
  }

  /// 64 bits of the inputs and targets in hexadecimal (FNV-1a, over words of 32 bits and the bytes of names), by which
  /// a study knows its data again.
  public var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ value: UInt32) { hash = (hash ^ UInt64(value)) &* 0x100_0000_01b3 }
    for size in inputShape { add(UInt32(truncatingIfNeeded: size)) }
    for input in examples.inputs { add(input.bitPattern) }
    switch examples.targets {
    case .classes(let labels, let names):
      for label in labels { add(UInt32(bitPattern: label)) }
      for name in names { for byte in name.utf8 { add(UInt32(byte)) } }
    case .values(let values, _): for value in values { add(value.bitPattern) }
    }
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// The names of the data that can be generated.
  public static let generatedNames = ["digits", "moons", "circles", "spirals", "xor"]

  /// Data by a name, or from a folder of IDX files, or from a CSV file.
  /// - Parameters:
  ///   - target: the column of a CSV file that is to be predicted; the last one by default.
  ///   - task: what to do with it; by its content by default.
  ///   - seed: for generated data.
  public static func load(
    _ text: String, target: String? = nil, task: Task? = nil, seed: UInt64 = 0
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
    case .folder: return try IDXFolder.load(text)
    case .file: return try CSVFile.load(text, target: target, task: task)
    case .missing:
      let nearest = Nearest.match(text, in: generatedNames)
      throw DatasetError(
        text,
        "no such file or folder"
          + (nearest.map { "; did you mean '\($0)'?" }
            ?? "; expected one of \(generatedNames.joined(separator: ", ")), a folder with MNIST's four IDX files, "
            + "or a CSV file"))
    }
  }
}
