/// Softmax's loops over rows × channels, in one build. Every row has at least one channel.
public struct SoftmaxTable<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
  /// y = softmax(x · inverse), or its logarithm. In place is allowed.
  public typealias Forward =
    @Sendable (
      _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ rows: Int, _ channels: Int, _ inverse: Scalar,
      _ isLogarithmic: Bool
    ) -> Void

  /// dx from the result y and the upstream gradient g. In place is allowed.
  public typealias Backward =
    @Sendable (
      _ y: UnsafePointer<Scalar>, _ g: UnsafePointer<Scalar>, _ dx: UnsafeMutablePointer<Scalar>, _ rows: Int,
      _ channels: Int, _ inverse: Scalar, _ isLogarithmic: Bool
    ) -> Void

  /// The summed loss −ln softmax(x)[label]; dx = (softmax(x) − one-hot) · factor.
  public typealias CrossEntropy =
    @Sendable (
      _ x: UnsafePointer<Scalar>, _ labels: UnsafePointer<Int32>, _ dx: UnsafeMutablePointer<Scalar>, _ rows: Int,
      _ channels: Int, _ factor: Scalar
    ) -> Double

  public let forward: Forward
  public let backward: Backward
  public let crossEntropy: CrossEntropy

  public init(forward: @escaping Forward, backward: @escaping Backward, crossEntropy: @escaping CrossEntropy) {
    self.forward = forward
    self.backward = backward
    self.crossEntropy = crossEntropy
  }
}
