/// The trainer's own loops over arrays, in one build. Arrays do not overlap.
public struct TrainingTable: Sendable {
  public typealias Pointer = UnsafeMutablePointer<Float>

  /// v ← μ v + g; w ← w − α v. The count is a multiple of 16.
  public typealias Momentum =
    @Sendable (_ w: Pointer, _ v: Pointer, _ g: Pointer, _ count: Int, _ rate: Float, _ momentum: Float) -> Void

  /// a ← a · b
  public typealias Multiply = @Sendable (_ a: Pointer, _ b: Pointer, _ count: Int) -> Void

  public let momentum: Momentum
  public let multiply: Multiply

  public init(momentum: @escaping Momentum, multiply: @escaping Multiply) {
    self.momentum = momentum
    self.multiply = multiply
  }
}
