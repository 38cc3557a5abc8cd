internal import Activations
internal import NeuralNetworks

/// One change to all layers of a network.
extension [Layer] {
  /// Other activations, but for one that is the last layer where that is kept.
  func mapActivations(but keepsLast: Bool, _ change: (Activation) -> Activation) -> [Layer] {
    indices.map { i in
      switch self[i] {
      case .activation(let own, let learning):
        if keepsLast, i == count - 1 { return self[i] }
        let other = change(own)
        return .activation(other, learning: other == own || other.isLearnable ? learning : .fixed)
      case .residual(let layers): return .residual(layers.mapActivations(but: false, change))
      default: return self[i]
      }
    }
  }

  /// Batch normalisation before every activation, and none behind the last layer.
  func normalized(isOutermost: Bool) -> [Layer] {
    indices.flatMap { i -> [Layer] in
      switch self[i] {
      case .activation: isOutermost && i == count - 1 ? [self[i]] : [.batchNorm(), self[i]]
      case .residual(let layers): [.residual(layers.normalized(isOutermost: false))]
      default: [self[i]]
      }
    }
  }

  /// Dropout behind every activation but one that is the last layer.
  func withDropout(_ rate: Double) -> [Layer] {
    if contains(where: \.isDropout) { return self }
    return indices.flatMap { i -> [Layer] in
      if case .activation = self[i], i < count - 1 { return [self[i], .dropout(rate)] }
      return [self[i]]
    }
  }
}

extension Layer {
  var isNormalization: Bool {
    switch self {
    case .batchNorm, .layerNorm: true
    default: false
    }
  }

  var isDropout: Bool {
    switch self {
    case .dropout, .alphaDropout: true
    default: false
    }
  }

  var isLearnedActivation: Bool {
    if case .activation(_, let learning) = self { return learning != .fixed }
    return false
  }
}

extension Network {
  /// Activations that are not behind the last layer.
  var hiddenActivations: [Activation] {
    layers.dropLast().flatMap(\.nested).compactMap { if case .activation(let own, _) = $0 { own } else { nil } }
  }

  /// x + layers(x) around every layer with weights and what follows it up to its activation, where the shape stays the
  /// same. Nil if there is no such place.
  func layersWithShortcuts() -> [Layer]? {
    guard let shapes = try? shapes() else { return nil }
    var result: [Layer] = []
    var hasChanged = false
    var i = 0
    while i < layers.count {
      if layers[i].hasWeights,
        let end = layers[i...].dropFirst().firstIndex(where: { if case .activation = $0 { true } else { false } }),
        end < layers.count - 1, !layers[(i + 1)..<end].contains(where: { $0.hasWeights || $0.nested.count > 1 }),
        (i == 0 ? TensorShape(inputShape) : shapes[i - 1]) == shapes[end]
      {
        result.append(.residual(Array(layers[i...end])))
        hasChanged = true
        i = end + 1
      } else {
        result.append(layers[i])
        i += 1
      }
    }
    return hasChanged ? result : nil
  }
}
