public import Datasets
public import Statistics

/// What the data are.
public struct DataSummary: Codable, Hashable, Sendable {
  public var name: String
  /// One sentence.
  public var description: String
  /// Examples of the final fits' parts: of the first split, where there are several.
  public var trainCount: Int
  public var validationCount: Int
  public var testCount: Int
  public var inputShape: [Int]
  /// Names of the classes; empty for regression.
  public var classNames: [String]
  public var isClassification: Bool
  /// Numbers that a network puts out.
  public var outputCount: Int
  /// By which a study knows its data again.
  public var fingerprint: String
  /// What stands in for new examples.
  public var replication: Dataset.Replication
  /// The most replicates that there can be, where the user's folds or the periods limit them.
  public var splitLimit: Int?
  /// Examples in all, and groups of them that stay together.
  public var exampleCount: Int
  public var groupCount: Int?
  /// The share of the most frequent class.
  public var largestClassShare: Double?
  /// The deviation of the targets in their own unit, by which networks see them as 1; nil for classes.
  public var targetDeviation: Double?

  public init(
    name: String, description: String, trainCount: Int, validationCount: Int, testCount: Int, inputShape: [Int],
    classNames: [String], isClassification: Bool, outputCount: Int, fingerprint: String,
    replication: Dataset.Replication = .draws, splitLimit: Int? = nil, exampleCount: Int? = nil, groupCount: Int? = nil,
    largestClassShare: Double? = nil, targetDeviation: Double? = nil
  ) {
    self.name = name
    self.description = description
    self.trainCount = trainCount
    self.validationCount = validationCount
    self.testCount = testCount
    self.inputShape = inputShape
    self.classNames = classNames
    self.isClassification = isClassification
    self.outputCount = outputCount
    self.fingerprint = fingerprint
    self.replication = replication
    self.splitLimit = splitLimit
    self.exampleCount = exampleCount ?? trainCount + validationCount + testCount
    self.groupCount = groupCount
    self.largestClassShare = largestClassShare
    self.targetDeviation = targetDeviation
  }

  /// - Parameter data: as a final fit of the first replicate sees them.
  public init(_ dataset: Dataset, _ data: PreparedData) {
    self.init(
      name: data.name, description: data.description, trainCount: data.train.count,
      validationCount: data.validation.count, testCount: data.test.count, inputShape: data.inputShape,
      classNames: data.classNames, isClassification: data.task == .classification, outputCount: data.outputCount,
      fingerprint: dataset.fingerprint, replication: dataset.replication, splitLimit: dataset.splitLimit,
      exampleCount: dataset.examples.count, groupCount: dataset.groupCount,
      largestClassShare: dataset.largestClassShare,
      targetDeviation: data.targetScaling.deviation.isEmpty ? nil : Sample.mean(data.targetScaling.deviation))
  }

  /// As the final fit of the first replicate sees them, with all training examples.
  /// - Throws: `DatasetError` for data that cannot be split.
  public init(_ dataset: Dataset, firstSeed: UInt64 = 1, splitSeed: UInt64 = 0) throws(DatasetError) {
    if dataset.isGenerated {
      let (drawn, rows) = try Dataset.draw(dataset.name, seed: firstSeed)
      self.init(dataset, try drawn.prepared(rows))
    } else {
      self.init(dataset, try dataset.prepared(try dataset.finalSplit(0, seed: splitSeed)))
    }
  }

  /// Whether the groups, where there are any, are too few for a verdict.
  public var hasTooFewGroups: Bool { groupCount.map { $0 < Replicates.fewestGroups } ?? false }

  /// Whether one class has more than 80 % of the examples: balanced accuracy is then the usual metric.
  public var isImbalanced: Bool { largestClassShare ?? 0 > 0.8 }

  /// What networks are compared by where nothing is said.
  public var usualMetric: Metric { !isClassification ? .r2 : isImbalanced ? .balancedAccuracy : .accuracy }
}

extension DataSummary {
  private enum Keys: String, CodingKey {
    case name, description, trainCount, validationCount, testCount, inputShape, classNames, isClassification
    case outputCount, fingerprint, replication, splitLimit, exampleCount, groupCount, largestClassShare
    case targetDeviation
  }

  /// Studies of the first protocol did not say the last six.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      description: try container.decode(String.self, forKey: .description),
      trainCount: try container.decode(Int.self, forKey: .trainCount),
      validationCount: try container.decode(Int.self, forKey: .validationCount),
      testCount: try container.decode(Int.self, forKey: .testCount),
      inputShape: try container.decode([Int].self, forKey: .inputShape),
      classNames: try container.decode([String].self, forKey: .classNames),
      isClassification: try container.decode(Bool.self, forKey: .isClassification),
      outputCount: try container.decode(Int.self, forKey: .outputCount),
      fingerprint: try container.decode(String.self, forKey: .fingerprint),
      replication: try container.decodeIfPresent(Dataset.Replication.self, forKey: .replication) ?? .draws,
      splitLimit: try container.decodeIfPresent(Int.self, forKey: .splitLimit),
      exampleCount: try container.decodeIfPresent(Int.self, forKey: .exampleCount),
      groupCount: try container.decodeIfPresent(Int.self, forKey: .groupCount),
      largestClassShare: try container.decodeIfPresent(Double.self, forKey: .largestClassShare),
      targetDeviation: try container.decodeIfPresent(Double.self, forKey: .targetDeviation))
  }
}
