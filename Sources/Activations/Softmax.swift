internal import ActivationKernelTables

/// Softmax over the channels of rows × channels: yᵢ = e^(xᵢ/T) / Σⱼ e^(xⱼ/T), a distribution over the channels.
///
/// Stable for any finite input. With two channels (0, x) and T = 1 its second output is σ(x). A small temperature T comes
/// near to argmax, which has no useful derivative; a large one near to the uniform distribution.
///
/// Bridle, J. S. (1990). Probabilistic interpretation of feedforward classification network outputs.
/// doi:10.1007/978-3-642-76153-9_28
public struct Softmax: Hashable, Sendable {
  /// T, from 1e-30 to 1e30; 1 by default.
  public let temperature: Double
  /// Whether the result is ln y, which stays finite where y would be rounded to zero.
  public let isLogarithmic: Bool

  public init(temperature: Double = 1, isLogarithmic: Bool = false) throws(ActivationError) {
    guard (1e-30...1e30).contains(temperature) else { throw .temperature(temperature) }
    self.temperature = temperature
    self.isLogarithmic = isLogarithmic
  }

  /// Softmax at temperature 1.
  public static let standard = Softmax(unchecked: 1, isLogarithmic: false)
  /// Log-softmax at temperature 1.
  public static let logarithmic = Softmax(unchecked: 1, isLogarithmic: true)

  private init(unchecked temperature: Double, isLogarithmic: Bool) {
    self.temperature = temperature
    self.isLogarithmic = isLogarithmic
  }

  /// In place is allowed.
  public func forward(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, channels: Int,
    on set: InstructionSet = .best
  ) {
    if channels > 0 { set.softmax.float.forward(x, y, rows, channels, Float(1 / temperature), isLogarithmic) }
  }

  /// dx from the result `y` of the forward pass and the upstream gradient. In place is allowed.
  public func backward(
    _ y: UnsafePointer<Float>, upstream g: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int,
    channels: Int, on set: InstructionSet = .best
  ) {
    if channels > 0 { set.softmax.float.backward(y, g, dx, rows, channels, Float(1 / temperature), isLogarithmic) }
  }

  /// In place is allowed.
  public func forward(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, rows: Int, channels: Int,
    on set: InstructionSet = .best
  ) {
    if channels > 0 { set.softmax.double.forward(x, y, rows, channels, 1 / temperature, isLogarithmic) }
  }

  /// dx from the result `y` of the forward pass and the upstream gradient. In place is allowed.
  public func backward(
    _ y: UnsafePointer<Double>, upstream g: UnsafePointer<Double>, into dx: UnsafeMutablePointer<Double>, rows: Int,
    channels: Int, on set: InstructionSet = .best
  ) {
    if channels > 0 { set.softmax.double.backward(y, g, dx, rows, channels, 1 / temperature, isLogarithmic) }
  }

  /// The summed loss Σ −ln softmax(x)[label] over the rows; writes dx = (softmax(x) − one-hot) · `factor`, the loss's
  /// gradient times `factor`. Labels are within 0..<channels. In place is not allowed.
  public static func crossEntropy(
    _ x: UnsafePointer<Float>, labels: UnsafePointer<Int32>, into dx: UnsafeMutablePointer<Float>, rows: Int,
    channels: Int, factor: Float, on set: InstructionSet = .best
  ) -> Double {
    set.softmax.float.crossEntropy(x, labels, dx, rows, channels, factor)
  }
}

/// The index of the largest element, the first one of equals, or nil if there is none. NaN is never the largest.
///
/// What a classifier answers; unlike softmax it says nothing of the other scores, and its derivative is 0 almost
/// everywhere.
public func argmax<Values: RandomAccessCollection>(_ values: Values) -> Int?
where Values.Element: BinaryFloatingPoint {
  var best: (index: Int, value: Values.Element)?
  for (i, value) in values.enumerated() where !value.isNaN {
    if best.map({ value > $0.value }) ?? true { best = (i, value) }
  }
  return best?.index
}
