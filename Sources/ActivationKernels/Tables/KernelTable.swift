public import ActivationCatalogue

/// The loops of one activation function over arrays, in one build: functions to be called once an array, never once an
/// element.
///
/// Pointers need no alignment beyond their element's. The result may be the same memory as an operand, but must not
/// overlap it otherwise. `parameters` points to two values. Every count may be zero.
public struct KernelTable: Sendable {
  public let name: String
  public let float: Loops<Float>
  public let double: Loops<Double>
  /// What `float` has in pieces.
  public let pieces: PieceTables

  public init(name: String, float: Loops<Float>, double: Loops<Double>, pieces: PieceTables) {
    self.name = name
    self.float = float
    self.double = double
    self.pieces = pieces
  }

  public struct Loops<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
    /// y = f(x)
    public typealias Forward =
      @Sendable (
        _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ count: Int,
        _ parameters: UnsafePointer<Scalar>
      ) -> Void

    /// dx = g · f′(x)
    public typealias Backward =
      @Sendable (
        _ x: UnsafePointer<Scalar>, _ g: UnsafePointer<Scalar>, _ dx: UnsafeMutablePointer<Scalar>, _ count: Int,
        _ parameters: UnsafePointer<Scalar>
      ) -> Void

    /// y = f(x) and d = f′(x)
    public typealias Both =
      @Sendable (
        _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ d: UnsafeMutablePointer<Scalar>, _ count: Int,
        _ parameters: UnsafePointer<Scalar>
      ) -> Void

    /// y = f(x) over rows × channels, where `first` holds the first parameter's value for each channel.
    public typealias ChannelForward =
      @Sendable (
        _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ rows: Int, _ channels: Int,
        _ first: UnsafePointer<Scalar>, _ parameters: UnsafePointer<Scalar>
      ) -> Void

    /// dx = g · f′(x), and Σ over the rows of g · ∂f/∂p added to `gradient`, for each channel.
    public typealias ChannelBackward =
      @Sendable (
        _ x: UnsafePointer<Scalar>, _ g: UnsafePointer<Scalar>, _ dx: UnsafeMutablePointer<Scalar>,
        _ gradient: UnsafeMutablePointer<Scalar>, _ rows: Int, _ channels: Int, _ first: UnsafePointer<Scalar>,
        _ parameters: UnsafePointer<Scalar>
      ) -> Void

    public let forward: Forward
    public let derivative: Forward
    public let backward: Backward
    /// dx = g · f′, from y = f(x) in x's place; only where the facts allow it.
    public let backwardFromOutput: Backward
    public let both: Both
    public let channelForward: ChannelForward
    public let channelBackward: ChannelBackward

    public init(
      forward: @escaping Forward, derivative: @escaping Forward, backward: @escaping Backward,
      backwardFromOutput: @escaping Backward, both: @escaping Both,
      channelForward: @escaping ChannelForward, channelBackward: @escaping ChannelBackward
    ) {
      self.forward = forward
      self.derivative = derivative
      self.backward = backward
      self.backwardFromOutput = backwardFromOutput
      self.both = both
      self.channelForward = channelForward
      self.channelBackward = channelBackward
    }
  }
}
