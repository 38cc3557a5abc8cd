import Activations
import NeuralNetworks
import TestSupport

extension PlainNetwork {
  struct Values {
    var path: String
    var kind: ParameterGroup.Kind
    var numbers: [Double]
  }

  /// The plain form of a network with these parameters, one of which may be changed.
  init(_ network: Network, _ parameters: [ParameterGroup], changing change: (group: Int, index: Int, by: Double)? = nil)
  {
    var groups = parameters.map { Values(path: $0.path, kind: $0.kind, numbers: $0.values.map(Double.init)) }
    if let change { groups[change.group].numbers[change.index] += change.by }
    var shape = network.inputShape.count == 2 ? network.inputShape + [1] : network.inputShape
    var layers: [PlainNetwork.Layer] = []
    for (i, layer) in network.layers.enumerated() {
      layers.append(Self.plain(layer, "layers.\(i)", &shape, groups))
    }
    self.init(layers: layers)
  }

  /// By the rules of the documentation, written anew.
  private static func plain(
    _ layer: NeuralNetworks.Layer, _ path: String, _ shape: inout [Int], _ groups: [Values]
  ) -> PlainNetwork.Layer {
    func values(_ kind: ParameterGroup.Kind, _ path: String) -> [Double] {
      groups.first { $0.path == path && $0.kind == kind }?.numbers ?? []
    }
    let channels = shape.last ?? 1
    switch layer {
    case .flatten:
      shape = [shape.reduce(1, *)]
      return .flatten
    case .dense(let units):
      shape = [units]
      return .dense(w: values(.weights, path), b: values(.bias, path))
    case .conv2D(let outputs, let window, let dilation, let groups):
      let (before, output) = place(window, (dilation.vertical, dilation.horizontal), shape)
      shape = [output.0, output.1, outputs]
      return .conv(
        w: values(.weights, path), b: values(.bias, path), kernel: (window.kernel.vertical, window.kernel.horizontal),
        stride: (window.stride.vertical, window.stride.horizontal), dilation: (dilation.vertical, dilation.horizontal),
        before: before, output: output, groups: groups)
    case .maxPool(let window), .averagePool(let window):
      let (before, output) = place(window, (1, 1), shape)
      shape = [output.0, output.1, channels]
      var isMaximum = false
      if case .maxPool = layer { isMaximum = true }
      return .pool(
        isMaximum: isMaximum, kernel: (window.kernel.vertical, window.kernel.horizontal),
        stride: (window.stride.vertical, window.stride.horizontal), before: before, output: output)
    case .globalAveragePool:
      let size = (shape[0], shape[1])
      shape = [channels]
      return .pool(isMaximum: false, kernel: size, stride: (1, 1), before: (0, 0), output: (1, 1))
    case .batchNorm(_, let epsilon):
      return .batchNorm(gamma: values(.scale, path), beta: values(.shift, path), epsilon: Double(Float(epsilon)))
    case .layerNorm(let epsilon):
      return .layerNorm(gamma: values(.scale, path), beta: values(.shift, path), epsilon: Double(Float(epsilon)))
    case .activation(let activation, let learning):
      let own = activation.parameters.map { Double(Float($0)) }
      let learned = values(.activation, path)
      let first =
        switch learning {
        case .fixed: own.first.map { Array(repeating: $0, count: channels) } ?? []
        case .perLayer: Array(repeating: learned[0], count: channels)
        case .perChannel: learned
        }
      return .activation(name: activation.name, p: first, rest: Array(own.dropFirst()))
    case .residual(let layers):
      var inside = shape
      let body = layers.enumerated().map { plain($1, "\(path).layers.\($0)", &inside, groups) }
      let outside = shape
      shape = inside
      guard inside != outside else { return .residual(body, projection: nil) }
      let (w, b) = (values(.weights, path + ".projection"), values(.bias, path + ".projection"))
      if inside.count == 1 { return .residual(body, projection: .dense(w: w, b: b)) }
      let stride = ((outside[0] + inside[0] - 1) / inside[0], (outside[1] + inside[1] - 1) / inside[1])
      return .residual(
        body,
        projection: .conv(
          w: w, b: b, kernel: (1, 1), stride: stride, dilation: (1, 1), before: (0, 0), output: (inside[0], inside[1]),
          groups: 1))
    case .dropout, .alphaDropout: return .residual([], projection: nil)
    }
  }

  private static func place(
    _ window: Window, _ dilation: (Int, Int), _ shape: [Int]
  ) -> (before: (Int, Int), output: (Int, Int)) {
    func one(_ size: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, _ padding: Int?) -> (Int, Int) {
      let reach = (kernel - 1) * dilation + 1
      if let padding { return (padding, (size + 2 * padding - reach) / stride + 1) }
      let count = (size + stride - 1) / stride
      return (max(0, (count - 1) * stride + reach - size) / 2, count)
    }
    var zeros: Extent?
    if case .zeros(let own) = window.padding { zeros = own }
    let v = one(shape[0], window.kernel.vertical, window.stride.vertical, dilation.0, zeros?.vertical)
    let h = one(shape[1], window.kernel.horizontal, window.stride.horizontal, dilation.1, zeros?.horizontal)
    return ((v.0, h.0), (v.1, h.1))
  }

  /// Flat inputs as images.
  static func images(_ inputs: [Float], _ shape: [Int]) -> [Image] {
    let full = shape.count == 1 ? [1, 1, shape[0]] : shape.count == 2 ? shape + [1] : shape
    let size = full.reduce(1, *)
    return stride(from: 0, to: inputs.count, by: size).map { start in
      (0..<full[0]).map { y in
        (0..<full[1]).map { x in
          (0..<full[2]).map { c in Double(inputs[start + (y * full[1] + x) * full[2] + c]) }
        }
      }
    }
  }
}
