internal import OneDNN

/// A compiled pooling layer.
final class PoolingStep {
  private let pooling: Pooling
  private var hasBackward = false

  init(_ node: Node, rows: Int) throws(OneDNNError) {
    let input = node.inputShape
    var kind = Pooling.Kind.mean
    var window = Window(Extent(input.height, input.width), stride: 1, padding: .zeros(0))
    switch node.source {
    case .maxPool(let own):
      kind = .maximum
      window = own
    case .averagePool(let own): window = own
    default: break
    }
    guard let (v, h) = window.placements(input) else {
      throw OneDNNError(operation: "lay a window over \(input)", status: 2)
    }
    pooling = try Pooling(
      kind, rows: rows, channels: input.channels, input: (input.height, input.width), output: (v.count, h.count),
      kernel: window.kernel.pair, stride: window.stride.pair, before: (v.before, h.before), after: (v.after, h.after))
  }

  func bind(
    input: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>,
    gradients: (input: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>)?
  ) throws(OneDNNError) {
    hasBackward = gradients != nil
    try pooling.bind(input: input, output: output, gradients: gradients)
  }

  var workspaceBytes: Int { pooling.workspaceBytes }

  func forward() throws(NetworkError) {
    do throws(OneDNNError) {
      try pooling.forward()
    } catch {
      throw .init(error.description)
    }
  }

  func backward() throws(NetworkError) {
    guard hasBackward else { return }
    do throws(OneDNNError) {
      try pooling.backward()
    } catch {
      throw .init(error.description)
    }
  }
}
