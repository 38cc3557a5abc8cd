/// Windows over images of rows × height × width × channels.
public struct PoolingShape: Sendable {
  /// Pairs are vertical, horizontal.
  public var input: (Int, Int)
  public var output: (Int, Int)
  public var kernel: (Int, Int)
  public var stride: (Int, Int)
  /// How far the first window lies above and to the left of the image.
  public var before: (Int, Int)
  public var rows: Int
  public var channels: Int

  public init(
    input: (Int, Int), output: (Int, Int), kernel: (Int, Int), stride: (Int, Int), before: (Int, Int), rows: Int,
    channels: Int
  ) {
    self.input = input
    self.output = output
    self.kernel = kernel
    self.stride = stride
    self.before = before
    self.rows = rows
    self.channels = channels
  }

  /// The part of a window that lies inside the image, along one direction.
  @inlinable @inline(__always)
  public static func inside(_ place: Int, _ stride: Int, _ kernel: Int, _ before: Int, _ size: Int) -> (Int, Int) {
    let start = place &* stride &- before
    return (max(0, start), min(size, start &+ kernel))
  }

  /// Whether each number of the input lies in exactly one window.
  @inlinable
  public var isTiling: Bool {
    before.0 == 0 && before.1 == 0 && stride.0 == kernel.0 && stride.1 == kernel.1 && input.0 == output.0 * kernel.0
      && input.1 == output.1 * kernel.1
  }
}
