/// What is to be predicted.
public enum Targets: Sendable, Hashable {
  /// One class an example, as an index into `names`.
  case classes([Int32], names: [String])
  /// One row of `width` numbers an example.
  case values([Float], width: Int)

  /// Numbers that a network puts out for these targets.
  public var outputCount: Int {
    switch self {
    case .classes(_, let names): names.count
    case .values(_, let width): width
    }
  }

  public var isClassification: Bool {
    if case .classes = self { true } else { false }
  }

  /// The targets of some rows, in that order.
  func selecting(_ rows: [Int]) -> Targets {
    switch self {
    case .classes(let labels, let names): .classes(rows.map { labels[$0] }, names: names)
    case .values(let values, let width):
      .values(rows.flatMap { values[$0 * width..<($0 + 1) * width] }, width: width)
    }
  }
}

/// Inputs with their targets: `count` rows of `inputSize` numbers.
public struct Examples: Sendable, Hashable {
  public let inputs: [Float]
  public let inputSize: Int
  public let targets: Targets
  /// How much each row counts in training and in every metric, with mean 1 over the whole dataset; nil where all count 1.
  public let weights: [Float]?
  public let count: Int

  /// The sizes must agree.
  public init(inputs: [Float], inputSize: Int, targets: Targets, weights: [Float]? = nil) {
    self.inputs = inputs
    self.inputSize = inputSize
    self.targets = targets
    self.weights = weights
    count = inputSize == 0 ? 0 : inputs.count / inputSize
    precondition(inputs.count == count * inputSize, "inputs must be whole rows")
    switch targets {
    case .classes(let labels, _): precondition(labels.count == count, "one label an example")
    case .values(let values, let width): precondition(values.count == count * width, "one target row an example")
    }
    if let weights { precondition(weights.count == count, "one weight an example") }
  }

  /// Some of the rows, in that order.
  public func selecting(_ rows: [Int]) -> Examples {
    var chosen: [Float] = []
    chosen.reserveCapacity(rows.count * inputSize)
    for row in rows { chosen.append(contentsOf: inputs[row * inputSize..<(row + 1) * inputSize]) }
    return Examples(
      inputs: chosen, inputSize: inputSize, targets: targets.selecting(rows),
      weights: weights.map { weights in rows.map { weights[$0] } })
  }

  /// The same inputs with other targets, one for each row.
  func replacing(targets: Targets) -> Examples {
    Examples(inputs: inputs, inputSize: inputSize, targets: targets, weights: weights)
  }

  /// The same targets with other inputs, as many as there were.
  func replacing(inputs: [Float]) -> Examples {
    Examples(inputs: inputs, inputSize: inputSize, targets: targets, weights: weights)
  }

  /// The first `count` rows, or all if there are fewer.
  public func prefix(_ count: Int) -> Examples {
    count >= self.count ? self : selecting(Array(0..<count))
  }
}
