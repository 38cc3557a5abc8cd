internal import Activations

/// The shape of one example between two layers: channels come last.
public struct TensorShape: Hashable, Sendable, CustomStringConvertible {
  public let sizes: [Int]

  /// `[n]`, `[height, width, channels]`; `[height, width]` is an image with one channel.
  public init(_ sizes: [Int]) { self.sizes = sizes.count == 2 ? sizes + [1] : sizes }

  public var count: Int { sizes.reduce(1, *) }
  public var channels: Int { sizes.last ?? 1 }
  /// Rows of channels that one example has.
  public var positions: Int { sizes.dropLast().reduce(1, *) }
  public var isFlat: Bool { sizes.count == 1 }
  var isImage: Bool { sizes.count == 3 }
  var height: Int { isImage ? sizes[0] : 1 }
  var width: Int { isImage ? sizes[1] : 1 }

  /// "28×28×1"
  public var description: String { sizes.map(String.init).joined(separator: "×") }
}

extension Layer {
  /// What comes out of it.
  /// - Parameter place: for messages: "layer 3 (conv 32)".
  /// - Throws: `NetworkError` if it cannot take the input, or has sizes that make no sense.
  func output(of input: TensorShape, _ place: String) throws(NetworkError) -> TensorShape {
    let output = try shape(after: input, place)
    guard output.sizes.reduce(1, *) <= Self.mostNumbers else {
      throw .init("\(place) puts out \(output); at most \(Self.mostNumbers) numbers are possible")
    }
    let isSmall =
      switch self {
      case .dense(let units): input.count <= Self.mostWeights / max(1, units)
      case .conv2D(let channels, let window, _, let groups):
        window.kernel.vertical * window.kernel.horizontal
          <= Self.mostWeights / max(1, channels * (input.channels / groups))
      default: true
      }
    guard isSmall else { throw .init("\(place) has more than \(Self.mostWeights) weights, the most that are possible") }
    return output
  }

  /// Of one example, and of one layer: beyond what fits any machine that this runs on, far from overflowing.
  static let mostNumbers = 1 << 28
  static let mostWeights = 1 << 30

  private func shape(after input: TensorShape, _ place: String) throws(NetworkError) -> TensorShape {
    switch self {
    case .flatten: return TensorShape([input.count])
    case .dense(let units):
      guard input.isFlat else { throw .init("\(place) has an input of shape \(input); put a flatten layer before it") }
      guard units > 0, units <= Self.mostChannels else {
        throw .init("\(place): \(units) units; expected 1 to \(Self.mostChannels)")
      }
      return TensorShape([units])
    case .conv2D(let channels, let window, let dilation, let groups):
      guard input.isImage else {
        throw .init("\(place) has an input of shape \(input); expected height×width×channels")
      }
      guard channels > 0, channels <= Self.mostChannels else {
        throw .init("\(place): \(channels) channels; expected 1 to \(Self.mostChannels)")
      }
      guard groups > 0, channels % groups == 0, input.channels % groups == 0 else {
        throw .init("\(place): \(groups) groups do not divide \(input.channels) and \(channels) channels")
      }
      return try Self.placed(window, dilation, input, channels, place)
    case .maxPool(let window), .averagePool(let window):
      guard input.isImage else {
        throw .init("\(place) has an input of shape \(input); expected height×width×channels")
      }
      return try Self.placed(window, 1, input, input.channels, place)
    case .globalAveragePool:
      guard input.isImage else {
        throw .init("\(place) has an input of shape \(input); expected height×width×channels")
      }
      return TensorShape([input.channels])
    case .dropout(let rate), .alphaDropout(let rate):
      guard rate >= 0, rate < 1 else { throw .init("\(place): expected a rate from 0 to less than 1") }
      return input
    case .batchNorm(let momentum, let epsilon):
      guard momentum > 0, momentum <= 1, epsilon > 0, epsilon.isFinite else {
        throw .init("\(place): expected a momentum in (0, 1] and an epsilon greater than 0")
      }
      return input
    case .layerNorm(let epsilon):
      guard epsilon > 0, epsilon.isFinite else { throw .init("\(place): expected an epsilon greater than 0") }
      return input
    case .activation(let activation, let learning):
      guard learning == .fixed || activation.isLearnable else {
        throw .init("\(place): \(activation.name) has no parameter that can be learned")
      }
      return input
    case .residual(let layers):
      guard !layers.isEmpty else { throw .init("\(place): has no layers; x + x is not what anyone means") }
      var shape = input
      for (i, layer) in layers.enumerated() {
        shape = try layer.output(of: shape, "\(place), layer \(i + 1) (\(Layer.shortened(layer.text)))")
      }
      _ = try Projection.between(input, shape, place)
      return shape
    }
  }

  /// More than any network here has; keeps products of sizes far from overflowing.
  static let mostChannels = 1 << 20

  private static func placed(
    _ window: Window, _ dilation: Extent, _ input: TensorShape, _ channels: Int, _ place: String
  ) throws(NetworkError) -> TensorShape {
    guard window.kernel.allSatisfy({ $0 > 0 && $0 <= 1 << 16 }), window.stride.allSatisfy({ $0 > 0 && $0 <= 1 << 16 }),
      dilation.allSatisfy({ $0 > 0 && $0 <= 1 << 16 })
    else { throw .init("\(place): expected a kernel, a stride and a dilation of 1 or more") }
    if case .zeros(let zeros) = window.padding, !zeros.allSatisfy({ $0 >= 0 && $0 <= 1 << 16 }) {
      throw .init("\(place): a padding of \(zeros); expected 0 or more")
    }
    guard let (vertical, horizontal) = window.placements(input, dilation) else {
      throw .init(
        "\(place): a kernel of \(window.kernel)\(dilation == 1 ? "" : " with dilation \(dilation)") does not fit an input "
          + "of \(input)")
    }
    return TensorShape([vertical.count, horizontal.count, channels])
  }
}

extension Window {
  /// Where it lies on an image; nil if it does not fit.
  func placements(_ input: TensorShape, _ dilation: Extent = 1) -> (Placement, Placement)? {
    let zeros: Extent? = if case .zeros(let zeros) = padding { zeros } else { nil }
    guard
      let vertical = Self.place(
        size: input.height, kernel: kernel.vertical, stride: stride.vertical, dilation: dilation.vertical,
        padding: zeros?.vertical),
      let horizontal = Self.place(
        size: input.width, kernel: kernel.horizontal, stride: stride.horizontal, dilation: dilation.horizontal,
        padding: zeros?.horizontal)
    else { return nil }
    return (vertical, horizontal)
  }
}

/// How a residual block's input is brought to the shape of its output.
enum Projection: Hashable {
  case none
  case dense(units: Int)
  case conv2D(channels: Int, stride: Extent)

  static func between(_ input: TensorShape, _ output: TensorShape, _ place: String) throws(NetworkError) -> Projection {
    if input == output { return .none }
    if input.isFlat, output.isFlat { return .dense(units: output.count) }
    if input.isImage, output.isImage {
      let stride = Extent(
        (input.height + output.height - 1) / output.height, (input.width + output.width - 1) / output.width)
      if let (v, h) = Window(1, stride: stride).placements(input), v.count == output.height, h.count == output.width {
        return .conv2D(channels: output.channels, stride: stride)
      }
    }
    throw .init("\(place): no projection leads from \(input) to \(output)")
  }

  /// The layer that it is.
  var layer: Layer? {
    switch self {
    case .none: nil
    case .dense(let units): .dense(units: units)
    case .conv2D(let channels, let stride): .conv2D(channels: channels, window: Window(1, stride: stride))
    }
  }
}
