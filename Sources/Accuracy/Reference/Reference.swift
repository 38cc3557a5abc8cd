public import Activations

/// The activation functions once more, in wide numbers and by other formulas than the catalogue's where there is a
/// choice: an independent opinion.
///
/// On x86-64 the values are within about 0.01 ULP of `Double`; near a zero of a derivative that is a difference of larger
/// numbers, within 0.01 ULP of those. Closer than that to the middle between two `Double`s, this reference cannot say
/// which of them is the correctly rounded one. For `Float` the doubt is 2⁻²⁹ times as large.
public struct Reference: Sendable {
  public typealias Function = @Sendable (Wide) -> Wide

  /// f, and f′ by the catalogue's convention at the kinks. NaN gives NaN.
  let value: Function
  let derivative: Function

  /// Nil for a name that has no formula here: a test then fails.
  public init?(_ name: String, parameters: [Wide]) {
    guard let found = Self.formulas(name, parameters) else { return nil }
    value = { $0.isNaN ? .nan : found.value($0) }
    derivative = { $0.isNaN ? .nan : found.derivative($0) }
  }

  /// With the activation's parameters as kernels for these numbers take them.
  public init?<T: MeasuredScalar>(_ activation: Activation, in type: T.Type) {
    self.init(activation.name, parameters: activation.parameters.map { Wide(T($0)) })
  }

  /// f(x)
  public func value(_ x: Wide) -> Wide { value(x) }

  /// f′(x)
  public func derivative(_ x: Wide) -> Wide { derivative(x) }

  /// f(x) of the activation of this name, or nil if it has no formula here.
  public static func value(_ name: String, _ x: Wide, _ parameters: [Wide]) -> Wide? {
    Reference(name, parameters: parameters)?.value(x)
  }

  /// f′(x) of the activation of this name, or nil if it has no formula here.
  public static func derivative(_ name: String, _ x: Wide, _ parameters: [Wide]) -> Wide? {
    Reference(name, parameters: parameters)?.derivative(x)
  }
}
