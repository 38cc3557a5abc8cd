internal import Activations

/// One operation of a network that is written out as a list: residual blocks become forks and joins.
struct Node {
  enum Kind {
    case linear, pooling, batchNorm, layerNorm, activation, dropout
    /// One value becomes two names: the block's own way and the shortcut.
    case fork
    /// The sum of the block's output and the shortcut.
    case join
  }

  let kind: Kind
  /// The layer that it stands for: the projection itself for a projection, the residual layer for forks and joins.
  let source: Layer
  /// The layer's number among all layers, nested ones included, and its path: `layers.3.layers.0`.
  let layer: Int
  let path: String
  /// Values: 0 is the network's input, every node makes one more.
  let input: Int
  /// The shortcut, for a join.
  var second: Int?
  let output: Int
  /// For a fork the join at its end and the other way round; for the first node of a projection its fork.
  var partner: Int?
  var isProjection = false
  let inputShape: TensorShape
  let outputShape: TensorShape
  /// The activation that the input comes from, for initial weights.
  let before: Activation?
}

/// A network as a list of nodes in the order of the forward pass.
struct Lowering {
  private(set) var nodes: [Node] = []
  /// Each value's shape.
  private(set) var values: [TensorShape]
  private(set) var output = 0
  private var shape: TensorShape
  private var before: Activation?
  private var number = 0

  /// The network must be valid.
  init(_ network: Network) throws(NetworkError) {
    shape = TensorShape(network.inputShape)
    values = [shape]
    for (i, layer) in network.layers.enumerated() { try add(layer, path: "layers.\(i)") }
  }

  private mutating func add(_ layer: Layer, path: String) throws(NetworkError) {
    let own = number
    number += 1
    let next = try layer.output(of: shape, path)
    switch layer {
    case .flatten: shape = next
    case .dense, .conv2D: appendLinear(layer, own, path, next)
    case .maxPool, .averagePool, .globalAveragePool: append(.pooling, layer, own, path, next)
    case .batchNorm:
      append(.batchNorm, layer, own, path, next)
      before = nil
    case .layerNorm:
      append(.layerNorm, layer, own, path, next)
      before = nil
    case .dropout, .alphaDropout: append(.dropout, layer, own, path, next)
    case .activation(let activation, _):
      append(.activation, layer, own, path, next)
      before = activation
    case .residual(let layers): try addBlock(layers, layer, own, path, next)
    }
  }

  private mutating func append(_ kind: Node.Kind, _ layer: Layer, _ number: Int, _ path: String, _ next: TensorShape) {
    nodes.append(
      Node(
        kind: kind, source: layer, layer: number, path: path, input: output, output: values.count, inputShape: shape,
        outputShape: next, before: before))
    output = values.count
    values.append(next)
    shape = next
  }

  /// A 1 × 1 convolution with a stride looks at some positions only: those are picked out first. oneDNN does so too, but
  /// writes past its workspace where there are few channels (oneDNN issue 6035).
  private mutating func appendLinear(_ layer: Layer, _ number: Int, _ path: String, _ next: TensorShape) {
    var layer = layer
    if case .conv2D(let channels, let window, _, let groups) = layer, window.kernel == 1 {
      layer = .conv2D(channels: channels, window: Window(1), groups: groups)
      if window.stride != 1 {
        let picked = TensorShape([next.height, next.width, shape.channels])
        append(.pooling, .averagePool(Window(1, stride: window.stride)), number, path, picked)
      }
    }
    append(.linear, layer, number, path, next)
    before = nil
  }

  private mutating func addBlock(
    _ layers: [Layer], _ block: Layer, _ number: Int, _ path: String, _ end: TensorShape
  ) throws(NetworkError) {
    let (start, outside, came) = (output, shape, before)
    let fork = nodes.count
    append(.fork, block, number, path, shape)
    for (i, layer) in layers.enumerated() { try add(layer, path: "\(path).layers.\(i)") }
    let inner = output
    var shortcut = start
    if let layer = try Projection.between(outside, end, path).layer {
      (output, shape, before) = (start, outside, came)
      let first = nodes.count
      appendLinear(layer, number, path + ".projection", end)
      nodes[first].partner = fork
      nodes[nodes.count - 1].isProjection = true
      shortcut = output
      output = inner
    }
    shape = end
    append(.join, block, number, path, end)
    nodes[nodes.count - 1].second = shortcut
    nodes[nodes.count - 1].partner = fork
    nodes[fork].partner = nodes.count - 1
    before = nil
  }
}
