import Activations
import Datasets
import Diagnostics
import NeuralNetworks
import Remedies
import Testing

/// One change at a time.
@Suite struct RemedyTests {
  static func setup(
    _ layers: String, rate: Double = 0.02, initialization: Initialization = .variancePreserving, decay: Double = 0
  ) throws -> RunSetup {
    let data = try Dataset.load("digits").prepared(trainLimit: 320)
    return RunSetup(
      network: try Network(
        inputShape: data.inputShape, layers: try Layer.parse(list: layers), initialization: initialization
      ).ending(outputs: 10),
      plan: TrainingPlan(
        loss: .softmaxCrossEntropy, options: TrainingOptions(weightDecay: decay), learningRate: rate, epochs: 1,
        batchSize: 32), data: data)
  }

  private func layers(_ remedy: Remedy, _ text: String) throws -> String? {
    remedy.applied(to: try Self.setup(text))?.network.layers.map(\.text).joined(separator: ", ")
  }

  @Test func layersAreChanged() throws {
    let two = "dense 32, relu, dense 32, relu"
    #expect(
      try layers(.normalization, two)
        == "flatten, dense 32, batch-norm, relu, dense 32, batch-norm, relu, dense 10")
    #expect(try layers(.residual, two) == "flatten, dense 32, relu, residual(dense 32, relu), dense 10")
    #expect(
      try layers(.leak, two)
        == "flatten, dense 32, leaky-relu(slope: 0.1), dense 32, leaky-relu(slope: 0.1), dense 10")
    #expect(
      try layers(.activation(try Activation("elu")), "dense 32, prelu learned per-channel, residual(dense 32, tanh)")
        == "flatten, dense 32, elu, residual(dense 32, elu), dense 10")
    #expect(try layers(.dropout, two) == "flatten, dense 32, relu, dropout 0.5, dense 32, relu, dropout 0.5, dense 10")
    #expect(
      try layers(.normalization, "conv 4, relu, max-pool 2, flatten")
        == "conv 4, batch-norm, relu, max-pool 2, flatten, dense 10")
  }

  /// What would change nothing is not tried.
  @Test func nothingToChange() throws {
    #expect(try layers(.normalization, "dense 32, batch-norm, relu") == nil)
    #expect(try layers(.leak, "dense 32, tanh") == nil)
    #expect(try layers(.plainOutput, "dense 32, tanh") == nil)
    #expect(try layers(.residual, "dense 32, relu, dense 16, relu") == nil)
    #expect(try layers(.correctedGain, "dense 32, relu") == nil)
    #expect(try layers(.scaledInputs, "dense 32, relu") == nil)
    #expect(try layers(.noDecay, "dense 32, relu") == nil)
    #expect(try layers(.critical, "dense 32, relu") == nil)
    #expect(try layers(.critical, "dense 32, tanh") != nil)
  }

  @Test func plansAndDataAreChanged() throws {
    let setup = try Self.setup("dense 32, relu", rate: 0.3, initialization: .lecun, decay: 0.5)
    #expect(abs(try #require(Remedy.rate(1.0 / 3).applied(to: setup)).plan.learningRate - 0.1) < 1e-12)
    #expect(try #require(Remedy.correctedGain.applied(to: setup)).network.initialization == .variancePreserving)
    #expect(try #require(Remedy.noDecay.applied(to: setup)).plan.options.weightDecay == 0)
    #expect(try #require(Remedy.clipping.applied(to: setup)).plan.options.clipNorm == 1)
    var raw = setup
    raw.data = setup.data.changingInputs { inputs in
      for i in inputs.indices { inputs[i] = inputs[i] * 50 + 200 }
      inputs[3] = .nan
    }
    let scaled = InputReading(try #require(Remedy.scaledInputs.applied(to: raw)).data.train)
    #expect(scaled.firstNotFinite == nil && abs(scaled.moments.mean) < 0.01 && scaled.meanShift < 0.05)
  }

  /// What a finding points to comes first, and nothing twice.
  @Test(arguments: Finding.Kind.allCases)
  func candidates(kind: Finding.Kind) throws {
    let setup = try Self.setup("repeat 3 (dense 32, relu)", decay: 0.1)
    let finding = Finding(kind, "something", evidence: [])
    let remedies = Remedy.candidates(for: setup, finding: finding)
    #expect(Set(remedies).count == remedies.count && remedies.count >= 6)
    #expect(remedies.allSatisfy { $0.applied(to: setup) != nil })
    switch kind {
    case .deadUnits: #expect(remedies[0] == .leak)
    case .updatesTooLarge: #expect(remedies[0] == .rate(1.0 / 3))
    case .memorising: #expect(remedies[0] == .dropout)
    default: break
    }
    #expect(Set(remedies.map(\.title)).count == remedies.count)
  }
}
