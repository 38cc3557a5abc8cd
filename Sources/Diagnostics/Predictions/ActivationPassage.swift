internal import Activations

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What an activation makes of a normal signal, and what its slope does to gradients on their way back.
struct ActivationPassage {
  private let signal: Signal
  /// d ln E[f²] / d ln of the variance: how a fluctuation goes on.
  private let elasticity: Double
  /// E[f(u)² f(v)²] / E[f²]² − 1 for two examples: how much one unit's share of a layer's mean square fluctuates in
  /// common for all examples. For a single example it is 5 for ReLU (Hanin & Nica 2018, arXiv:1812.05994).
  private let kurtosis: Double
  /// E[f′²] in each eighth of the examples.
  let slopeSquares: SIMD8<Double>
  /// The same of f′.
  let slopeKurtosis: Double
  /// E[f′(u) f′(v)] / E[f′²] for two examples: what is left of what their gradients have in common.
  let slopeCorrelation: Double?

  /// What comes out for an input with this fluctuation, which `units` units average.
  func after(_ before: Signal, units: Int) -> Signal {
    var after = signal
    after.spread = elasticity * elasticity * before.spread + kurtosis / Double(max(1, units))
    after.bias = elasticity * before.bias - kurtosis / Double(max(1, units)) / 2
    return after
  }

  init(_ activation: Activation, _ before: Signal) {
    let variances = (before.squares - before.mean * before.mean).clamped(
      lowerBound: .zero, upperBound: .init(repeating: .infinity))
    var squares = SIMD8<Double>()
    var slopes = SIMD8<Double>()
    var mean = 0.0
    var known: ActivationMoments?
    for i in 0..<8 {
      // Behind normalisation all groups are alike.
      if i == 0 || variances[i] != variances[i - 1] {
        known = ActivationMoments(activation, mean: before.mean, variance: variances[i])
      }
      guard let known else { continue }
      squares[i] = known.meanSquare
      slopes[i] = known.slopeSquare
      mean += known.mean / 8
    }
    let variance = before.variance
    let middle = ActivationMoments(activation, mean: before.mean, variance: variance)
    var correlation: Double?
    var alike: Double?
    var (squares2, slopes2) = (middle.meanFourth, middle.slopeFourth)
    if let c = before.centredCorrelation {
      let dual = ActivationDual(activation, mean: before.mean, variance: variance, correlation: c)
      alike = middle.slopeSquare > 0 ? max(-1, min(1, dual.slopeProduct / middle.slopeSquare)) : 1
      correlation = middle.meanSquare > 0 ? max(-1, min(1, dual.product / middle.meanSquare)) : 1
      (squares2, slopes2) = (dual.squareProduct, dual.slopeSquareProduct)
    }
    let step = 1e-3
    func meanSquare(_ change: Double) -> Double {
      ActivationMoments(activation, mean: before.mean, variance: variance * exp(change)).meanSquare
    }
    let (low, high) = (meanSquare(-step), meanSquare(step))
    elasticity = low > 0 && high.isFinite ? log(high / low) / (2 * step) : 0
    kurtosis = Self.excess(squares2, middle.meanSquare)
    slopeKurtosis = Self.excess(slopes2, middle.slopeSquare)
    slopeSquares = slopes
    slopeCorrelation = alike
    signal = Signal(squares: squares, mean: mean, correlation: correlation, shape: .other)
  }

  private static func excess(_ fourth: Double, _ square: Double) -> Double {
    square > 0 && square.isFinite ? max(0, fourth / square / square - 1) : 0
  }
}
