internal import Activations
internal import OneDNN

/// A compiled dense layer.
final class DenseStep {
  let inputs: Int
  let outputs: Int
  let layer: Int
  let weights: Slot
  let bias: Slot
  /// Whether something before it learns.
  let needsInputGradient: Bool
  let product: DenseProduct

  init(
    rows: Int, inputs: Int, outputs: Int, layer: Int, needsInputGradient: Bool, slots: inout SlotCounter
  ) throws(OneDNNError) {
    self.inputs = inputs
    self.outputs = outputs
    self.layer = layer
    self.needsInputGradient = needsInputGradient
    product = try DenseProduct(rows: rows, inputs: inputs, outputs: outputs, needsInputGradient: needsInputGradient)
    weights = slots.take(product.weightCount)
    bias = slots.take(outputs)
  }

  func forward() throws(NetworkError) {
    do throws(OneDNNError) {
      try product.forward()
    } catch {
      throw .init(error.description)
    }
  }

  func backward() throws(NetworkError) {
    do throws(OneDNNError) {
      try product.backwardWeights()
      if needsInputGradient { try product.backwardInput() }
    } catch {
      throw .init(error.description)
    }
  }
}

/// Hands out pieces of the parameter arrays.
struct SlotCounter {
  private(set) var count = 0

  mutating func take(_ count: Int) -> Slot {
    defer { self.count += Arena.rounded(count) }
    return Slot(offset: self.count, count: count)
  }
}
