public import Activations

/// A feed-forward network as a value: what it consists of, without any weights.
///
/// `Trainer` compiles it for a batch size. Tensors are rows × channels (images: rows × height × width × channels).
public struct Network: Hashable, Sendable {
  /// The shape of one input: `[28, 28]`, `[32, 32, 3]`, `[4]`.
  public var inputShape: [Int]
  public var layers: [Layer]
  /// How the weights start.
  public var initialization: Initialization

  public init(inputShape: [Int], layers: [Layer], initialization: Initialization = .variancePreserving) {
    self.inputShape = inputShape
    self.layers = layers
    self.initialization = initialization
  }

  /// ```swift
  /// let network = Network(inputShape: [28, 28]) {
  ///   Layer.conv2D(channels: 32)
  ///   relu
  ///   Layer.maxPool(.tiles(2))
  ///   Layer.flatten
  ///   Layer.dense(units: 10)
  /// }
  /// ```
  /// where `relu` is an `Activation`.
  public init(
    inputShape: [Int], initialization: Initialization = .variancePreserving, @LayerBuilder layers: () -> [Layer]
  ) {
    self.init(inputShape: inputShape, layers: layers(), initialization: initialization)
  }

  /// Dense layers with one activation between them: the network that studies compare activations in.
  public static func dense(
    inputShape: [Int], hidden: [Int], outputs: Int, activation: Activation, learning: Learning = .fixed,
    hasBatchNorm: Bool = false, dropout: Double = 0, initialization: Initialization = .variancePreserving
  ) -> Network {
    var layers: [Layer] = inputShape.count > 1 ? [.flatten] : []
    for width in hidden {
      layers.append(.dense(units: width))
      if hasBatchNorm { layers.append(.batchNorm()) }
      layers.append(.activation(activation, learning: learning))
      if dropout > 0 { layers.append(.dropout(dropout)) }
    }
    layers.append(.dense(units: outputs))
    return Network(inputShape: inputShape, layers: layers, initialization: initialization)
  }

  /// The shapes after each layer.
  /// - Throws: `NetworkError` that says which layer cannot be.
  public func shapes() throws(NetworkError) -> [TensorShape] {
    var product = 1
    for size in inputShape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow, next <= Layer.mostNumbers else {
        throw .init(
          "an input shape of \(inputShape); expected one or more sizes greater than 0, at most \(Layer.mostNumbers) in all"
        )
      }
      product = next
    }
    guard !inputShape.isEmpty else { throw .init("an input shape of []; expected one or more sizes greater than 0") }
    var shape = TensorShape(inputShape)
    var result: [TensorShape] = []
    for (i, layer) in layers.enumerated() {
      shape = try layer.output(of: shape, "layer \(i + 1) (\(Layer.shortened(layer.text)))")
      result.append(shape)
    }
    return result
  }

  /// - Throws: `NetworkError` that says which layer cannot be.
  public func validate() throws(NetworkError) {
    let output = try shapes().last
    guard layers.contains(where: { $0.nested.contains { $0.hasWeights } }) else {
      throw .init("the network has no dense or convolutional layer, so there is nothing to train")
    }
    guard let output, output.isFlat else {
      throw .init(
        "the network puts out \(output?.description ?? "nothing"); expected a list of numbers: "
          + "end with a flatten, a global-average-pool or a dense layer")
    }
  }

  /// The same with a dense output layer at its end, where it does not end with one of that width already; what is not
  /// flat is flattened before.
  ///
  /// Images go into a first dense layer as they come.
  public func ending(outputs: Int) throws(NetworkError) -> Network {
    var result = self
    if inputShape.count > 1, case .dense? = layers.first { result.layers.insert(.flatten, at: 0) }
    let shape = try result.shapes().last ?? TensorShape(inputShape)
    // An activation whose width happens to fit is no output layer.
    let isOutput =
      switch layers.last {
      case .dense, .globalAveragePool, .flatten: shape.sizes == [outputs]
      default: false
      }
    if !isOutput {
      if !shape.isFlat { result.layers.append(.flatten) }
      result.layers.append(.dense(units: outputs))
    }
    return result
  }

  /// Numbers that training changes; 0 if the network cannot be.
  public var parameterCount: Int { (try? parameterCounts())?.reduce(0, +) ?? 0 }

  /// Numbers that training changes, layer by layer.
  public func parameterCounts() throws(NetworkError) -> [Int] {
    let shapes = try [TensorShape(inputShape)] + self.shapes()
    var counts: [Int] = []
    for (layer, input) in zip(layers, shapes) { counts.append(try layer.parameterCount(input)) }
    return counts
  }
}

extension Layer {
  /// Whether it is a dense or a convolutional layer.
  public var hasWeights: Bool {
    switch self {
    case .dense, .conv2D: true
    default: false
    }
  }

  func parameterCount(_ input: TensorShape) throws(NetworkError) -> Int {
    switch self {
    case .dense(let units): return (input.count + 1) * units
    case .conv2D(let channels, let window, _, let groups):
      return (input.channels / groups * window.kernel.vertical * window.kernel.horizontal + 1) * channels
    case .batchNorm, .layerNorm: return 2 * input.channels
    case .activation(_, .perLayer): return 1
    case .activation(_, .perChannel): return input.channels
    case .residual(let layers):
      var count = 0
      var shape = input
      for layer in layers {
        count += try layer.parameterCount(shape)
        shape = try layer.output(of: shape, text)
      }
      return try count + (Projection.between(input, shape, text).layer?.parameterCount(input) ?? 0)
    default: return 0
    }
  }
}

/// What a network or its training cannot be.
public struct NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
