public import Activations

/// One layer of a network. Its `text` is what people write: `conv 32 stride 2`, `batch-norm`, `relu`.
public indirect enum Layer: Hashable, Sendable {
  /// z = XW + b with W inputs × units.
  case dense(units: Int)
  /// A convolution (in the field's sense, a cross-correlation) over height and width, with a bias for each channel.
  case conv2D(channels: Int, window: Window = .init(3), dilation: Extent = 1, groups: Int = 1)
  /// The largest number of each window, channel by channel; what lies outside the image does not count.
  case maxPool(Window)
  /// The mean of each window, channel by channel; what lies outside the image does not count.
  case averagePool(Window)
  /// The mean over each whole channel: height × width × channels to channels.
  case globalAveragePool
  /// (x − mean) / √(variance + ε) · γ + β by channel, over the batch (and over height and width) while training and over
  /// running averages afterwards, into which every batch enters with weight `momentum` (Ioffe & Szegedy 2015,
  /// arXiv:1502.03167; the defaults are PyTorch's).
  case batchNorm(momentum: Double = 0.1, epsilon: Double = 1e-5)
  /// The same over the channels of each row (of each position, for images), whatever the batch (Ba et al. 2016,
  /// arXiv:1607.06450; the default is PyTorch's).
  case layerNorm(epsilon: Double = 1e-5)
  /// While training, sets outputs to 0 with probability `rate` and scales the rest by 1 / (1 − rate)
  /// (Srivastava et al. 2014).
  case dropout(Double)
  /// Dropout for SELU: sets outputs to SELU's limit −λα and restores mean and variance (Klambauer et al. 2017,
  /// arXiv:1706.02515).
  case alphaDropout(Double)
  case activation(Activation, learning: Learning = .fixed)
  /// Rows × (height × width × …) as rows × channels.
  case flatten
  /// x + layers(x) (He et al. 2016, arXiv:1512.03385). Where the layers change the shape, x goes through a dense layer or
  /// a 1 × 1 convolution of the same stride first: the projection.
  case residual([Layer])

  public static let defaultMomentum = 0.1
  public static let defaultEpsilon = 1e-5
}

/// Whether an activation's first parameter is trained with the weights.
public enum Learning: String, Codable, Hashable, Sendable {
  /// It keeps its value.
  case fixed
  /// One value for the layer.
  case perLayer = "per-layer"
  /// One value for each channel.
  case perChannel = "per-channel"
}

/// A vertical and a horizontal size: `3` is 3 × 3.
public struct Extent: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  public var vertical: Int
  public var horizontal: Int

  public init(_ vertical: Int, _ horizontal: Int) {
    self.vertical = vertical
    self.horizontal = horizontal
  }

  public init(_ both: Int) { self.init(both, both) }

  public init(integerLiteral value: Int) { self.init(value) }

  public var description: String { vertical == horizontal ? "\(vertical)" : "\(vertical)x\(horizontal)" }

  var pair: (Int, Int) { (vertical, horizontal) }

  func allSatisfy(_ condition: (Int) -> Bool) -> Bool { condition(vertical) && condition(horizontal) }
}

/// How a kernel is laid over an image.
public struct Window: Hashable, Sendable {
  public enum Padding: Hashable, Sendable {
    /// So many zeros that the output has ⌈size / stride⌉; where they are uneven, the larger half lies below and to the right.
    case same
    /// So many on every side: above and below, left and right.
    case zeros(Extent)
  }

  public var kernel: Extent
  public var stride: Extent
  public var padding: Padding

  /// A convolution's: stride 1 and an output as large as the input.
  public init(_ kernel: Extent, stride: Extent = 1, padding: Padding = .same) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// A pooling's: windows side by side.
  public static func tiles(_ kernel: Extent) -> Window { Window(kernel, stride: kernel, padding: .zeros(0)) }

  /// Where it lies along one direction.
  struct Placement {
    var before: Int
    var after: Int
    var count: Int
  }

  /// Nil if the kernel does not fit.
  static func place(size: Int, kernel: Int, stride: Int, dilation: Int, padding: Int?) -> Placement? {
    let (reach, overflow) = (kernel - 1).multipliedReportingOverflow(by: dilation)
    guard !overflow, reach < 1 << 20 else { return nil }
    let extent = reach + 1
    guard let padding else {
      let count = (size + stride - 1) / stride
      let missing = max(0, (count - 1) * stride + extent - size)
      return Placement(before: missing / 2, after: missing - missing / 2, count: count)
    }
    // Padding as wide as the kernel would make windows that see nothing.
    guard padding < extent, size + 2 * padding >= extent else { return nil }
    let count = (size + 2 * padding - extent) / stride + 1
    return Placement(before: padding, after: padding, count: count)
  }
}

extension Layer {
  /// Whether it is one of the layers that training changes, by itself.
  var isTrained: Bool {
    switch self {
    case .dense, .conv2D, .batchNorm, .layerNorm: true
    case .activation(_, let learning): learning != .fixed
    case .residual(let layers): layers.contains(where: \.isTrained)
    default: false
    }
  }

  var nestedCount: Int {
    if case .residual(let layers) = self { return layers.reduce(1) { $0 + $1.nestedCount } }
    return 1
  }

  /// All layers in it, itself first, in the order in which they are numbered.
  public var nested: [Layer] {
    if case .residual(let layers) = self { return [self] + layers.flatMap(\.nested) }
    return [self]
  }
}
