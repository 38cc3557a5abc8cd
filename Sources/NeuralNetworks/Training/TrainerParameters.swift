internal import Activations

/// The numbers that training changes, in plain layouts: to save, to load, to test.
public struct ParameterGroup: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable {
    /// outputs × inputs, or outputs × inputs per group × height × width
    case weights
    case bias
    /// γ and β of a normalisation.
    case scale, shift
    /// An activation's learned values.
    case activation
    /// What batch normalisation uses where the network is not training.
    case runningMean = "running-mean"
    case runningVariance = "running-variance"
  }

  /// The layer's number, nested layers included, and where it is: `layers.3.layers.0`.
  public var layer: Int
  public var path: String
  public var kind: Kind
  public var shape: [Int]
  public var values: [Float]

  public init(layer: Int, path: String? = nil, kind: Kind, shape: [Int]? = nil, values: [Float]) {
    self.layer = layer
    self.path = path ?? "layers.\(layer)"
    self.kind = kind
    self.shape = shape ?? [values.count]
    self.values = values
  }

  /// What it is called in files: `layers.0.weights`.
  public var name: String { "\(path).\(kind.rawValue)" }
}

extension Trainer {
  /// All parameters, layer by layer.
  public func parameters() throws(NetworkError) -> [ParameterGroup] { try groups(plan.parameters) }

  /// The gradients of the last step, or of `computeGradients`, in the same order.
  public func gradients() throws(NetworkError) -> [ParameterGroup] { try groups(plan.gradients) }

  /// What the optimiser keeps for each parameter: none, one or two lists in the same order.
  public func optimizerState() throws(NetworkError) -> [[ParameterGroup]] {
    var states: [[ParameterGroup]] = []
    for pointer in statePointers { states.append(try groups(pointer)) }
    return states
  }

  private var statePointers: [UnsafeMutablePointer<Float>] {
    Array([plan.memory.firstState, plan.memory.secondState].prefix(optimizer.stateCount))
  }

  /// Batch normalisations' running means and variances.
  public func statistics() -> [ParameterGroup] {
    plan.steps.flatMap { step -> [ParameterGroup] in
      guard case .batchNorm(let norm) = step else { return [] }
      return [(ParameterGroup.Kind.runningMean, norm.runningMean), (.runningVariance, norm.runningVariance)].map {
        ParameterGroup(
          layer: norm.layer, path: norm.path, kind: $0,
          values: Array(UnsafeBufferPointer(start: $1, count: norm.channels)))
      }
    }
  }

  /// Sets all parameters.
  /// - Throws: `NetworkError` if they are another network's.
  public func setParameters(_ groups: [ParameterGroup]) throws(NetworkError) {
    try Self.compare(groups, with: try parameters())
    try write(groups, to: plan.parameters)
  }

  /// Sets what `optimizerState` gives.
  public func setOptimizerState(_ states: [[ParameterGroup]]) throws(NetworkError) {
    let own = statePointers
    guard states.count == own.count else {
      throw .init("\(states.count) lists of an optimiser's numbers; \(optimizer) keeps \(own.count)")
    }
    for groups in states { try Self.compare(groups, with: try parameters()) }
    for (groups, pointer) in zip(states, own) { try write(groups, to: pointer) }
  }

  /// Sets what `statistics` gives.
  public func setStatistics(_ groups: [ParameterGroup]) throws(NetworkError) {
    try Self.compare(groups, with: statistics())
    var rest = groups[...]
    for case .batchNorm(let norm) in plan.steps {
      for pointer in [norm.runningMean, norm.runningVariance] {
        guard let group = rest.popFirst() else { return }
        pointer.update(from: group.values, count: norm.channels)
      }
    }
  }

  private static func compare(_ groups: [ParameterGroup], with own: [ParameterGroup]) throws(NetworkError) {
    guard own.count == groups.count else {
      throw .init("\(groups.count) groups of parameters; the network has \(own.count)")
    }
    for (old, new) in zip(own, groups) {
      guard old.layer == new.layer, old.kind == new.kind, old.values.count == new.values.count else {
        throw .init(
          "layer \(new.layer + 1) has \(new.values.count) \(new.kind.rawValue); "
            + "expected \(old.values.count) \(old.kind.rawValue) for layer \(old.layer + 1)")
      }
    }
  }

