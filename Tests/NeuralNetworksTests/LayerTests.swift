import Activations
import Datasets
import NeuralNetworks
import Randomness
import TestSupport
import Testing

/// Every kind of layer, forwards and backwards, against the plain network in `Double` and its slopes by differences.
@Suite struct LayerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var shape: [Int]
    var layers: String
    var batch = 3
    var testDescription: String { "\(shape) \(layers) batch \(batch)" }
  }

  static let cases: [Case] = [
    Case(shape: [5, 4, 3], layers: "conv 4, tanh, flatten, dense 3"),
    Case(shape: [5, 4, 3], layers: "conv 4, tanh, conv 2 kernel 1, flatten, dense 3"),
    Case(shape: [6, 7], layers: "conv 3 kernel 5x3 stride 2, swish, conv 2 kernel 2 padding valid, flatten, dense 3"),
    Case(shape: [7, 5, 4], layers: "conv 8 groups 2, gelu, conv 8 groups 8 kernel 3 padding 1, flatten, dense 3"),
    Case(
      shape: [9, 8, 2], layers: "conv 9, softplus, conv 3 dilation 2x3, tanh, conv 3 padding 0x1, flatten, dense 2"),
    Case(shape: [8, 8, 17], layers: "conv 9 stride 3x2 padding same, tanh, flatten, dense 2", batch: 1),
    Case(shape: [1, 1, 1], layers: "conv 1 kernel 1, tanh, conv 2 kernel 3, flatten, dense 2", batch: 1),
    Case(shape: [6, 6, 2], layers: "conv 3, tanh, max-pool 2, flatten, dense 3"),
    Case(shape: [7, 5, 2], layers: "conv 3, tanh, max-pool 3 stride 2 padding 1, conv 2, flatten, dense 3"),
    Case(shape: [7, 5, 2], layers: "conv 3, tanh, average-pool 3x2 stride 2x1 padding 1x0, flatten, dense 3"),
    Case(shape: [5, 6, 2], layers: "conv 3, tanh, average-pool 2 padding same, flatten, dense 3"),
    Case(shape: [5, 6, 2], layers: "conv 10, mish, global-average-pool, dense 3"),
    Case(
      shape: [4, 3, 3],
      layers: "batch-norm, conv 10, batch-norm, silu, conv 5, batch-norm, global-average-pool, dense 2"),
    Case(shape: [6], layers: "dense 37, batch-norm, relu, dense 20, batch-norm epsilon 0.01, tanh, dense 3", batch: 9),
    Case(shape: [6], layers: "layer-norm, dense 11, layer-norm, gelu, dense 3", batch: 1),
    Case(shape: [4, 3, 3], layers: "conv 9, layer-norm, elu, conv 2, layer-norm epsilon 0.1, flatten, dense 2"),
    Case(shape: [6], layers: "dense 8, residual(dense 8, tanh), dense 3"),
    Case(shape: [6], layers: "residual(tanh, dense 6, tanh), residual(dense 9, softplus), dense 3"),
    Case(
      shape: [6], layers: "dense 8, tanh, residual(relu, dense 8, relu), residual(tanh, dense 5, relu), tanh, dense 2"),
    Case(
      shape: [5, 4, 3], layers: "conv 4, residual(conv 4, batch-norm, silu, conv 4, batch-norm), silu, flatten, dense 2"
    ),
    Case(
      shape: [5, 4, 3],
      layers: "conv 4, batch-norm, relu, residual(conv 6 stride 2, batch-norm, relu, conv 6, batch-norm), relu, "
        + "residual(batch-norm, tanh, conv 6), global-average-pool, dense 3"),
    Case(shape: [4, 4, 2], layers: "residual(conv 4, residual(tanh, conv 4), tanh, conv 2), flatten, dense 2"),
    Case(shape: [6], layers: "dense 8, residual(leaky-relu(0.2), dense 8), residual(relu), relu6, dense 2"),
    Case(
      shape: [4, 4, 3], layers: "conv 5, prelu learned per-channel, conv 4, swish learned per-layer, flatten, dense 2"),
    Case(shape: [3], layers: "relu, dense 4, flatten, hard-tanh, linear, relu, dense 2", batch: 1),
    // oneDNN's own 1 × 1 convolution with a stride writes past its memory here.
    Case(
      shape: [6, 9, 4], layers: "conv 2 kernel 1 stride 1x3, tanh, conv 3 kernel 1 stride 2, flatten, dense 2", batch: 1
    ),
    Case(shape: [4, 4, 3], layers: "max-pool 2, average-pool 2, flatten, dense 2"),
  ]

  @Test("a network agrees with the plain one", arguments: cases)
  func layers(_ c: Case) throws { try Self.check(c, seed: 21) }

  @Test("every activation after a convolution and in a residual block", arguments: Activation.all.map(\.name))
  func activations(_ name: String) throws {
    try Self.check(
      Case(
        shape: [4, 3, 2],
        layers: "conv 3, \(name), residual(batch-norm, \(name), conv 3, \(name)), \(name), max-pool 2, flatten, dense 2"
      ),
      seed: 22)
  }

  @Test("random shapes") func randomShapes() throws {
    let seed: UInt64 = 23
    var stream = RandomStream(seed: seed, purpose: .test)
    for round in 0..<40 {
      func pick(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + stream.integer(below: range.upperBound - range.lowerBound + 1)
      }
      let groups = pick(1...3)
      let (height, width, channels) = (pick(1...9), pick(1...9), groups * pick(1...4))
      let kernel = (pick(1...3), pick(1...3))
      let dilation = (pick(1...2), pick(1...2))
      let activation = Activation.all[pick(0...Activation.all.count - 1)]
      let conv =
        "conv \(groups * pick(1...5)) kernel \(kernel.0)x\(kernel.1) stride \(pick(1...3))x\(pick(1...3)) "
        + "dilation \(dilation.0)x\(dilation.1) groups \(groups)"
      let norm = ["batch-norm epsilon 0.01, ", "layer-norm epsilon 0.01, ", ""][pick(0...2)]
      let pool = ["max-pool 2 padding same, ", "average-pool 2 padding same, ", ""][pick(0...2)]
      try Self.check(
        Case(
          shape: [height, width, channels], layers: "\(conv), \(norm)\(activation), \(pool)flatten, dense 3",
          batch: pick(1...4)), seed: seed &+ UInt64(round))
    }
  }

  static func check(_ c: Case, seed: UInt64) throws {
    let network = Network(inputShape: c.shape, layers: try Layer.parse(list: c.layers))
    let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: c.batch, seed: seed)
    try GradientTests.shake(trainer, seed: seed)
    let size = c.shape.reduce(1, *)
    let classes = try #require(network.shapes().last).count
    let examples = GradientTests.examples(.softmaxCrossEntropy, c.batch, size, classes, seed: seed)
    guard case .classes(let labels, _) = examples.targets else { return }
    let loss = try trainer.computeGradients(examples)
    let found = try trainer.gradients()
    let parameters = try trainer.parameters()
    let images = PlainNetwork.images(examples.inputs, c.shape)
    let moments = PlainNetwork.Moments()
    let plain = PlainNetwork(network, parameters)
    _ = plain.forward(images, moments: moments)
    let expected = plain.loss(images, labels.map(Int.init))
    #expect(abs(loss - expected) <= 2e-5 * max(1, abs(expected)), "\(c.testDescription): loss, seed \(seed)")
    checkStatistics(trainer, moments, c, seed)
    // Differences over a jump say nothing, and the slope beside it is 0.
    if network.description.contains("binary-step") { return }
    for (g, group) in found.enumerated() {
      // At most so many numbers of a group, spread over it.
      let step = max(1, group.values.count / 24)
      let scale = max(0.1, Double(group.values.map(abs).max() ?? 0))
      for i in stride(from: 0, to: group.values.count, by: step) {
        var losses: [Double] = []
        // Far below the distance of any input to a kink, far above the rounding of a loss.
        let h = 1e-6
        for side in [h, -h] {
          losses.append(PlainNetwork(network, parameters, changing: (g, i, side)).loss(images, labels.map(Int.init)))
        }
        let slope = (losses[0] - losses[1]) / (2 * h)
        #expect(
          abs(slope - Double(group.values[i])) <= 1e-4 * scale,
          "\(c.testDescription): \(group.name)[\(i)] is \(group.values[i]); expected \(slope), seed \(seed)")
      }
    }
  }

  private static func checkStatistics(_ trainer: Trainer, _ moments: PlainNetwork.Moments, _ c: Case, _ seed: UInt64) {
    let groups = trainer.statistics()
    for (i, moment) in moments.all.enumerated() {
      let unbiased = moment.count > 1 ? Double(moment.count) / Double(moment.count - 1) : 1
      let mean = moment.mean.map { 0.1 * $0 }
      let variance = moment.variance.map { 0.9 + 0.1 * $0 * unbiased }
      for (found, expected) in [(groups[2 * i].values, mean), (groups[2 * i + 1].values, variance)] {
        let worst = zip(found, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }.max() ?? 0
        #expect(worst < 1e-5, "\(c.testDescription): running statistics \(i + 1), seed \(seed)")
      }
    }
  }
}
