public import Activations

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Signal propagation through infinitely wide dense layers with one activation.
///
/// Weights are independent with variance σw² / inputs, biases with variance σb². A layer's pre-activations z are then normal
/// with mean 0; q is their variance and c the correlation of those of two inputs. From layer to layer
///
/// - q′ = σw² E[f(√q z)²] + σb²: the variance map (Poole et al. 2016, arXiv:1606.05340);
/// - c′ = (σw² E[f(u₁) f(u₂)] + σb²) / q′: the correlation map (the same);
/// - χ₁ = σw² E[f′(√q z)²]: the factor of a gradient's mean square on its way back, and the slope of the correlation map at
///   c = 1 (the same; Schoenholz et al. 2017, arXiv:1611.01232). χ₁ < 1 is the ordered phase, in which inputs
///   become alike and gradients vanish; χ₁ > 1 the chaotic one, in which like inputs drift apart and gradients explode;
///   χ₁ = 1 the edge of chaos (for smooth functions and ReLU: Hayou et al. 2019, arXiv:1902.06853).
public struct MeanField: Hashable, Sendable {
  public var activation: Activation
  /// σw²: the variance of a weight times the number of inputs.
  public var weightVariance: Double
  /// σb². Networks here start with biases of 0.
  public var biasVariance: Double

  public init(_ activation: Activation, weightVariance: Double, biasVariance: Double = 0) {
    self.activation = activation
    self.weightVariance = weightVariance
    self.biasVariance = biasVariance
  }

  /// q′ after q.
  public func variance(after q: Double) -> Double {
    weightVariance * ActivationMoments(activation, variance: q).meanSquare + biasVariance
  }

  /// c′ after c, where both inputs have the variance q.
  public func correlation(after c: Double, at q: Double) -> Double {
    let next = variance(after: q)
    guard next > 0 else { return 1 }
    let product = ActivationDual(activation, variance: q, correlation: max(-1, min(1, c))).product
    return max(-1, min(1, (weightVariance * product + biasVariance) / next))
  }

  /// χ₁ at q.
  public func chi(at q: Double) -> Double {
    weightVariance * ActivationMoments(activation, variance: q).slopeSquare
  }

  /// d ln q′ / d ln q, by a central difference of a thousandth: its error is below 1e-6.
  public func elasticity(at q: Double) -> Double {
    let step = 1e-3
    let (low, high) = (variance(after: q * exp(-step)), variance(after: q * exp(step)))
    return low > 0 ? log(high / low) / (2 * step) : .nan
  }

  /// Where the variance goes.
  public enum Destination: Codable, Hashable, Sendable {
    /// To a fixed point q*.
    case settles(Double)
    /// It stays wherever it is: every variance is a fixed point, as for ReLU with He's weights.
    case stays
    /// Towards 0, below 1e-30.
    case vanishes
    /// Beyond 1e30.
    case grows
  }

  /// Where the variance goes from q, if layers never end. The map rises with q, so it goes to the next fixed point in the
  /// direction of its first step, which is found by going there in steps of a factor 1.25 and then halving.
  public func destination(from q: Double) -> Destination {
    guard q > 0, q.isFinite else { return q == 0 && variance(after: 0) == 0 ? .vanishes : .grows }
    func rise(_ x: Double) -> Double { log(variance(after: exp(x)) / exp(x)) }
    var x = log(q)
    let first = rise(x)
    if abs(first) < 1e-9 { return abs(rise(x + 1)) < 1e-9 && abs(rise(x - 1)) < 1e-9 ? .stays : .settles(q) }
    let up = first > 0
    let limit = 69.0  // 1e30
    while abs(x) < limit {
      let next = x + (up ? 0.223 : -0.223)
      if (rise(next) > 0) != up {
        var (a, b) = (x, next)
        for _ in 0..<50 where abs(b - a) > 1e-14 {
          let middle = (a + b) / 2
          if (rise(middle) > 0) == up { a = middle } else { b = middle }
        }
        return .settles(exp((a + b) / 2))
      }
      x = next
    }
    return up ? .grows : .vanishes
  }

  /// The stable fixed point of the correlation map at a variance q, and the map's slope there. c = 1 where χ₁ ≤ 1.
  public func correlationFixedPoint(at q: Double) -> (correlation: Double, slope: Double) {
    let chi = chi(at: q)
    // Within rounding of the edge of chaos; ReLU's map has slope 1 at 1 and reaches it like 1 / depth².
    guard chi > 1 + 1e-9, biasVariance > 0 || variance(after: q) > 0 else { return (1, chi) }
    func rise(_ c: Double) -> Double { correlation(after: c, at: q) - c }
    var (low, high) = (0.0, 1.0)
    if rise(0) <= 1e-12 { high = 0 } else { high = 1 - 1e-6 }
    if high > 0, rise(high) > 0 { return (1, chi) }
    for _ in 0..<30 where high - low > 1e-9 {
      let middle = (low + high) / 2
      if rise(middle) > 0 { low = middle } else { high = middle }
    }
    let c = (low + high) / 2
    let h = min(1e-3, (1 - c) / 2)
    return (c, (correlation(after: c + h, at: q) - correlation(after: c - h, at: q)) / (2 * h))
  }
}

/// What a network of many equal layers does in the end: for tables and pages; `SignalPrediction` says what a given one
/// does.
public struct MeanFieldSummary: Codable, Hashable, Sendable {
  /// σw².
  public var weightVariance: Double
  public var destination: MeanField.Destination
  /// χ₁ at q*, or at the variance that it starts from where there is no such point.
  public var chi: Double
  /// The correlation that two inputs come to.
  public var correlation: Double
  /// Layers in which a distance of q from q* shrinks by a factor e: −1 / ln of the variance map's slope at q*. Nil where
  /// it does not.
  public var varianceDepth: Double?
  /// The same of c from c*. Information gets through about six of them (Schoenholz et al. 2017).
  public var correlationDepth: Double?

  /// - Parameter start: the variance of the first layer's pre-activations.
  public init(_ field: MeanField, start: Double) {
    weightVariance = field.weightVariance
    destination = field.destination(from: start)
    var q = start
    if case .settles(let fixed) = destination { q = fixed }
    chi = field.chi(at: q)
    switch destination {
    case .settles:
      varianceDepth = Self.depth(field.elasticity(at: q))
      fallthrough
    case .stays:
      let fixed = field.correlationFixedPoint(at: q)
      correlation = fixed.correlation
      correlationDepth = Self.depth(fixed.slope)
    case .vanishes, .grows:
      let fixed = field.correlationFixedPoint(at: q)
      correlation = fixed.correlation
    }
  }

  private static func depth(_ slope: Double) -> Double? {
    let slope = abs(slope)
    guard slope.isFinite, slope < 1 - 1e-6 else { return nil }
    return slope > 0 ? -1 / log(slope) : 0
  }
}