  private func write(_ groups: [ParameterGroup], to pointer: UnsafeMutablePointer<Float>) throws(NetworkError) {
    var i = 0
    try visit { (piece) throws(NetworkError) in
      try piece.write(groups[i].values, to: pointer)
      i += 1
    }
  }

  private func groups(_ source: UnsafeMutablePointer<Float>) throws(NetworkError) -> [ParameterGroup] {
    var result: [ParameterGroup] = []
    try visit { (piece) throws(NetworkError) in result.append(try piece.read(source)) }
    return result
  }

  /// Writes the initial values.
  func initialize() throws(NetworkError) {
    try visit { (piece) throws(NetworkError) in
      let count = piece.shape.reduce(1, *)
      switch (piece.kind, piece.step) {
      case (.weights, .linear(let linear)):
        let weights = network.initialization.weights(
          inputs: linear.fanIn, outputs: linear.weightShape[0], fanOut: linear.fanOut,
          after: linear.before.map { gainOf ?? $0 }, seed: seed,
          layer: linear.layer)
        try piece.write(weights, to: plan.parameters)
      case (.activation, .activation(let own)):
        try piece.write(Array(repeating: Float(own.activation.parameters[0]), count: count), to: plan.parameters)
      case (.scale, _): try piece.write(Array(repeating: 1, count: count), to: plan.parameters)
      default: break
      }
    }
  }

  private func visit(_ body: (Piece) throws(NetworkError) -> Void) throws(NetworkError) {
    for step in plan.steps {
      switch step {
      case .linear(let linear):
        try body(Piece(step, linear.layer, linear.path, .weights, linear.weights, linear.weightShape))
        try body(Piece(step, linear.layer, linear.path, .bias, linear.bias, [linear.bias.count]))
      case .batchNorm(let norm):
        try body(Piece(step, norm.layer, norm.path, .scale, norm.scale, [norm.channels]))
        try body(Piece(step, norm.layer, norm.path, .shift, norm.shift, [norm.channels]))
      case .layerNorm(let norm):
        try body(Piece(step, norm.layer, norm.path, .scale, norm.scale, [norm.channels]))
        try body(Piece(step, norm.layer, norm.path, .shift, norm.shift, [norm.channels]))
      case .activation(let own):
        if let slot = own.slot { try body(Piece(step, own.layer, own.path, .activation, slot, [slot.count])) }
      case .pooling, .dropout, .fork, .join: break
      }
    }
  }
}

/// One group of parameters in the arrays of a compiled network.
private struct Piece {
  typealias Pointer = UnsafeMutablePointer<Float>

  let step: Step
  let layer: Int
  let path: String
  let kind: ParameterGroup.Kind
  let slot: Slot
  let shape: [Int]

  init(_ step: Step, _ layer: Int, _ path: String, _ kind: ParameterGroup.Kind, _ slot: Slot, _ shape: [Int]) {
    self.step = step
    self.layer = layer
    self.path = path
    self.kind = kind
    self.slot = slot
    self.shape = shape
  }

  func write(_ values: [Float], to array: Pointer) throws(NetworkError) {
    guard kind == .weights, case .linear(let linear) = step else {
      (array + slot.offset).update(from: values, count: values.count)
      return
    }
    try linear.pack(values, into: array + slot.offset)
  }

  func read(_ array: Pointer) throws(NetworkError) -> ParameterGroup {
    let from = array + slot.offset
    let values: [Float] =
      if kind == .weights, case .linear(let linear) = step { try linear.unpack(from) } else {
        Array(UnsafeBufferPointer(start: from, count: slot.count))
      }
    return ParameterGroup(layer: layer, path: path, kind: kind, shape: shape, values: values)
  }
}
