public import Datasets

/// What the data are.
public struct DataSummary: Codable, Hashable, Sendable {
  public var name: String
  /// One sentence.
  public var description: String
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

  public init(
    name: String, description: String, trainCount: Int, validationCount: Int, testCount: Int, inputShape: [Int],
    classNames: [String], isClassification: Bool, outputCount: Int, fingerprint: String
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
  }

  public init(_ data: PreparedData) {
    self.init(
      name: data.name, description: data.description, trainCount: data.train.count,
      validationCount: data.validation.count, testCount: data.test.count, inputShape: data.inputShape,
      classNames: data.classNames, isClassification: data.task == .classification, outputCount: data.outputCount,
      fingerprint: data.fingerprint)
  }

  /// What the score is called: accuracy or R².
  public var scoreName: String { isClassification ? "accuracy" : "R²" }

  /// The score of a network that says the same for every example.
  public var chanceScore: Double { isClassification ? 1 / Double(max(1, classNames.count)) : 0 }

  /// What a diverged run counts as: a constant guess of the class, or an R² of −1, below which none is counted.
  public var divergedScore: Double { isClassification ? chanceScore : -1 }
}
