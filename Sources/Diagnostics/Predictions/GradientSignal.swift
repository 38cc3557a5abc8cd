internal import NeuralNetworks
internal import Randomness

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What is known of the loss's gradient by one value of a network at initialisation.
struct GradientSignal {
  /// Mean square in each eighth of the examples, up to a factor that all values share.
  var squares: SIMD8<Double>
  /// What two examples' gradients have in common, over what they have at the output; nil where it is not known.
  var alike: Double?
  /// Variance of the logarithm over draws of the weights.
  var spread = 0.0
  /// Mean of the logarithm less the mean's logarithm.
  var bias = 0.0

  static func + (a: GradientSignal, b: GradientSignal) -> GradientSignal {
    let squares = a.squares + b.squares
    let total = squares.sum()
    let (u, v) = total > 0 ? (a.squares.sum() / total, b.squares.sum() / total) : (0.5, 0.5)
    var alike: Double?
    if let first = a.alike, let second = b.alike { alike = u * first + v * second }
    return GradientSignal(
      squares: squares, alike: alike, spread: u * u * a.spread + v * v * b.spread, bias: u * a.bias + v * b.bias)
  }
}

/// The loss's gradient by the outputs, before training.
enum OutputGradient {
  /// E[δ·δ′] / E[δ·δ] for two examples, where outputs are normal with this mean square and correlation, and targets are
  /// independent of them and of each other: classes of equal size, numbers with mean 0 and variance 1.
  ///
  /// For softmax and for binary cross-entropy by 512 draws of a fixed stream: the sampling error is a few percent.
  static func correlation(_ loss: Loss, outputs: Int, square: Double, correlation: Double) -> Double {
    guard square.isFinite, square >= 0 else { return 0 }
    if loss == .meanSquaredError { return square * correlation / (square + 1) }
    var stream = RandomStream(seed: 1, purpose: .prediction, step: 2)
    let (deviation, c) = (square.squareRoot(), max(0, min(1, correlation)))
    let draws = 512
    var (together, own) = (0.0, 0.0)
    for _ in 0..<draws {
      var (first, second): ([Double], [Double]) = ([], [])
      for _ in 0..<outputs {
        let common = c.squareRoot() * Double(stream.normal())
        first.append(deviation * (common + (1 - c).squareRoot() * Double(stream.normal())))
        second.append(deviation * (common + (1 - c).squareRoot() * Double(stream.normal())))
      }
      if loss == .binaryCrossEntropy {
        let (p, q) = (first.map { 1 / (1 + exp(-$0)) - 0.5 }, second.map { 1 / (1 + exp(-$0)) - 0.5 })
        together += zip(p, q).reduce(0) { $0 + $1.0 * $1.1 }
        own += p.reduce(0) { $0 + $1 * $1 } + 0.25 * Double(outputs)
      } else {
        let share = 1 / Double(outputs)
        let (p, q) = (softmax(first), softmax(second))
        together += zip(p, q).reduce(0) { $0 + ($1.0 - share) * ($1.1 - share) }
        own += p.reduce(0) { $0 + $1 * $1 } - 2 * share + 1
      }
    }
    return own > 0 ? max(0, together / own) : 0
  }

  private static func softmax(_ z: [Double]) -> [Double] {
    let top = z.max() ?? 0
    let powers = z.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
