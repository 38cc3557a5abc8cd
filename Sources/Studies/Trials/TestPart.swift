internal import Datasets

/// The test examples of one replicate, as far as the metrics ask: what is true of them, and which rows of the data they are.
public struct TestPart: Codable, Hashable, Sendable {
  /// By setting and replicate.
  public struct Key: Codable, Hashable, Sendable {
    public var setting: String
    public var replicate: Int

    public init(setting: String, replicate: Int) {
      self.setting = setting
      self.replicate = replicate
    }
  }

  /// Rows of the data, or of a draw.
  public var rows: [Int32]
  /// Classes, or empty.
  public var labels: [Int32]
  /// Numbers in the target's own unit, row by row, or empty.
  public var values: [Float]
  /// Groups that stay together; empty if there are none.
  public var groups: [Int32]
  /// Empty for weights that are all 1.
  public var weights: [Float]
  /// Examples that the final fit was trained on: how much splits overlap follows from it.
  public var trainCount: Int

  public var count: Int { rows.count }
  public init(
    rows: [Int32], labels: [Int32] = [], values: [Float] = [], groups: [Int32] = [], weights: [Float] = [],
    trainCount: Int
  ) {
    self.rows = rows
    self.labels = labels
    self.values = values
    self.groups = groups
    self.weights = weights
    self.trainCount = trainCount
  }

  init(_ data: PreparedData) {
    var labels: [Int32] = []
    var values: [Float] = []
    switch data.test.targets {
    case .classes(let classes, _): labels = classes
    case .values(let scaled, _): values = data.targetScaling.undo(scaled)
    }
    self.init(
      rows: data.rows.test.map(Int32.init), labels: labels, values: values, groups: data.testGroups ?? [],
      weights: data.test.weights ?? [], trainCount: data.train.count)
  }

  /// What belongs together: a group, or a row.
  var units: [Int32] { groups.isEmpty ? rows : groups }
}
