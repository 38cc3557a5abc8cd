/// Inputs to mean 0 and deviation 1: y = (x − mean) · factor, column by column.
public struct InputScaling: Codable, Hashable, Sendable {
  public let mean: [Float]
  /// 1 / deviation; 0 for a column that is constant.
  public let factor: [Float]

  /// - Parameter mean: as many numbers as `factor` has.
  public init(mean: [Float], factor: [Float]) {
    precondition(mean.count == factor.count && !mean.isEmpty, "as many factors as means")
    self.mean = mean
    self.factor = factor
  }

  /// Inputs as they are, or all of them times one factor.
  public static func plain(width: Int, factor: Float = 1) -> InputScaling {
    InputScaling(mean: Array(repeating: 0, count: width), factor: Array(repeating: factor, count: width))
  }

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
    /// Adds something up over the rows, column by column.
    func sum(_ term: (_ value: Double, _ column: Int) -> Double) -> [Double] {
      var sums = [Double](repeating: 0, count: width)
      examples.inputs.withUnsafeBufferPointer { inputs in
        sums.withUnsafeMutableBufferPointer { sums in
          for row in 0..<examples.count {
            for c in 0..<width { sums[c] += term(Double(inputs[row * width + c]), c) }
          }
        }
      }
      return sums
    }
    let n = Double(examples.count)
    let means = total(sum { value, _ in value }.map { $0 / n }).map { $0 / count }
    let squares = sum { value, c in (value - means[c]) * (value - means[c]) }
    let deviations = total(squares).map { ($0 / n / count).squareRoot() }
    mean = means.map { Float($0) }
    // A constant column tells nothing: it becomes 0.
    factor = zip(deviations, means).map { $0 > 1e-7 * max(1e-30, abs($1)) ? Float(1 / $0) : 0 }
  }

  /// - Parameter inputs: whole rows.
  public func apply(_ inputs: [Float]) -> [Float] {
    var result = inputs
    let width = mean.count
    result.withUnsafeMutableBufferPointer { result in
      for row in stride(from: 0, to: result.count, by: width) {
        for c in 0..<width {
          let (x, m, f) = (result[row + c], mean[c], factor[c])
          let scaled = (x - m) * f
          // Near Float's limits the difference overflows, although the result is small.
          result[row + c] = scaled.isFinite ? scaled : Float((Double(x) - Double(m)) * Double(f))
        }
      }
    }
    return result
  }
}

/// Targets of regression to mean 0 and deviation 1, so that learning rates mean the same for any unit; R² is the same.
/// Nothing for classes.
public struct TargetScaling: Codable, Hashable, Sendable {
  public private(set) var mean: [Double] = []
  public private(set) var deviation: [Double] = []

  /// - Parameter mean: as many numbers as `deviation` has; none for classes.
  public init(mean: [Double], deviation: [Double]) {
    precondition(mean.count == deviation.count, "as many deviations as means")
    self.mean = mean
    self.deviation = deviation
  }

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

  /// A network's outputs in the targets' own unit.
  public func undo(_ outputs: [Float]) -> [Float] {
    mean.isEmpty
      ? outputs
      : outputs.indices.map { i in
        let c = i % mean.count
        return Float(Double(outputs[i]) * deviation[c] + mean[c])
      }
  }

  public func apply(_ targets: Targets) -> Targets {
    guard case .values(let values, let width) = targets else { return targets }
    let scaled = values.indices.map { Float((Double(values[$0]) - mean[$0 % width]) / deviation[$0 % width]) }
    return .values(scaled, width: width)
  }
}
