/// What is known of one value of a network at initialisation, over units, examples and draws of the weights.
struct Signal: Hashable {
  enum Shape: Hashable {
    /// Normal: a sum over many inputs with weights of mean 0.
    case normal
    /// A sum of a normal part and another one, taken as normal with the same mean and variance.
    case nearlyNormal
    /// The data, or what an activation puts out.
    case other
  }

  /// Mean square in each eighth of the examples.
  var squares: SIMD8<Double>
  var mean: Double
  /// Mean product of two examples' values over the mean square; nil where it is not known.
  var correlation: Double?
  var shape: Shape
  /// Variance of ln q over draws of the weights, from the layers' finite widths.
  var spread: Double
  /// Mean of ln q over draws of the weights, less ln of the mean: skewed as q is, most networks have less of it.
  var bias = 0.0

  var square: Double { squares.sum() / 8 }
  var variance: Double { max(0, square - mean * mean) }

  init(
    squares: SIMD8<Double>, mean: Double = 0, correlation: Double?, shape: Shape = .normal, spread: Double = 0,
    bias: Double = 0
  ) {
    self.squares = squares
    self.mean = mean
    self.correlation = correlation
    self.shape = shape
    self.spread = spread
    self.bias = bias
  }

  init(_ moments: InputMoments) {
    var squares = SIMD8(repeating: moments.meanSquare)
    if moments.squares.count == 8 { for i in 0..<8 { squares[i] = moments.squares[i] } }
    self.init(squares: squares, mean: moments.mean, correlation: moments.correlation, shape: .other)
  }

  /// Whether moments agree to 12 digits; fluctuations apart.
  func isNear(_ other: Signal) -> Bool {
    let difference = squares - other.squares
    let isNear = difference.replacing(with: -difference, where: difference .< 0) .<= 1e-12 * squares
    return isNear == SIMDMask(repeating: true) && mean == other.mean && shape == other.shape
      && abs((correlation ?? 2) - (other.correlation ?? 2)) < 1e-12
  }

  /// After weights of this variance times the inputs of an output, and biases of 0.
  func afterWeights(_ weightVariance: Double) -> Signal {
    Signal(squares: squares * weightVariance, correlation: correlation, spread: spread, bias: bias)
  }

  /// After batch normalisation over large batches, which divides by the variance over examples q (1 − c) and takes away
  /// what they have in common.
  func afterBatchNorm(epsilon: Double) -> Signal {
    let variance = varianceOverExamples
    return Signal(
      squares: SIMD8(repeating: variance.map { $0 / ($0 + epsilon) } ?? 1), correlation: 0, shape: shape)
  }

  /// q (1 − c)
  var varianceOverExamples: Double? { correlation.map { max(0, square * (1 - $0)) } }

  /// After layer normalisation, which takes away the mean over units and divides by the deviation.
  func afterLayerNorm(epsilon: Double) -> Signal {
    let variances = (squares - mean * mean).clamped(lowerBound: .zero, upperBound: .init(repeating: .infinity))
    return Signal(
      squares: variances / (variances + epsilon), correlation: centredCorrelation, shape: shape)
  }

  /// The correlation after the units' common mean is taken away.
  var centredCorrelation: Double? {
    correlation.map { c in
      let (together, rest) = (c * square - mean * mean, square - mean * mean)
      return rest > 0 ? max(-1, min(1, together / rest)) : 1
    }
  }

  /// After dropout, whose masks are independent from example to example (Schoenholz et al. 2017).
  func afterDropout(_ rate: Double) -> Signal {
    Signal(
      squares: squares / (1 - rate), mean: mean, correlation: correlation.map { $0 * (1 - rate) }, shape: .other,
      spread: spread, bias: bias)
  }

  /// After alpha dropout: kept values become a x + b, dropped ones a α′ + b (Klambauer et al. 2017, arXiv:1706.02515).
  func afterAlphaDropout(_ rate: Double) -> Signal {
    let limit = -1.758_099_340_847_376_6
    let keep = 1 - rate
    let a = 1 / (keep + limit * limit * keep * rate).squareRoot()
    let b = -a * limit * rate
    let dropped = a * limit + b
    let kept = a * mean + b
    let next = keep * (a * a * squares + 2 * a * b * mean + b * b) + rate * dropped * dropped
    let together = correlation.map { c in
      keep * keep * (a * a * c * square + 2 * a * b * mean + b * b) + 2 * keep * rate * kept * dropped
        + rate * rate * dropped * dropped
    }
    var result = Signal(
      squares: next, mean: keep * kept + rate * dropped, correlation: nil, shape: .other, spread: spread,
      bias: bias)
    result.correlation = together.map { $0 / result.square }
    return result
  }

  /// The sum of two that are independent but for their means over units, as a residual block's are when the block has
  /// weights of its own.
  static func + (a: Signal, b: Signal) -> Signal {
    let common = 2 * a.mean * b.mean
    var sum = Signal(
      squares: a.squares + b.squares + common, mean: a.mean + b.mean, correlation: nil,
      shape: a.shape == .normal && b.shape == .normal ? .normal : .nearlyNormal)
    let square = sum.square
    if let c = a.correlation, let d = b.correlation, square > 0 {
      sum.correlation = (c * a.square + d * b.square + common) / square
    }
    // Shares of ln q's fluctuation.
    let (u, v) = square > 0 ? (a.square / square, b.square / square) : (0, 0)
    sum.spread = u * u * a.spread + v * v * b.spread
    sum.bias = u * a.bias + v * b.bias
    return sum
  }
}
