internal import Randomness

/// Examples split into training, validation and test parts, and scaled from the training part alone.
public struct PreparedData: Sendable {
  public let name: String
  public let description: String
  public let inputShape: [Int]
  public let train: Examples
  public let validation: Examples
  /// May be empty where the data were split for tuning.
  public let test: Examples
  /// The dataset's rows that the parts were made of, in the order of their examples.
  public let rows: RowSplit
  /// The group of every test example; nil for data without groups.
  public let testGroups: [Int32]?
  public let fingerprint: String
  /// What was done to inputs and targets.
  public let inputScaling: InputScaling
  public let targetScaling: TargetScaling
  /// The names of the inputs of a table; empty for other data.
  public let columns: [String]
  /// The name of what is to be predicted.
  public let targetName: String

  /// Numbers that a network puts out.
  public var outputCount: Int { train.targets.outputCount }

  public var task: Task { train.targets.isClassification ? .classification : .regression }

  /// The names of the classes; empty for regression.
  public var classNames: [String] {
    if case .classes(_, let names) = train.targets { names } else { [] }
  }

  /// The same with other inputs.
  /// - Parameter body: changes the inputs of a part, row by row.
  public func changingInputs(_ body: (_ inputs: inout [Float]) -> Void) -> PreparedData {
    func changed(_ part: Examples) -> Examples {
      var inputs = part.inputs
      body(&inputs)
      return part.replacing(inputs: inputs)
    }
    return with(train: changed(train), validation: changed(validation), test: changed(test))
  }

  /// The same with inputs of mean 0 and deviation 1, feature by feature, whatever they are now.
  public func standardized() -> PreparedData {
    let scaling = InputScaling(train, .perFeature, channels: 1)
    return changingInputs { $0 = scaling.apply($0) }
  }

  /// The same with fewer training examples: the first ones.
  public func limited(train count: Int) -> PreparedData {
    var fewer = rows
    if count < train.count { fewer.train = Array(rows.train.prefix(count)) }
    return with(train: train.prefix(count), validation: validation, test: test, rows: fewer)
  }

  /// The same with other weights of the training examples: one each, finite and not below 0.
  public func weighing(training weights: [Float]) -> PreparedData {
    with(
      train: Examples(inputs: train.inputs, inputSize: train.inputSize, targets: train.targets, weights: weights),
      validation: validation, test: test)
  }

  /// The same with other parts, made of the same rows if nothing else is said.
  func with(train: Examples, validation: Examples, test: Examples, rows: RowSplit? = nil) -> PreparedData {
    PreparedData(
      name: name, description: description, inputShape: inputShape, train: train, validation: validation, test: test,
      rows: rows ?? self.rows, testGroups: testGroups,
      fingerprint: fingerprint, inputScaling: inputScaling, targetScaling: targetScaling, columns: columns,
      targetName: targetName)
  }
}

extension Dataset {
  /// Splits and scales.
  ///
  /// Data without a test part: 70 % training, 15 % validation, 15 % test. Data with one: validation is a tenth of the rest.
  /// Every part has every class in the same proportion, as nearly as whole examples allow.
  /// - Parameters:
  ///   - trainLimit: at most so many training examples.
  ///   - seed: for the split alone.
  ///   - inputs: what is done to the inputs; mean 0 and deviation 1 by the training part if nil.
  ///   - targets: the same for the targets.
  /// - Throws: `DatasetError` for too few examples, of a class or in all, and for a limit below 1.
  public func prepared(
    trainLimit: Int? = nil, seed: UInt64 = 0, inputs ownInputs: InputScaling? = nil,
    targets ownTargets: TargetScaling? = nil
  ) throws(DatasetError) -> PreparedData {
    try check(trainLimit)
    let pool = Array(0..<(testStart ?? examples.count))
    let shares = testStart == nil ? [0.7, 0.15, 0.15] : [0.9, 0.1]
    var parts = try split(pool, shares: shares, seed: seed)
    if let testStart { parts.append(Array(testStart..<examples.count)) }
    if let limit = trainLimit, limit < parts[0].count { parts[0] = Array(parts[0].prefix(limit)) }
    guard parts.allSatisfy({ !$0.isEmpty }) else {
      throw DatasetError(name, "\(examples.count) examples are too few for training, validation and test parts")
    }
    return scaled(
      RowSplit(train: parts[0], validation: parts[1], test: parts[2]), inputs: ownInputs, targets: ownTargets)
  }

  func check(_ trainLimit: Int?) throws(DatasetError) {
    if let trainLimit, trainLimit < 1 {
      throw DatasetError(name, "a limit of \(trainLimit) training examples; expected at least 1")
    }
  }

  /// The parts of a split, scaled from its training part alone unless the scaling is given.
  func scaled(
    _ split: RowSplit, inputs ownInputs: InputScaling? = nil, targets ownTargets: TargetScaling? = nil
  ) -> PreparedData {
    let train = examples.selecting(split.train)
    let scaler = ownInputs ?? InputScaling(train, scaling, channels: inputShape.last ?? 1)
    let targets = ownTargets ?? TargetScaling(train.targets)
    func finish(_ part: Examples) -> Examples {
      part.replacing(inputs: scaler.apply(part.inputs)).replacing(targets: targets.apply(part.targets))
    }
    return PreparedData(
      name: name, description: description, inputShape: inputShape, train: finish(train),
      validation: finish(examples.selecting(split.validation)), test: finish(examples.selecting(split.test)),
      rows: split, testGroups: groups.map { groups in split.test.map { groups[$0] } }, fingerprint: fingerprint,
      inputScaling: scaler, targetScaling: targets,
      columns: columns, targetName: targetName)
  }

  /// Shuffled rows in parts of the given shares, class by class, then mixed.
  private func split(_ pool: [Int], shares: [Double], seed: UInt64) throws(DatasetError) -> [[Int]] {
    var groups: [[Int]] = [pool]
    if case .classes(let labels, let names) = examples.targets {
      groups = Array(repeating: [], count: names.count)
      for row in pool { groups[Int(labels[row])].append(row) }
      for (group, name) in zip(groups, names) where group.count < shares.count {
        throw DatasetError(
          self.name, "class '\(name)' has \(group.count) examples; expected at least \(shares.count), one for each part"
        )
      }
    }
    var parts = Array(repeating: [Int](), count: shares.count)
    for (i, group) in groups.enumerated() {
      var stream = RandomStream(seed: seed, purpose: .split, index: UInt32(i))
      let shuffled = stream.shuffled(group)
      var start = 0
      var share = 0.0
      for part in parts.indices {
        share += shares[part]
        let rest = parts.count - 1 - part
        // At least one example a part.
        let end =
          rest == 0
          ? shuffled.count
          : max(start + 1, min(Int((share * Double(shuffled.count)).rounded()), shuffled.count - rest))
        if start < end, end <= shuffled.count { parts[part] += shuffled[start..<end] }
        start = min(end, shuffled.count)
      }
    }
    for part in parts.indices {
      var stream = RandomStream(seed: seed, purpose: .split, index: UInt32(1_000_000 + part))
      stream.shuffle(&parts[part])
    }
    return parts
  }
}
