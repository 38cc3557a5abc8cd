/// What a data set holds, in figures: for people and programs.
public struct DatasetSummary: Codable, Sendable {
  /// The numbers of one column, of one channel of an image, or of all inputs.
  public struct Column: Codable, Sendable, Hashable {
    public let name: String
    /// Finite numbers.
    public let count: Int
    /// Empty cells and what stands for them (NA, N/A, NaN, null, None, ?), and numbers that are not finite.
    public let missing: Int
    /// Cells with a text, which a network cannot take.
    public let texts: Int
    /// Nil where there is no number.
    public let minimum, maximum, mean, deviation: Double?

    init(_ name: String, _ numbers: RunningStatistics, missing: Int, texts: Int = 0) {
      self.name = name
      count = numbers.count
      self.missing = missing
      self.texts = texts
      let isEmpty = numbers.count == 0
      minimum = isEmpty ? nil : numbers.minimum
      maximum = isEmpty ? nil : numbers.maximum
      mean = isEmpty ? nil : numbers.mean
      deviation = isEmpty ? nil : numbers.deviation
    }
  }

  public struct ClassCount: Codable, Sendable, Hashable {
    public let name: String
    public let count: Int
    /// How many of them are in the data's own test part; nil where there is none.
    public let testCount: Int?
  }

  public let name: String
  public let description: String
  /// Nil where the target is neither, as the notes say.
  public let task: Task?
  /// The shape of one input.
  public let inputShape: [Int]
  public let count: Int
  /// Of the data's own test part; nil where there is none.
  public let testCount: Int?
  public let inputs: Column
  /// The columns of a table, or the channels of images that have several.
  public let columns: [Column]
  public let targetName: String
  public let classes: [ClassCount]
  /// The numbers to predict; nil for classes.
  public let target: Column?
  /// What keeps the data from being used as they are.
  public let notes: [String]
}

extension DatasetSummary {
  /// Of data by a name or path, as `Dataset.load` finds them; missing values are counted, not refused.
  /// - Returns: the data too where they had to be loaded for it, which tables are not.
  public static func of(
    _ text: String, target: String? = nil, task: Task? = nil, cacheFolder: String? = nil
  ) throws(DatasetError) -> (DatasetSummary, Dataset?) {
    let name = text.lowercased()
    if FileKind.of(text) == .file, !Dataset.generatedNames.contains(name), !name.hasSuffix(".npy") {
      if !name.hasSuffix(".npz") { return (try CSVSummary.read(text, target: target, task: task), nil) }
      if target == nil {
        let data = try NPZDataset.load(text, task: task, allowsMissing: true)
        return (DatasetSummary(data), data)
      }
    }
    let data = try Dataset.load(text, target: target, task: task, cacheFolder: cacheFolder)
    return (DatasetSummary(data), data)
  }

  public init(_ data: Dataset) {
    name = data.name
    description = data.description
    task = data.examples.targets.isClassification ? .classification : .regression
    inputShape = data.inputShape
    count = data.examples.count
    testCount = data.testStart.map { data.examples.count - $0 }
    targetName = data.targetName
    let isTable = data.inputShape.count == 1
    let channels = isTable ? data.examples.inputSize : data.inputShape.count == 2 ? 1 : data.inputShape.last ?? 1
    var all = RunningStatistics()
    var each = [RunningStatistics](repeating: RunningStatistics(), count: max(1, channels))
    var missing = [Int](repeating: 0, count: max(1, channels))
    var c = 0
    for input in data.examples.inputs {
      if input.isFinite {
        all.add(Double(input))
        if channels > 1 { each[c].add(Double(input)) }
      } else {
        missing[c] += 1
      }
      c = c + 1 == each.count ? 0 : c + 1
    }
    let absent = missing.reduce(0, +)
    inputs = Column("all inputs", all, missing: absent)
    let names =
      isTable
      ? data.columns.isEmpty ? (0..<channels).map { "x\($0 + 1)" } : data.columns
      : channels == 3 ? ["red", "green", "blue"] : (0..<channels).map { "channel \($0 + 1)" }
    columns =
      channels == 1 && !isTable
      ? []
      : zip(names, zip(channels == 1 ? [all] : each, missing)).map {
        Column($0, $1.0, missing: $1.1)
      }
    switch data.examples.targets {
    case .classes(let labels, let names):
      classes = Self.counts(labels, names, testStart: data.testStart)
      target = nil
    case .values(let values, _):
      classes = []
      var numbers = RunningStatistics()
      for value in values { numbers.add(Double(value)) }
      target = Column(data.targetName, numbers, missing: 0)
    }
    notes = absent == 0 ? [] : ["\(absent) inputs are missing; they are refused when the data are loaded"]
  }

  init(
    table name: String, description: String, rows: Int, inputs: Column, columns: [Column], targetName: String,
    targets: Targets?, target: Column, notes: [String]
  ) {
    self.name = name
    self.description = description
    task = targets.map { $0.isClassification ? .classification : .regression }
    inputShape = [columns.count]
    count = rows
    testCount = nil
    self.inputs = inputs
    self.columns = columns
    self.targetName = targetName
    if case .classes(let labels, let names)? = targets {
      classes = Self.counts(labels, names, testStart: nil)
      self.target = nil
    } else {
      classes = []
      self.target = target
    }
    self.notes = notes
  }

  private static func counts(_ labels: [Int32], _ names: [String], testStart: Int?) -> [ClassCount] {
    var counts = [Int](repeating: 0, count: names.count)
    var tests = counts
    for (row, label) in labels.enumerated() {
      counts[Int(label)] += 1
      if let testStart, row >= testStart { tests[Int(label)] += 1 }
    }
    return names.indices.map {
      ClassCount(name: names[$0], count: counts[$0], testCount: testStart == nil ? nil : tests[$0])
    }
  }
}
