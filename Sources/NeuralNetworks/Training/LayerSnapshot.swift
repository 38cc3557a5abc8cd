public import Activations
public import Datasets

/// One dense layer and the activation that follows it, as they are after a pass over one batch. The arrays are valid only
/// while the snapshot is shown.
public struct LayerSnapshot {
  /// From 0 at the input.
  public let index: Int
  /// "hidden 1", "output"
  public let name: String
  /// Nil for the output layer.
  public let activation: Activation?
  public let rows: Int
  public let channels: Int
  /// What goes into the activation: rows × channels.
  public let preActivation: UnsafeBufferPointer<Float>
  /// What comes out of it; the pre-activation itself for the output layer.
  public let output: UnsafeBufferPointer<Float>
  /// The activation's value of its first parameter for each channel, or nil where it is not learned.
  public let learned: [Float]?
  /// Euclidean norms of W, of ∂J/∂W on this batch, and of the last update of an epoch.
  public let weightNorm: Double
  public let gradientNorm: Double
  public let updateNorm: Double
}

extension Trainer {
  /// Shows every dense layer after a forward and a backward pass over the first `batchSize` examples, changing nothing.
  public func probe(
    _ examples: Examples, _ body: (LayerSnapshot) -> Void
  ) throws(NetworkError) {
    _ = try computeGradients(examples, isProbing: true)
    var dense: DenseStep?
    var input = UnsafePointer(plan.input)
    var index = 0
    let count = plan.steps.reduce(0) { if case .dense = $1 { $0 + 1 } else { $0 } }
    for (i, step) in plan.steps.enumerated() {
      switch step {
      case .dense(let next):
        dense = next
        if i == plan.steps.count - 1 || index == count - 1 {
          body(snapshot(next, index, isLast: true, nil, UnsafePointer(plan.output), UnsafePointer(plan.output)))
          return
        }
      case .activation(let activation):
        input = UnsafePointer(activation.input)
        if let layer = dense {
          body(snapshot(layer, index, isLast: false, activation, input, UnsafePointer(activation.output)))
          index += 1
          dense = nil
        }
      case .batchNorm, .dropout: break
      }
    }
  }

  private func snapshot(
    _ dense: DenseStep, _ index: Int, isLast: Bool, _ activation: ActivationStep?, _ input: UnsafePointer<Float>,
    _ output: UnsafePointer<Float>
  ) -> LayerSnapshot {
    let count = batchSize * dense.outputs
    let slot = dense.weights
    let weights = plan.parameters + slot.offset
    var update = 0.0
    for i in 0..<slot.count {
      let change = Double(weights[i]) - Double((plan.previous + slot.offset)[i])
      update += change * change
    }
    return LayerSnapshot(
      index: index, name: isLast ? "output" : "hidden \(index + 1)", activation: activation?.activation,
      rows: batchSize, channels: dense.outputs, preActivation: UnsafeBufferPointer(start: input, count: count),
      output: UnsafeBufferPointer(start: output, count: count),
      learned: activation?.slot.map { slot in
        let values = plan.parameters + slot.offset
        return (0..<dense.outputs).map { values[slot.count == 1 ? 0 : $0] }
      },
      weightNorm: Self.norm(weights, slot.count), gradientNorm: Self.norm(plan.gradients + slot.offset, slot.count),
      updateNorm: stepCount == 0 ? 0 : update.squareRoot())
  }

  private static func norm(_ values: UnsafeMutablePointer<Float>, _ count: Int) -> Double {
    var sum = 0.0
    for i in 0..<count { sum += Double(values[i]) * Double(values[i]) }
    return sum.squareRoot()
  }
}
