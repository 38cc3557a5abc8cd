internal import Randomness

/// Examples split into training, validation and test parts, and scaled from the training part alone.
public struct PreparedData: Sendable {
  public let name: String
  public let description: String
  public let inputShape: [Int]
  public let train: Examples
  public let validation: Examples
  public let test: Examples
  public let fingerprint: String

  /// Numbers that a network puts out.
  public var outputCount: Int { train.targets.outputCount }

  public var task: Task { train.targets.isClassification ? .classification : .regression }

  /// The names of the classes; empty for regression.
  public var classNames: [String] {
    if case .classes(_, let names) = train.targets { names } else { [] }
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
  /// - Throws: `DatasetError` for too few examples, of a class or in all, and for a limit below 1.
  public func prepared(trainLimit: Int? = nil, seed: UInt64 = 0) throws(DatasetError) -> PreparedData {
    if let trainLimit, trainLimit < 1 {
      throw DatasetError(name, "a limit of \(trainLimit) training examples; expected at least 1")
    }
    let pool = Array(0..<(testStart ?? examples.count))
    let shares = testStart == nil ? [0.7, 0.15, 0.15] : [0.9, 0.1]
    var parts = try split(pool, shares: shares, seed: seed)
    if let testStart { parts.append(Array(testStart..<examples.count)) }
    if let limit = trainLimit, limit < parts[0].count { parts[0] = Array(parts[0].prefix(limit)) }
    guard parts.allSatisfy({ !$0.isEmpty }) else {
      throw DatasetError(name, "\(examples.count) examples are too few for training, validation and test parts")
    }
    let train = examples.selecting(parts[0])
    let scaler = Scaler(train, scaling, channels: inputShape.last ?? 1)
    let targets = TargetScaler(train.targets)
    func finish(_ part: Examples) -> Examples {
      Examples(
        inputs: scaler.apply(part.inputs), inputSize: part.inputSize, targets: targets.apply(part.targets))
    }
    return PreparedData(
      name: name, description: description, inputShape: inputShape, train: finish(train),
      validation: finish(examples.selecting(parts[1])), test: finish(examples.selecting(parts[2])),
      fingerprint: fingerprint)
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

/// Inputs to mean 0 and deviation 1.
private struct Scaler {
  let mean: [Float]
  let factor: [Float]

  /// - Parameter channels: the last dimension of an input's shape.
  init(_ examples: Examples, _ scaling: Dataset.Scaling, channels: Int) {
    let width = examples.inputSize
    // Columns that are so far apart share one mean and one deviation.
    var stride =
      switch scaling {
      case .perFeature: width
      case .perChannel: max(1, channels)
      case .together: 1
      }
    if width % stride != 0 { stride = 1 }
    let count = Double(width / max(1, stride))
    /// The sum over the columns that share.
    func total(_ columns: [Double]) -> [Double] {
      if stride == width { return columns }
      var sums = [Double](repeating: 0, count: stride)
      for (c, value) in columns.enumerated() { sums[c % stride] += value }
      return columns.indices.map { sums[$0 % stride] }
    }
    var sums = [Double](repeating: 0, count: width)
    var squares = sums
    for row in 0..<examples.count {
      for c in 0..<width { sums[c] += Double(examples.inputs[row * width + c]) }
    }
    let n = Double(examples.count)
    let means = total(sums.map { $0 / n }).map { $0 / count }
    for row in 0..<examples.count {
      for c in 0..<width {
        let difference = Double(examples.inputs[row * width + c]) - means[c]
        squares[c] += difference * difference
      }
    }
    let deviations = total(squares).map { ($0 / n / count).squareRoot() }
    mean = means.map { Float($0) }
    // A constant column tells nothing: it becomes 0.
    factor = zip(deviations, means).map { $0 > 1e-7 * max(1e-30, abs($1)) ? Float(1 / $0) : 0 }
  }

  func apply(_ inputs: [Float]) -> [Float] {
    var result = inputs
    let width = mean.count
    for i in result.indices {
      let (x, m, f) = (result[i], mean[i % width], factor[i % width])
      let scaled = (x - m) * f
      // Near Float's limits the difference overflows, although the result is small.
      result[i] = scaled.isFinite ? scaled : Float((Double(x) - Double(m)) * Double(f))
    }
    return result
  }
}

/// Targets of regression to mean 0 and deviation 1, so that learning rates mean the same for any unit; R² is the same.
private struct TargetScaler {
  private var mean: [Double] = []
  private var deviation: [Double] = []

  init(_ targets: Targets) {
    guard case .values(let values, let width) = targets else { return }
    let n = Double(values.count / width)
    for c in 0..<width {
      let column = stride(from: c, to: values.count, by: width).map { Double(values[$0]) }
      let m = column.reduce(0, +) / n
      let d = (column.reduce(0) { $0 + ($1 - m) * ($1 - m) } / n).squareRoot()
      mean.append(m)
      deviation.append(d > 0 ? d : 1)
    }
  }

  func apply(_ targets: Targets) -> Targets {
    guard case .values(let values, let width) = targets else { return targets }
    let scaled = values.indices.map { Float((Double(values[$0]) - mean[$0 % width]) / deviation[$0 % width]) }
    return .values(scaled, width: width)
  }
}
