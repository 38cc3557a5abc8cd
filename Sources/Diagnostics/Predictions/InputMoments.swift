public import Datasets

/// What signal propagation starts from: the second moments of the inputs as the network gets them, scaled.
public struct InputMoments: Codable, Hashable, Sendable {
  /// Mean square of an input number in each eighth of the examples, from the smallest to the largest: a function that is
  /// not homogeneous treats faint and strong examples differently.
  public var squares: [Double]
  /// Mean of the input numbers.
  public var mean: Double
  /// Mean of x·x′ over all pairs of different examples, over the mean of x·x: 0 where examples have nothing in common, 1
  /// where they are all the same.
  public var correlation: Double

  /// Mean square over all examples.
  public var meanSquare: Double { squares.reduce(0, +) / Double(max(1, squares.count)) }

  public init(squares: [Double], mean: Double = 0, correlation: Double = 0) {
    self.squares = squares
    self.mean = mean
    self.correlation = correlation
  }

  /// Of at most `limit` examples: 2000 give the mean square to within a few percent and take milliseconds.
  public init(_ examples: Examples, limit: Int = 2000) {
    let (count, width) = (min(limit, examples.count), examples.inputSize)
    var norms = [Double](repeating: 0, count: count)
    var sums = [Double](repeating: 0, count: width)
    examples.inputs.withUnsafeBufferPointer { inputs in
      for row in 0..<count {
        var norm = 0.0
        for c in 0..<width {
          let x = Double(inputs[row * width + c])
          norm += x * x
          sums[c] += x
        }
        norms[row] = norm
      }
    }
    let total = norms.reduce(0, +)
    let together = sums.reduce(0) { $0 + $1 * $1 }
    mean = sums.reduce(0, +) / Double(max(1, count * width))
    let pairs = Double(count) * Double(count - 1)
    correlation = total > 0 && pairs > 0 ? (together - total) / pairs / (total / Double(count)) : 0
    norms.sort()
    squares = (0..<8).map { group in
      let part = norms[(group * count / 8)..<max(group * count / 8 + 1, (group + 1) * count / 8)]
      return part.reduce(0, +) / Double(part.count) / Double(max(1, width))
    }
  }
}
