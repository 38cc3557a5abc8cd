import Activations
import Datasets
import Foundation
import NeuralNetworks
import Randomness
import Testing

/// What goes with an optimiser: decay, clipping, smoothing, accumulation, schedules, augmentation.
@Suite struct OptionsTests {
  static let layers = "dense 9, batch-norm, prelu learned per-channel, dense 7, layer-norm, tanh, dense 3"

  static func network(_ layers: String = layers) throws -> Network {
    Network(inputShape: [5], layers: try Layer.parse(list: layers))
  }

  static func examples(_ count: Int) -> Examples { GradientTests.examples(.softmaxCrossEntropy, count, 5, 3, seed: 41) }

  /// The parameters after one step, and before it.
  static func step(
    _ optimizer: Optimizer, _ options: TrainingOptions, batch: Int = 24, layers: String = layers
  ) throws -> (before: [ParameterGroup], after: [ParameterGroup], gradients: [ParameterGroup]) {
    let trainer = try Trainer(
      network: try network(layers), loss: .softmaxCrossEntropy, optimizer: optimizer, options: options,
      batchSize: batch, seed: 41)
    try GradientTests.shake(trainer, seed: 41)
    let before = try trainer.parameters()
    try trainer.step(examples(48), learningRate: 0.1)
    return (before, try trainer.parameters(), try trainer.gradients())
  }

  @Test("weight decay pulls weights and leaves all else alone", arguments: [Optimizer.sgd(momentum: 0), .adamW()])
  func decay(_ optimizer: Optimizer) throws {
    let plain = try Self.step(optimizer, .init())
    let decayed = try Self.step(optimizer, .init(weightDecay: 0.5))
    for (before, (a, b)) in zip(plain.before, zip(plain.after, decayed.after)) {
      for i in a.values.indices {
        let pull = before.kind == .weights ? 0.1 * 0.5 * before.values[i] : 0
        #expect(abs(a.values[i] - pull - b.values[i]) < 2e-6, "\(before.name)[\(i)]")
      }
    }
  }

