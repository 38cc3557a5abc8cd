internal import Activations
internal import OneDNN

/// The numbers that training changes, in plain layouts: to save, to load, to test.
public struct ParameterGroup: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable {
    /// outputs × inputs
    case weights
    case bias
    /// γ and β of batch normalisation.
    case scale, shift
    /// An activation's learned values.
    case activation
  }

  /// The layer's place in the network.
  public var layer: Int
  public var kind: Kind
  public var values: [Float]

  public init(layer: Int, kind: Kind, values: [Float]) {
    self.layer = layer
    self.kind = kind
    self.values = values
  }
}

extension Trainer {
  /// All parameters, layer by layer.
  public func parameters() throws(NetworkError) -> [ParameterGroup] { try groups(plan.parameters) }

  /// The gradients of the last step, or of `computeGradients`, in the same order.
  public func gradients() throws(NetworkError) -> [ParameterGroup] { try groups(plan.gradients) }

  /// Sets all parameters.
  /// - Throws: `NetworkError` if they are another network's.
  public func setParameters(_ groups: [ParameterGroup]) throws(NetworkError) {
    let own = try parameters()
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
    var i = 0
    try visit { (step, slot) throws(NetworkError) in
      let values = groups[i].values
      i += 1
      try self.write(values, step, slot)
    }
  }

  /// Writes the initial values.
  func initialize() throws(NetworkError) {
    var before: Activation?
    var inputs = plan.inputSize
    for step in plan.steps {
      switch step {
      case .dense(let dense):
        let weights = network.initialization.weights(
          inputs: inputs, outputs: dense.outputs, after: before, seed: seed, layer: dense.layer)
        try write(weights, step, dense.weights)
        inputs = dense.outputs
        before = nil
      case .batchNorm(let norm):
        (plan.parameters + norm.scale.offset).update(repeating: 1, count: norm.channels)
      case .activation(let activation):
        if let slot = activation.slot {
          let value = activation.activation.parameterValues[0]
          (plan.parameters + slot.offset).update(repeating: value, count: slot.count)
        }
        before = activation.activation
      case .dropout: break
      }
    }
  }

  private func write(_ values: [Float], _ step: Step, _ slot: Slot) throws(NetworkError) {
    let target = plan.parameters + slot.offset
    if case .dense(let dense) = step, slot.offset == dense.weights.offset {
      do throws(OneDNNError) {
        try dense.product.pack(values, into: target)
      } catch {
        throw NetworkError(error.description)
      }
    } else {
      target.update(from: values, count: slot.count)
    }
  }

  private func groups(_ source: UnsafeMutablePointer<Float>) throws(NetworkError) -> [ParameterGroup] {
    var result: [ParameterGroup] = []
    try visit { (step, slot) throws(NetworkError) in
      let from = source + slot.offset
      switch step {
      case .dense(let dense):
        if slot.offset == dense.weights.offset {
          var plain = [Float](repeating: 0, count: dense.inputs * dense.outputs)
          do throws(OneDNNError) {
            try dense.product.unpack(from, into: &plain)
          } catch {
            throw NetworkError(error.description)
          }
          result.append(ParameterGroup(layer: dense.layer, kind: .weights, values: plain))
        } else {
          result.append(ParameterGroup(layer: dense.layer, kind: .bias, values: Self.copy(from, slot)))
        }
      case .batchNorm(let norm):
        let kind: ParameterGroup.Kind = slot.offset == norm.scale.offset ? .scale : .shift
        result.append(ParameterGroup(layer: norm.layer, kind: kind, values: Self.copy(from, slot)))
      case .activation(let activation):
        result.append(ParameterGroup(layer: activation.layer, kind: .activation, values: Self.copy(from, slot)))
      case .dropout: break
      }
    }
    return result
  }

  private static func copy(_ from: UnsafeMutablePointer<Float>, _ slot: Slot) -> [Float] {
    Array(UnsafeBufferPointer(start: from, count: slot.count))
  }

  private func visit(_ body: (Step, Slot) throws(NetworkError) -> Void) throws(NetworkError) {
    for step in plan.steps {
      switch step {
      case .dense(let dense):
        try body(step, dense.weights)
        try body(step, dense.bias)
      case .batchNorm(let norm):
        try body(step, norm.scale)
        try body(step, norm.shift)
      case .activation(let activation): if let slot = activation.slot { try body(step, slot) }
      case .dropout: break
      }
    }
  }
}
