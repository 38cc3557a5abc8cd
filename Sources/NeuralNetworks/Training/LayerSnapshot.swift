public import Activations
public import Datasets

/// One dense or convolutional layer and the activation that follows it, as they are after a pass over one batch. The
/// arrays are valid only while the snapshot is shown.
public struct LayerSnapshot {
  /// From 0 at the input.
  public let index: Int
  /// "hidden 1", "output"
  public let name: String
  /// Where the dense or convolutional layer is, as in `ParameterGroup.path`: `layers.3.layers.0`.
  public let path: String
  /// Nil where none follows, as for the output layer.
  public let activation: Activation?
  /// Examples in the batch.
  public let examples: Int
  /// Examples, or examples × height × width.
  public let rows: Int
  public let channels: Int
  /// What goes into the activation: rows × channels.
  public let preActivation: UnsafeBufferPointer<Float>
  /// What comes out of it; the pre-activation itself where there is none.
  public let output: UnsafeBufferPointer<Float>
  /// ∂J/∂z of the dense or convolutional layer's own output, before a normalisation that may follow: its rows × its
  /// channels. Empty after a forward pass alone.
  public let gradient: UnsafeBufferPointer<Float>
  /// Its rows: more than `rows` where a pooling follows before the activation.
  public let gradientRows: Int
  /// The activation's value of its first parameter for each channel, or nil where it is not learned.
  public let learned: [Float]?
  /// Euclidean norms of W, of ∂J/∂W on this batch (0 after a forward pass alone), and of the last update that was
  /// recorded: that of an epoch's end, or the last one while `Trainer.recordsUpdates`.
  public let weightNorm: Double
  public let gradientNorm: Double
  public let updateNorm: Double

  package init(
    index: Int, name: String, path: String = "", activation: Activation?, examples: Int, rows: Int, channels: Int,
    preActivation: UnsafeBufferPointer<Float>, output: UnsafeBufferPointer<Float>,
    gradient: UnsafeBufferPointer<Float>, gradientRows: Int, learned: [Float]?, weightNorm: Double,
    gradientNorm: Double, updateNorm: Double
  ) {
    self.index = index
    self.name = name
    self.path = path
    self.activation = activation
    self.examples = examples
    self.rows = rows
    self.channels = channels
    self.preActivation = preActivation
    self.output = output
    self.gradient = gradient
    self.gradientRows = gradientRows
    self.learned = learned
    self.weightNorm = weightNorm
    self.gradientNorm = gradientNorm
    self.updateNorm = updateNorm
  }
}

extension Trainer {
  /// Shows every dense and convolutional layer, but for residual blocks' projections, after a forward and a backward pass
  /// over `batchSize` examples from `start` on, changing nothing.
  /// - Returns: the examples' mean loss.
  @discardableResult
  public func probe(
    _ examples: Examples, from start: Int = 0, _ body: (LayerSnapshot) -> Void
  ) throws(NetworkError) -> Double {
    let (seen, loss) = try probingPass(examples, from: start)
    var norms: [Norms] = []
    show(seen, count: batchSize, hasGradients: true, &norms, body)
    return loss
  }

  /// Shows every layer after forward passes over all examples, batch by batch, as a trained network is used: running
  /// averages in batch normalisation, no dropout. Changes nothing.
  public func survey(_ examples: Examples, _ body: (LayerSnapshot) -> Void) throws(NetworkError) {
    var start = 0
    var norms: [Norms] = []
    while start < examples.count {
      let count = min(batchSize, examples.count - start)
      show(try surveyingPass(examples, from: start, count: count), count: count, hasGradients: false, &norms, body)
      start += count
    }
  }

  /// What does not change from batch to batch: adding it up again would take longer than a small batch's pass.
  private struct Norms {
    var weights, gradient, update: Double
  }

  private func show(
    _ seen: CompiledNetwork, count: Int, hasGradients: Bool, _ norms: inout [Norms], _ body: (LayerSnapshot) -> Void
  ) {
    let layers = seen.nodes.indices.filter { seen.nodes[$0].kind == .linear && !seen.nodes[$0].isProjection }
    for (index, node) in layers.enumerated() {
      let next = index + 1 < layers.count ? layers[index + 1] : seen.nodes.count
      let following = (node..<next).first { seen.nodes[$0].kind == .activation }
      if norms.count == index { norms.append(self.norms(seen, node, hasGradients)) }
      let isLast = next == seen.nodes.count && following == nil
      let name = isLast ? "output" : "hidden \(index + 1)"
      body(snapshot(seen, index, node, following, name, count, hasGradients, norms[index]))
    }
  }

  private func snapshot(
    _ seen: CompiledNetwork, _ index: Int, _ node: Int, _ following: Int?, _ name: String, _ count: Int,
    _ hasGradients: Bool, _ norms: Norms
  ) -> LayerSnapshot {
    var activation: ActivationStep?
    if let following, case .activation(let step) = seen.steps[following] { activation = step }
    let shape = seen.nodes[following ?? node].outputShape
    let channels = shape.channels
    let before = activation.map { UnsafePointer($0.input) } ?? UnsafePointer(seen.memory.value(seen.nodes[node].output))
    let after = activation.map { UnsafePointer($0.output) } ?? before
    let gradient = hasGradients ? seen.memory.outputGradient(at: node) : nil
    return LayerSnapshot(
      index: index, name: name, path: seen.nodes[node].path, activation: activation?.activation, examples: count,
      rows: count * shape.positions, channels: channels,
      preActivation: UnsafeBufferPointer(start: before, count: count * shape.count),
      output: UnsafeBufferPointer(start: after, count: count * shape.count),
      gradient: UnsafeBufferPointer(
        start: gradient, count: gradient == nil ? 0 : count * seen.nodes[node].outputShape.count),
      gradientRows: count * seen.nodes[node].outputShape.positions,
      learned: activation?.slot.map { slot in
        let values = plan.parameters + slot.offset
        return (0..<channels).map { values[slot.count == 1 ? 0 : $0] }
      },
      weightNorm: norms.weights, gradientNorm: norms.gradient, updateNorm: norms.update)
  }

  private func norms(_ seen: CompiledNetwork, _ node: Int, _ hasGradients: Bool) -> Norms {
    guard case .linear(let linear) = seen.steps[node] else { return Norms(weights: 0, gradient: 0, update: 0) }
    let slot = linear.weights
    let weights = plan.parameters + slot.offset
    return Norms(
      weights: Norm.of(weights, count: slot.count),
      gradient: hasGradients ? Norm.of(seen.gradients + slot.offset, count: slot.count) : 0,
      update: stepCount == 0 ? 0 : Norm.of(weights, minus: plan.previous + slot.offset, count: slot.count))
  }
}
