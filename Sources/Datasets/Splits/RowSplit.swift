/// Which rows are trained on, watched and tested.
public struct RowSplit: Hashable, Sendable {
  public var train: [Int]
  public var validation: [Int]
  /// Empty for splits that are made for tuning.
  public var test: [Int]

  public init(train: [Int], validation: [Int], test: [Int]) {
    self.train = train
    self.validation = validation
    self.test = test
  }
}

extension Dataset {
  /// A split that was made before, scaled from its own training rows alone.
  /// - Parameters:
  ///   - split: rows of these data, in the order that the examples are to have. There must be training rows.
  ///   - trainLimit: at most so many training rows: a random part of them with every class, or every tenth of the
  ///     numbers to predict, in proportion. Every class stays as long as the limit is not below their number.
  ///   - seed: for that part alone; every seed has its own.
  /// - Throws: `DatasetError` for a split without training rows, for a limit below 1, and for a part whose rows all have
  ///   the weight 0.
  public func prepared(
    _ split: RowSplit, trainLimit: Int? = nil, seed: UInt64 = 0
  ) throws(DatasetError) -> PreparedData {
    try check(trainLimit)
    guard !split.train.isEmpty else { throw DatasetError(name, "a split without training examples") }
    var split = split
    if let trainLimit, trainLimit < split.train.count {
      split.train = subset(trainLimit, of: split.train, seed: seed)
    }
    if let weights = examples.weights {
      for (rows, part) in [(split.train, "training"), (split.validation, "validation"), (split.test, "test")]
      where !rows.isEmpty && rows.allSatisfy({ weights[$0] == 0 }) {
        throw DatasetError(
          name, "the weights of the \(part) part's \(rows.count) examples are all 0; expected some above")
      }
    }
    return scaled(split)
  }

  /// The share of the most frequent class, by weight where rows have weights: how often a constant guess is right. Nil
  /// for regression.
  public var largestClassShare: Double? {
    guard case .classes(let labels, let names) = examples.targets, !labels.isEmpty else { return nil }
    var shares = [Double](repeating: 0, count: names.count)
    var total = 0.0
    for (row, label) in labels.enumerated() {
      let weight = examples.weights.map { Double($0[row]) } ?? 1
      shares[Int(label)] += weight
      total += weight
    }
    return (shares.max() ?? 0) / total
  }

  /// How many groups the rows belong to; nil for data without groups.
  public var groupCount: Int? { groups.map { Set($0).count } }
}
