public import Activations

/// The largest errors that are promised. `hillock accuracy` and the tests hold the kernels to them.
public struct AccuracyPromise: Sendable, Hashable, Codable {
  /// Of f, in ULP.
  public var value: Double
  /// Of f′, in ULP, but near a zero where larger numbers cancel.
  public var derivative: Double
  /// Of f′ near such a zero, in units of half an ULP of 1 (2⁻²⁴ for `Float`, 2⁻⁵³ for `Double`) times the largest |f′|.
  public var nearZero: Double
  /// Whether f never falls from one number to the next where its facts call it monotonic.
  public var isMonotonic: Bool

  public init(value: Double, derivative: Double, nearZero: Double, isMonotonic: Bool = true) {
    self.value = value
    self.derivative = derivative
    self.nearZero = nearZero
    self.isMonotonic = isMonotonic
  }

  public static let float = AccuracyPromise(value: 1.5, derivative: 2.5, nearZero: 1)
  public static let double = AccuracyPromise(value: 2, derivative: 4, nearZero: 2)

  /// Functions for which something else is promised, by name, since the general promise would cost them more than a
  /// quarter of their speed.
  private static let exceptions: [String: (float: AccuracyPromise, double: AccuracyPromise)] = [
    // The denominator's rounding and the division's, where the quotient's last place is half as large; rising all the same.
    "sigmoid": (AccuracyPromise(value: 1.8, derivative: 2.5, nearZero: 1), double),
    "swish": (AccuracyPromise(value: 1.6, derivative: 2.5, nearZero: 1), double),
    "gelu-sigmoid": (AccuracyPromise(value: 1.8, derivative: 3.1, nearZero: 1), double),
    // Products of four factors, one of which has just come out of a difference.
    "gelu-tanh": (AccuracyPromise(value: 1.6, derivative: 3.3, nearZero: 1.4), double),
    // A sum, a quotient, a polynomial, an exponential and their product have a rounding each.
    "gelu": (
      AccuracyPromise(value: 3.5, derivative: 3.9, nearZero: 1.4),
      AccuracyPromise(value: 3.2, derivative: 4, nearZero: 2)
    ),
    "mish": (
      AccuracyPromise(value: 4, derivative: 5.2, nearZero: 1.2), AccuracyPromise(value: 4, derivative: 4, nearZero: 2)
    ),
    // Without a fused instruction.
    "selu": (AccuracyPromise(value: 1.7, derivative: 2.5, nearZero: 1), double),
    "hard-swish": (AccuracyPromise(value: 2, derivative: 2.5, nearZero: 1), double),
    // Between 0.4 and 0.7, neighbours are closer to each other than any sum of three terms can be rounded.
    "softplus": logarithm,
    "log-sigmoid": logarithm,
  ]

  private static let logarithm = (
    float: AccuracyPromise(value: 2.1, derivative: 2.5, nearZero: 1, isMonotonic: false),
    double: AccuracyPromise(value: 2, derivative: 4, nearZero: 2, isMonotonic: false)
  )

  public static func float(_ activation: Activation) -> AccuracyPromise {
    exceptions[activation.name]?.float ?? float
  }

  public static func double(_ activation: Activation) -> AccuracyPromise {
    exceptions[activation.name]?.double ?? double
  }
}
