public import Activations

/// The largest errors that are promised. `hillock accuracy` and the tests hold the kernels to them.
public struct AccuracyPromise: Sendable, Hashable, Codable {
  /// Of f, in ULP.
  public var value: Double
  /// Of f′, in ULP, but near a zero where larger numbers cancel.
  public var derivative: Double
  /// Of f′ near such a zero, in units of half an ULP of 1 (2⁻²⁴ for `Float`, 2⁻⁵³ for `Double`) times the largest |f′|.
  public var nearZero: Double

  public init(value: Double, derivative: Double, nearZero: Double) {
    self.value = value
    self.derivative = derivative
    self.nearZero = nearZero
  }

  public static let float = AccuracyPromise(value: 1.5, derivative: 2.5, nearZero: 1)
  /// For samples as the one that is measured: a number in a million may exceed it by a tenth.
  public static let double = AccuracyPromise(value: 2, derivative: 4, nearZero: 2)

  /// What is promised of one function in `Float` instead, unless it is in pieces (AVX-512): with a fused instruction,
  /// and without one.
  private struct Exception {
    var fused: AccuracyPromise
    var unfused: AccuracyPromise
  }

  /// By name. What the general promise would cost these functions stands in `Documentation/accuracy.md`.
  private static let exceptions: [String: Exception] = [
    // A quotient, a polynomial, an exponential and their product have a rounding each.
    "gelu": Exception(
      fused: AccuracyPromise(value: 3.2, derivative: 3, nearZero: 1.1),
      unfused: AccuracyPromise(value: 3.4, derivative: 3.9, nearZero: 1.1)),
    // For f′ three sums, whose errors add up to as much as one more digit.
    "mish": Exception(
      fused: AccuracyPromise(value: 2.6, derivative: 4.1, nearZero: 1),
      unfused: AccuracyPromise(value: 3.1, derivative: 5.2, nearZero: 1.2)),
    // 1 less a product that has just come out of a difference.
    "gelu-tanh": Exception(
      fused: AccuracyPromise(value: 1.5, derivative: 2.5, nearZero: 1.1),
      unfused: AccuracyPromise(value: 1.5, derivative: 2.5, nearZero: 1.1)),
  ]

  /// What is promised in `Float`.
  public static func float(_ activation: Activation, on set: InstructionSet) -> AccuracyPromise {
    guard let exception = exceptions[activation.name] else { return float }
    switch set {
    case .v4: return float
    case .v3: return exception.fused
    case .baseline: return exception.unfused
    }
  }
}