  @Test func clipping() throws {
    func norm(_ groups: [ParameterGroup]) -> Double {
      groups.reduce(0) { $0 + $1.values.reduce(0) { $0 + Double($1) * Double($1) } }.squareRoot()
    }
    let plain = try Self.step(.sgd(momentum: 0), .init())
    let whole = norm(plain.gradients)
    let clipped = try Self.step(.sgd(momentum: 0), .init(clipNorm: whole / 3))
    #expect(abs(norm(clipped.gradients) / whole * 3 - 1) < 1e-5)
    for (a, b) in zip(plain.gradients, clipped.gradients) {
      for i in a.values.indices { #expect(abs(a.values[i] / 3 - b.values[i]) < 1e-6) }
    }
    let loose = try Self.step(.sgd(momentum: 0), .init(clipNorm: whole * 2))
    #expect(loose.after == plain.after)
  }

  @Test func fourBatchesMakeAStepOfOneFourTimesAsLarge() throws {
    // Without normalisation over the batch, which sees each batch alone.
    let layers = "dense 9, gelu, dense 3"
    let one = try Self.step(.sgd(), .init(), batch: 48, layers: layers)
    let four = try Self.step(.sgd(), .init(accumulation: 4), batch: 12, layers: layers)
    for (a, b) in zip(one.after, four.after) {
      for i in a.values.indices { #expect(abs(a.values[i] - b.values[i]) < 1e-6, "\(a.name)") }
    }
  }

  @Test func labelSmoothing() throws {
    let trainer = try Trainer(
      network: try Self.network("dense 3"), loss: .softmaxCrossEntropy, options: .init(labelSmoothing: 0.3),
      batchSize: 24, seed: 41)
    let examples = Self.examples(24)
    guard case .classes(let labels, _) = examples.targets else { return }
    let loss = try trainer.computeGradients(examples)
    let logits = try trainer.outputs(for: examples.inputs)
    var expected = 0.0
    var bias = [0.0, 0, 0]
    for row in 0..<24 {
      let z = (0..<3).map { Double(logits[row * 3 + $0]) }
      let e = z.map { exp($0) }
      let sum = e.reduce(0, +)
      for c in 0..<3 {
        let target = (c == Int(labels[row]) ? 0.7 : 0) + 0.1
        expected -= target * log(e[c] / sum) / 24
        bias[c] += (e[c] / sum - target) / 24
      }
    }
    #expect(abs(loss - expected) < 1e-5)
    let found = try trainer.gradients()[1].values
    for c in 0..<3 { #expect(abs(Double(found[c]) - bias[c]) < 1e-6) }
    // Metrics are without it.
    #expect(try trainer.evaluate(examples).loss < loss)
  }

  @Test func schedules() throws {
    func factors(_ text: String, _ epochs: [Double]) throws -> [Double] {
      let schedule = try Schedule(text)
      #expect(try Schedule(schedule.description) == schedule)
      return epochs.map { schedule.factor(at: $0, of: 10) }
    }
    func close(_ a: [Double], _ b: [Double]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) < 1e-9 } }
    #expect(try close(factors("constant", [0, 9]), [1, 1]))
    #expect(try close(factors("step:3:0.1", [0, 2.9, 3, 6, 9]), [1, 1, 0.1, 0.01, 0.001]))
    #expect(try close(factors("cosine", [0, 5, 10]), [1, 0.5, 0]))
    #expect(try close(factors("cosine:0.2", [0, 5, 10]), [1, 0.6, 0.2]))
    #expect(try close(factors("constant+warm-up:2", [0, 1, 2, 9]), [0.001, 0.5, 1, 1]))
    #expect(try close(factors("one-cycle", [0, 3, 10]), [1.0 / 25, 1, 1.0 / 250_000]))
    for text in [
      "", "cosin", "cosine:2", "step", "step:0:0.1", "step:3", "constant+warm", "cosine+warm-up:-1", "step:x:y",
    ] {
      #expect(throws: NetworkError.self) { try Schedule(text) }
    }
  }

  @Test func imagesAreShiftedAndMirrored() throws {
    // Two channels: the column and the row of each pixel, so that one sees where it came from.
    let (height, width) = (6, 5)
    var image: [Float] = []
    for y in 0..<height { for x in 0..<width { image += [Float(x + 1), Float(y + 1)] } }
    let examples = Examples(
      inputs: Array(repeating: image, count: 64).flatMap { $0 }, inputSize: image.count,
      targets: .values(Array(repeating: 0, count: 64), width: 1))
    // With a weight on one pixel alone, the loss is the mean square of that pixel.
    func seen(_ augmentation: Augmentation, epoch: Int) throws -> Double {
      let network = Network(inputShape: [height, width, 2], layers: try Layer.parse(list: "flatten, dense 1"))
      let trainer = try Trainer(
        network: network, loss: .meanSquaredError, optimizer: .sgd(momentum: 0),
        options: .init(augmentation: augmentation), batchSize: 64, seed: 3)
      var weights = [Float](repeating: 0, count: image.count)
      weights[(2 * width + 1) * 2] = 1
      try trainer.setParameters([
        ParameterGroup(layer: 1, kind: .weights, values: weights), ParameterGroup(layer: 1, kind: .bias, values: [0]),
      ])
      return try trainer.trainEpoch(examples, epoch: epoch, learningRate: 1e-9).trainLoss
    }
    // The pixel is in column 2 (4 when mirrored): squares of what is seen, averaged.
    #expect(try seen(.none, epoch: 1) == 4)
    let mirrored = try seen(Augmentation(flip: true), epoch: 1)
    #expect(mirrored > 4 && mirrored < 16 && (mirrored - 4).truncatingRemainder(dividingBy: 12.0 / 64) < 1e-4)
    let shifted = try seen(Augmentation(shift: 1), epoch: 1)
    // Columns 1, 2 and 3, a third each.
    #expect(abs(shifted - 14.0 / 3) < 1.5 && shifted != 4)
    #expect(try seen(Augmentation(shift: 1), epoch: 1) == shifted)
    #expect(try seen(Augmentation(shift: 1), epoch: 2) != shifted)
  }

  @Test func memoryIsWhatTheFactsSay() throws {
    func kept(_ name: String) throws -> Double {
      let network = Network(inputShape: [512], layers: try Layer.parse(list: "dense 512, \(name), dense 10"))
      return Double(try network.memory(batchSize: 64).keptBytes) / (64 * 512)
    }
    for name in ["relu", "tanh", "sigmoid", "elu", "leaky-relu"] { #expect(try kept(name) == 4, "\(name)") }
    for name in ["gelu", "swish", "mish", "leaky-relu(-0.1)"] { #expect(try kept(name) == 8, "\(name)") }
    #expect(try kept("batch-norm, relu") == 8)
    #expect(try kept("batch-norm, gelu") == 12)
    // Gradients and values share their places: a deep network works in little more than it keeps.
    let deep = Network(inputShape: [64], layers: try Layer.parse(list: "repeat 30 (dense 64, relu), dense 10"))
    let memory = try deep.memory(batchSize: 32)
    #expect(memory.batchBytes < memory.keptBytes + 4 * 32 * 64 * 4)
  }
}
