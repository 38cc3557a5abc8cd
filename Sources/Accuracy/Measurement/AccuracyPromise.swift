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
  public static let double = AccuracyPromise(value: 2, derivative: 4, nearZero: 2)

  /// Functions for which something else is promised, by name.
  private static let exceptions: [String: (float: AccuracyPromise, double: AccuracyPromise)] = [:]

  public static func float(_ activation: Activation) -> AccuracyPromise {
    exceptions[activation.name]?.float ?? float
  }

  public static func double(_ activation: Activation) -> AccuracyPromise {
    exceptions[activation.name]?.double ?? double
  }
}
