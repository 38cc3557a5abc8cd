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

  /// The summed loss of the first `rows` rows (each the mean over its outputs); writes ∂(mean loss over `divisor`)/∂output.
  func run(rows: Int, divisor: Int) -> Double {
    switch loss {
    case .softmaxCrossEntropy:
      return Softmax.crossEntropy(
        output, labels: labels, into: gradient, rows: rows, channels: width, factor: 1 / Float(divisor))
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

  /// How many of the first `rows` rows are right.
  func correct(rows: Int) -> Int {
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
