import Activations
import Datasets
import NeuralNetworks
import Testing

/// Kernels that stand in for an activation's own.
@Suite struct ArrayKernelsTests {
  private static func train(
    _ network: Network, batch: Int, _ source: ArrayKernels.Source?
  ) throws -> ([ParameterGroup], Metrics) {
    let data = try Dataset.load("xor").prepared()
    let trainer = try Trainer(
      network: network, loss: .softmaxCrossEntropy, batchSize: batch, seed: 11, kernels: source)
    for epoch in 1...3 { _ = try trainer.trainEpoch(data.train, epoch: epoch, learningRate: 0.05) }
    return (try trainer.parameters(), try trainer.evaluate(data.test))
  }

  /// Two activation layers after one another, batch normalisation, and tests whose last batch is not full.
  private static func network(_ activation: Activation) -> Network {
    Network(
      inputShape: [2],
      layers: [
        .dense(units: 17), .batchNorm(), .activation(activation), .dense(units: 9), .activation(activation),
        .dense(units: 2),
      ])
  }

  @Test("our kernels through the seam give the bits that they give without it", arguments: ["relu", "mish", "gelu"])
  func sameBits(name: String) throws {
    let activation = try Activation(name)
    let own = try Self.train(Self.network(activation), batch: 37, nil)
    var asked: [Activation] = []
    let seam = try Self.train(Self.network(activation), batch: 37) { found throws(NetworkError) in
      asked.append(found)
      return ArrayKernels(found.kernels)
    }
    #expect(asked == [activation, activation])
    #expect(own.0 == seam.0 && own.1 == seam.1)
    let declined = try Self.train(Self.network(activation), batch: 37) { _ throws(NetworkError) in nil }
    #expect(own.0 == declined.0 && own.1 == declined.1)
  }

  @Test func othersAreUsedInBothDirections() throws {
    let gelu = try Activation("gelu")
    let relu = try Activation("relu")
    // The start depends on the activation's gain: the same for both networks here.
    var asGELU = Self.network(gelu)
    var asReLU = Self.network(relu)
    asGELU.initialization = .glorot
    asReLU.initialization = .glorot
    let replaced = try Self.train(asGELU, batch: 32) { _ throws(NetworkError) in ArrayKernels(relu.kernels) }
    let expected = try Self.train(asReLU, batch: 32, nil)
    #expect(replaced.0 == expected.0 && replaced.1 == expected.1)
  }

  @Test func whatCannotBe() throws {
    let swish = try Activation("swish")
    let learned = Network(
      inputShape: [2], layers: [.dense(units: 4), .activation(swish, learning: .perLayer), .dense(units: 2)])
    #expect(throws: NetworkError.self) {
      try Self.train(learned, batch: 32) { found throws(NetworkError) in ArrayKernels(found.kernels) }
    }
    let failing = ArrayKernels(
      forward: { (_, _, _) throws(NetworkError) in throw NetworkError("no") }, backward: { _, _, _, _ in })
    #expect(throws: NetworkError("no")) {
      try Self.train(Self.network(swish), batch: 32) { _ throws(NetworkError) in failing }
    }
  }
}
