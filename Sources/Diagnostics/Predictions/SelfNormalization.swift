public import Activations

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What makes an activation self-normalising: g(x) = scale · f(x) + shift, with the parameter that f needs for it, maps
/// N(0, 1) to mean 0 and variance 1, so that with weights of variance 1 / inputs (LeCun's) layers keep them.
///
/// Klambauer et al. (2017, arXiv:1706.02515) found SELU so, from ELU: E[f] = 0 gives α, E[(λ f)²] = 1 gives λ; here by
/// quadrature and bisection in `Double`, for any function.
public struct SelfNormalization: Codable, Hashable, Sendable {
  /// The function with its parameter at the value found.
  public var activation: Activation
  /// The parameter that was solved for, where one brings the mean to 0 by itself: α of ELU.
  public var parameter: String?
  public var value: Double?
  /// λ
  public var scale: Double
  /// 0 where a parameter was found or the mean is 0 anyway; otherwise −λ E[f].
  public var shift: Double
  /// The slope of the variance map at its fixed point 1: by how much a deviation of the variance from 1 grows with every
  /// layer.
  public var contraction: Double
  /// E[g′²]: by how much a gradient's mean square grows with every layer on its way back.
  public var gradientFactor: Double

  /// Whether a variance near 1 comes nearer with every layer, instead of going away.
  public var isStable: Bool { abs(contraction) < 1 - 1e-9 }

  /// Nil for a function that is constant in variance: nothing scales it to variance 1.
  public init?(_ activation: Activation) {
    var solved = activation
    if let parameter = activation.facts.parameters.first,
      let found = Self.parameter(activation, parameter.name, within: parameter.allowed)
    {
      solved = found
      self.parameter = parameter.name
      value = found.parameters.first
    }
    let moments = ActivationMoments(solved, variance: 1)
    let isCentred = value != nil || abs(moments.mean) < 1e-14
    let mean = isCentred ? 0 : moments.mean
    let variance = moments.meanSquare - mean * mean
    guard variance > 1e-300 else { return nil }
    self.activation = solved
    scale = 1 / variance.squareRoot()
    shift = isCentred ? 0 : -mean * scale
    // E[g(√v z)²] = λ² (E[f²] − 2 m E[f] + m²), with m = E[f] at v = 1; its slope by a difference of fourth order.
    let (factor, middle) = (scale, mean)
    func square(_ v: Double) -> Double {
      let at = ActivationMoments(solved, variance: v)
      return factor * factor * (at.meanSquare - 2 * middle * at.mean + middle * middle)
    }
    let h = 1e-3
    contraction =
      (8 * (square(1 + h) - square(1 - h)) - (square(1 + 2 * h) - square(1 - 2 * h))) / (12 * h)
    gradientFactor = scale * scale * moments.slopeSquare
  }

  /// The function with the value of its first parameter at which E[f] = 0, if there is one above 0 that leaves a function
  /// that bends.
  private static func parameter(
    _ activation: Activation, _ name: String, within allowed: ClosedRange<Double>
  ) -> Activation? {
    func with(_ value: Double) -> Activation? { try? Activation("\(activation.name)(\(name): \(value))") }
    func mean(_ value: Double) -> Double? { with(value).map { ActivationMoments($0, variance: 1).mean } }
    let low = max(allowed.lowerBound, 1e-3)
    let places = (0...40).map { low * pow(min(allowed.upperBound, 100) / low, Double($0) / 40) }
    for (a, b) in zip(places, places.dropFirst()) {
      guard let left = mean(a), let right = mean(b), (left > 0) != (right > 0), left != right else { continue }
      var (a, b) = (a, b)
      for _ in 0..<100 {
        let middle = (a + b) / 2
        guard middle > a, middle < b, let at = mean(middle) else { break }
        if (at > 0) == (left > 0) { a = middle } else { b = middle }
      }
      guard let found = with((a + b) / 2) else { return nil }
      // A straight line has mean 0 too.
      let moments = ActivationMoments(found, variance: 1)
      return abs(moments.meanFourth / moments.meanSquare / moments.meanSquare - 3) < 1e-6 ? nil : found
    }
    return nil
  }
}
