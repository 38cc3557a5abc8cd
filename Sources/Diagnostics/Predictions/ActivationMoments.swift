public import Activations

/// What an activation makes of a normal variable, by quadrature: see `NormalRule`.
public struct ActivationMoments: Hashable, Sendable {
  /// E[f(x)].
  public let mean: Double
  /// E[f(x)²].
  public let meanSquare: Double
  /// E[f(x)⁴].
  public let meanFourth: Double
  /// E[f′(x)²].
  public let slopeSquare: Double
  /// E[f′(x)⁴].
  public let slopeFourth: Double

  /// - Parameters:
  ///   - mean: of x.
  ///   - variance: of x, 0 or more.
  public init(_ activation: Activation, mean: Double = 0, variance: Double) {
    guard variance > 0, variance.isFinite, mean.isFinite else {
      let (value, slope) = (activation.value(mean), activation.derivative(mean))
      let isKnown = variance == 0
      self.mean = isKnown ? value : .nan
      meanSquare = isKnown ? value * value : variance
      meanFourth = isKnown ? value * value * value * value : variance
      slopeSquare = isKnown ? slope * slope : .nan
      slopeFourth = isKnown ? slope * slope * slope * slope : .nan
      return
    }
    let rule = NormalRule(mean: mean, deviation: variance.squareRoot(), kinks: activation.facts.kinks)
    let (values, slopes) = activation.valueAndDerivative(of: rule.x, threads: .one)
    var sums = SIMD8<Double>()
    for (w, (f, d)) in zip(rule.weights, zip(values, slopes)) {
      let (f2, d2) = (f * f, d * d)
      sums += w * SIMD8(f, f2, f2 * f2, d2, d2 * d2, 0, 0, 0)
    }
    self.mean = sums[0]
    meanSquare = sums[1]
    meanFourth = sums[2]
    slopeSquare = sums[3]
    slopeFourth = sums[4]
  }
}
