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
  /// The columns of a table that say how its rows belong together.
  public let roles: ColumnRoles
  /// The group of every row, from 0; nil where rows belong to none.
  public let groups: [Int32]?
  /// When every row was; nil where the order of rows says nothing.
  public let order: [Double]?
  /// The fold of every row in a split of the user's own, as an index into `foldNames`; nil where there is none.
  public let folds: [Int32]?
  public let foldNames: [String]
  /// Whether more examples of the same kind can be drawn, by `draw`.
  public let isGenerated: Bool

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
    scaling: Scaling, columns: [String] = [], targetName: String = "target", roles: ColumnRoles = .none,
    groups: [Int32]? = nil, order: [Double]? = nil, folds: [Int32]? = nil, foldNames: [String] = [],
    isGenerated: Bool = false
  ) {
    for count in [groups?.count, order?.count, folds?.count] {
      precondition(count == nil || count == examples.count, "one group, time and fold a row")
    }
    self.name = name
    self.description = description
    self.inputShape = inputShape
    self.examples = examples
    self.testStart = testStart
    self.scaling = scaling
    self.columns = columns
    self.targetName = targetName
    self.roles = roles
    self.groups = groups
    self.order = order
    self.folds = folds
    self.foldNames = foldNames
    self.isGenerated = isGenerated
  }

  /// 64 bits of the inputs and targets in hexadecimal (FNV-1a, over words of 32 bits and the bytes of names), by which
  /// a study knows its data again. Groups, times, folds and weights are part of it where there are any.
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
    if let groups {
      hash.add("group".utf8)
      for group in groups { hash.add(UInt32(bitPattern: group)) }
    }
    if let order {
      hash.add("order".utf8)
      for time in order {
        hash.add(UInt32(truncatingIfNeeded: time.bitPattern >> 32))
        hash.add(UInt32(truncatingIfNeeded: time.bitPattern))
      }
    }
    if let folds {
      hash.add("folds".utf8)
      for fold in folds { hash.add(UInt32(bitPattern: fold)) }
      for name in foldNames { hash.add(name.utf8) }
    }
    if let weights = examples.weights {
      hash.add("weight".utf8)
      for weight in weights { hash.add(weight.bitPattern) }
    }
    return hash.text
  }

  /// The names of the data that can be generated.
  public static let generatedNames = Generator.all.map(\.name)

  /// The names of the data that `hillock data fetch` brings into the cache folder.
  public static let fetchableNames = ["mnist", "fashion-mnist", "cifar10"]

  /// Data by a name, or from a folder of IDX or CIFAR-10 files, an `.npz` file or a CSV file (also `.csv.gz`).
  /// - Parameters:
  ///   - target: the column of a CSV file that is to be predicted; the last one by default.
  ///   - task: what to do with it; by its content by default.
  ///   - seed: for generated data.
  ///   - cacheFolder: where fetched data are, a folder for each name. A file or folder of the same name goes before.
  ///   - roles: columns of a CSV file that are no inputs but say how its rows belong together.
  public static func load(
    _ text: String, target: String? = nil, task: Task? = nil, seed: UInt64 = 0, cacheFolder: String? = nil,
    roles: ColumnRoles = .none
  ) throws(DatasetError) -> Dataset {
    let name = text.lowercased()
    if let generator = Generator.all.first(where: { $0.name == name }) {
      try roles.refuse(for: text)
      return generator.make(generator.count, seed)
    }
    switch FileKind.of(text) {
    case .folder:
      try roles.refuse(for: text)
      return try ImageFolder.load(text)
    case .file: return try file(text, target: target, task: task, roles: roles)
    case .missing: break
    }
    if fetchableNames.contains(name) {
      try roles.refuse(for: text)
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

  private static func file(
    _ path: String, target: String?, task: Task?, roles: ColumnRoles
  ) throws(DatasetError) -> Dataset {
    let name = path.lowercased()
    guard name.hasSuffix(".npz") || name.hasSuffix(".npy") else {
      return try CSVFile.load(path, target: target, task: task, roles: roles)
    }
    try roles.refuse(for: path)
    guard target == nil else {
      throw DatasetError(path, "has no columns by name; a target column can be given for CSV files only")
    }
    guard name.hasSuffix(".npz") else {
      throw DatasetError(path, "is a single array; expected inputs and targets together, in an .npz file")
    }
    return try NPZDataset.load(path, task: task)
  }
}
