internal import Activations
internal import Datasets

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The loss of one batch, and its gradient by the network's outputs. The batch's targets are gathered here.
struct LossStep {
  typealias Pointer = UnsafeMutablePointer<Float>

  let loss: Loss
  let width: Int
  let output: Pointer
  let gradient: Pointer
  let targets: Pointer
  let labels: UnsafeMutablePointer<Int32>
  let weights: UnsafeMutablePointer<Float>
  /// ε of label smoothing.
  let smoothing: Float

  /// The summed loss of the first `rows` rows (each the mean over its outputs); writes ∂(mean loss over `divisor`)/∂output.
  ///
  /// - Parameters:
  ///   - smooths: whether label smoothing applies.
  ///   - isWeighted: whether each row's loss and gradient are times its own weight.
  func run(rows: Int, divisor: Int, smooths: Bool, isWeighted: Bool) -> Double {
    guard isWeighted else { return run(rows: rows, divisor: divisor, smooths: smooths) }
    var sum = 0.0
    for row in 0..<rows {
      sum += Double(weights[row]) * from(row).run(rows: 1, divisor: divisor, smooths: smooths)
      for c in 0..<width { gradient[row * width + c] *= weights[row] }
    }
    return sum
  }

  /// The rows from one on.
  private func from(_ row: Int) -> LossStep {
    LossStep(
      loss: loss, width: width, output: output + row * width, gradient: gradient + row * width,
      targets: targets + row * width, labels: labels + row, weights: weights + row, smoothing: smoothing)
  }

  private func run(rows: Int, divisor: Int, smooths: Bool) -> Double {
    switch loss {
    case .softmaxCrossEntropy:
      let plain = Softmax.crossEntropy(
        output, labels: labels, into: gradient, rows: rows, channels: width, factor: 1 / Float(divisor))
      return smooths && smoothing > 0 ? plain + smooth(rows: rows, factor: 1 / Float(divisor)) : plain
    case .binaryCrossEntropy:
      let factor = 1 / Float(divisor * width)
      var sum = 0.0
      for i in 0..<rows * width {
        let z = Double(output[i])
        let y = Double(targets[i])
        let e = exp(-abs(z))
        sum += max(z, 0) - y * z + log1p(e)
        let sigmoid = z >= 0 ? 1 / (1 + e) : e / (1 + e)
        gradient[i] = Float(sigmoid - y) * factor
      }
      return sum / Double(width)
    case .meanSquaredError:
      let factor = 2 / Float(divisor * width)
      var sum = 0.0
      for i in 0..<rows * width {
        let difference = output[i] - targets[i]
        sum += Double(difference) * Double(difference)
        gradient[i] = difference * factor
      }
      return sum / Double(width)
    }
  }

  /// From targets 1 and 0 to 1 − ε + ε/n and ε/n: the loss grows by ε (z[class] − mean z).
  private func smooth(rows: Int, factor: Float) -> Double {
    let share = smoothing / Float(width) * factor
    var sum = 0.0
    for row in 0..<rows {
      let (z, g) = (output + row * width, gradient + row * width)
      let label = Int(labels[row])
      var total = 0.0
      for c in 0..<width {
        total += Double(z[c])
        g[c] -= share
      }
      g[label] += smoothing * factor
      sum += Double(z[label]) - total / Double(width)
    }
    return sum * Double(smoothing)
  }

  /// How many of the first `rows` rows are right, or their weight.
  func correct(rows: Int, isWeighted: Bool) -> Double {
    guard isWeighted else { return Double(correct(rows: rows)) }
    return (0..<rows).reduce(0.0) { $0 + Double(weights[$1]) * Double(from($1).correct(rows: 1)) }
  }

  private func correct(rows: Int) -> Int {
    var count = 0
    for row in 0..<rows {
      let z = output + row * width
      switch loss {
      case .softmaxCrossEntropy:
        var best = 0
        for c in 1..<max(1, width) where z[c] > z[best] { best = c }
        count += best == Int(labels[row]) ? 1 : 0
      case .binaryCrossEntropy:
        let y = targets + row * width
        var isRight = true
        for c in 0..<width { isRight = isRight && (z[c] > 0) == (y[c] > 0.5) }
        count += isRight ? 1 : 0
      case .meanSquaredError: return 0
      }
    }
    return count
  }
}
