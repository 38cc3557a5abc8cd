import Activations
import Datasets
import NeuralNetworks
import Randomness
import Testing

/// Examples that weigh differently.
@Suite struct WeightTests {
  /// An example of weight 2 beside one of weight 0 is the same as the first one twice.
  @Test(arguments: [Loss.softmaxCrossEntropy, .meanSquaredError, .binaryCrossEntropy], [0.0, 0.2])
  func aWeightIsARepetition(loss: Loss, smoothing: Double) throws {
    guard smoothing == 0 || loss == .softmaxCrossEntropy else { return }
    var random = RandomStream(seed: 4, purpose: .test)
    let (a, b) = (random.normals(3), random.normals(3))
    func examples(_ inputs: [[Float]], _ places: [Int], weights: [Float]?) -> Examples {
      let targets: Targets =
        loss == .softmaxCrossEntropy
        ? .classes(places.map { Int32($0) }, names: ["a", "b"])
        : .values(places.flatMap { $0 == 0 ? [0, 1] : [1, 0] as [Float] }, width: 2)
      return Examples(inputs: inputs.flatMap { $0 }, inputSize: 3, targets: targets, weights: weights)
    }
    let network = Network.dense(inputShape: [3], hidden: [4], outputs: 2, activation: try Activation("tanh"))
    func found(_ examples: Examples) throws -> (loss: Double, gradients: [[Float]], metrics: Metrics) {
      let trainer = try Trainer(
        network: network, loss: loss, options: TrainingOptions(labelSmoothing: smoothing), batchSize: 2, seed: 1)
      let loss = try trainer.computeGradients(examples)
      return (loss, try trainer.gradients().map(\.values), try trainer.evaluate(examples))
    }
    let weighted = try found(examples([a, b], [0, 1], weights: [2, 0]))
    let twice = try found(examples([a, a], [0, 0], weights: nil))
    #expect(abs(weighted.loss - twice.loss) < 1e-6)
    for (x, y) in zip(weighted.gradients.joined(), twice.gradients.joined()) { #expect(abs(x - y) < 1e-6) }
    #expect(abs(weighted.metrics.loss - twice.metrics.loss) < 1e-6)
    if loss != .meanSquaredError { #expect(weighted.metrics.score == twice.metrics.score) }
    // Weights of 1 are none.
    let ones = try found(examples([a, b], [0, 1], weights: [1, 1]))
    let none = try found(examples([a, b], [0, 1], weights: nil))
    #expect(abs(ones.loss - none.loss) < 1e-6)
    for (x, y) in zip(ones.gradients.joined(), none.gradients.joined()) { #expect(abs(x - y) < 1e-6) }
  }
}
