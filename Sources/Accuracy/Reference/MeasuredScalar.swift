/// The types of number whose results are measured: `Float` and `Double`.
public protocol MeasuredScalar: BinaryFloatingPoint, Sendable {
  /// The power of two that follows the largest number: what infinity counts as in a distance.
  static var overflow: Wide { get }
  /// `Float` or `Double`.
  static var typeName: String { get }
}

extension Float: MeasuredScalar {
  public static var overflow: Wide { 0x1p128 }
  public static var typeName: String { "Float" }
}

extension Double: MeasuredScalar {
  public static var overflow: Wide { Wide(sign: .plus, exponent: 1_024, significand: 1) }
  public static var typeName: String { "Double" }
}
