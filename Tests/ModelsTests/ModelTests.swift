import Activations
import Datasets
import Foundation
import Models
import NeuralNetworks
import Safetensors
import TestSupport
import Testing

@Suite struct ModelTests {
  static let layers =
    "conv 4, batch-norm, prelu learned per-channel, residual(conv 6 stride 2, layer-norm, silu), global-average-pool, "
    + "dropout 0.2, dense 10"

  static func digits() throws -> PreparedData { try Dataset.load("digits").prepared(trainLimit: 320) }

  static func plan(_ epochs: Int, patience: Int? = nil, optimizer: Optimizer = .adam()) -> TrainingPlan {
    TrainingPlan(
      loss: .softmaxCrossEntropy, optimizer: optimizer,
      options: TrainingOptions(
        weightDecay: 1e-4, clipNorm: 1, labelSmoothing: 0.1, accumulation: 2,
        augmentation: Augmentation(shift: 2, flip: true)),
      schedule: Schedule(.cosine(end: 0.1), warmUp: 1), learningRate: 0.01, epochs: epochs, batchSize: 32,
      patience: patience, seed: 7)
  }

  @Test(
    "a run that is stopped and goes on ends with the same bits",
    arguments: [Optimizer.adam(), .adamW(), .rmsProp(), .sgd(), .sgd(momentum: 0)])
  func resuming(_ optimizer: Optimizer) throws {
    let data = try Self.digits()
    let network = Network(inputShape: data.inputShape, layers: try Layer.parse(list: Self.layers))
    let plan = Self.plan(4, patience: 10, optimizer: optimizer)
    let whole = try TrainingRun(network: network, plan: plan, data: data)
    while !whole.isFinished { _ = try whole.runEpoch() }

    try withScratchFolder { folder in
      let path = folder + "/checkpoint.safetensors"
      var state: RunState?
      // A new run, from the file, for every epoch.
      for _ in 0..<4 {
        let run = try TrainingRun(network: network, plan: plan, data: data, resuming: state)
        _ = try run.runEpoch()
        try Checkpoint(network: network, plan: plan, fingerprint: data.fingerprint, state: try run.state()).write(path)
        let stored = try Checkpoint(path: path)
        #expect(stored.network == network && stored.plan == plan && stored.fingerprint == data.fingerprint)
        state = stored.state
      }
      var expected = try whole.state()
      var found = try #require(state)
      for i in expected.epochs.indices {
        expected.epochs[i].seconds = 0
        found.epochs[i].seconds = 0
      }
      #expect(found == expected)
    }
  }

  @Test func modelsAreWrittenAndRead() throws {
    let data = try Self.digits()
    let network = Network(inputShape: data.inputShape, layers: try Layer.parse(list: Self.layers))
    let run = try TrainingRun(network: network, plan: Self.plan(1), data: data)
    _ = try run.runEpoch()
    let model = Model(
      network: network, loss: .softmaxCrossEntropy, data: data, parameters: try run.trainer.parameters(),
      statistics: run.trainer.statistics(), notes: ["data": data.description])
    try withScratchFolder { folder in
      try model.write(folder: folder)
      let copy = try Model(folder: folder)
      #expect(copy == model)
      // Batches of another size give the same metrics, to rounding.
      let own = try run.trainer.evaluate(data.test)
      let other = try copy.trainer(batchSize: 50).evaluate(data.test)
      #expect(abs(own.loss - other.loss) < 1e-4 * own.loss && abs(own.score - other.score) < 0.01)
      // From numbers that are not scaled.
      let raw = try Dataset.load("digits").examples.prefix(20)
      let p = try copy.predictions(for: raw.inputs)
      #expect(p.count == 200)
      for row in 0..<20 { #expect(abs(p[row * 10..<row * 10 + 10].reduce(0, +) - 1) < 1e-5) }
    }
  }

  @Test func regressionKeepsItsUnit() throws {
    try withScratchFolder { folder in
      var text = "a,b,y\n"
      for i in 0..<200 {
        let (a, b) = (Double(i % 20) - 10, Double(i % 7))
        text += "\(a),\(b),\(1000 + 50 * a - 20 * b)\n"
      }
      try text.write(toFile: folder + "/table.csv", atomically: true, encoding: .utf8)
      let data = try Dataset.load(folder + "/table.csv", task: .regression).prepared()
      let network = Network.dense(inputShape: [2], hidden: [], outputs: 1, activation: try Activation("relu"))
      let plan = TrainingPlan(loss: .meanSquaredError, learningRate: 0.05, epochs: 60, batchSize: 10)
      let run = try TrainingRun(network: network, plan: plan, data: data)
      while !run.isFinished { _ = try run.runEpoch() }
      let model = Model(
        network: network, loss: .meanSquaredError, data: data, parameters: try run.trainer.parameters(), statistics: [])
      try model.write(folder: folder)
      let y = try Model(folder: folder).predictions(for: [2, 3, -4, 0])
      #expect(abs(y[0] - 1040) < 1 && abs(y[1] - 800) < 1, "\(y)")
      // Columns by name, in any order, others passed over.
      try "b,z,a\n3,9,2\n".write(toFile: folder + "/new.csv", atomically: true, encoding: .utf8)
      let rows = try InputRows.read(folder + "/new.csv", shape: [2], columns: ["a", "b"])
      #expect(rows.values == [2, 3])
    }
  }

  @Test func filesThatCannotBe() throws {
    let data = try Self.digits()
    let network = Network(inputShape: data.inputShape, layers: try Layer.parse(list: "flatten, dense 10"))
    let run = try TrainingRun(network: network, plan: Self.plan(1), data: data)
    let model = Model(
      network: network, loss: .softmaxCrossEntropy, data: data, parameters: try run.trainer.parameters(), statistics: []
    )
    try withScratchFolder { folder in
      #expect(throws: ModelError.self) { try Model(folder: folder + "/nothing") }
      try model.write(folder: folder)
      try "layers: [flatten, dense 9]\ninput: [28, 28]".write(
        toFile: folder + "/network.yaml", atomically: true, encoding: .utf8)
      do {
        _ = try Model(folder: folder)
        Issue.record("a network with other weights was read")
      } catch {
        #expect("\(error)".contains("layers.1.weights") && "\(error)".contains("[10, 784]"), "\(error)")
      }
      #expect(throws: ModelError.self) { try Checkpoint(path: folder + "/weights.safetensors") }
      try "not a checkpoint".write(toFile: folder + "/checkpoint.safetensors", atomically: true, encoding: .utf8)
      #expect(throws: ModelError.self) { try Checkpoint(path: folder + "/checkpoint.safetensors") }
    }
  }

  @Test func aPatienceMayBeGivenUpOrAskedForLater() throws {
    let data = try Dataset.load("moons").prepared()
    let network = Network.dense(inputShape: [2], hidden: [8], outputs: 2, activation: try Activation("gelu"))
    func plan(_ patience: Int?) -> TrainingPlan {
      TrainingPlan(
        loss: .softmaxCrossEntropy, learningRate: 0.02, epochs: 6, batchSize: 50, patience: patience)
    }
    func train(_ first: Int?, _ then: Int?) throws -> ([ParameterGroup], Int?) {
      var run = try TrainingRun(network: network, plan: plan(first), data: data)
      for _ in 0..<3 { _ = try run.runEpoch() }
      run = try TrainingRun(network: network, plan: plan(then), data: data, resuming: try run.state())
      while !run.isFinished { _ = try run.runEpoch() }
      let best = try run.restoreBest()
      return (try run.trainer.parameters(), best)
    }
    let plain = try train(nil, nil)
    let given = try train(9, nil)
    #expect(given.0 == plain.0 && given.1 == nil)
    #expect(try train(nil, 9).1 != nil)
  }

  @Test func damagedStatesAreRefused() throws {
    let data = try Dataset.load("xor").prepared()
    let network = Network.dense(inputShape: [2], hidden: [4], outputs: 2, activation: try Activation("relu"))
    let plan = TrainingPlan(
      loss: .softmaxCrossEntropy, learningRate: 0.1, epochs: 3, batchSize: 50, patience: 2)
    let run = try TrainingRun(network: network, plan: plan, data: data)
    _ = try run.runEpoch()
    let good = try run.state()
    let changes: [(inout RunState) -> Void] = [
      { $0.bestEpoch = 2 }, { $0.bestEpoch = 0 }, { $0.epochs = [] }, { $0.epochs[0].epoch = 5 }, { $0.steps = .max },
      { $0.passes = -1 }, { $0.parameters.removeLast() }, { $0.optimizer = [] }, { $0.parameters[0].values.append(1) },
    ]
    for (i, change) in changes.enumerated() {
      var bad = good
      change(&bad)
      #expect(throws: NetworkError.self, "change \(i)") {
        try TrainingRun(network: network, plan: plan, data: data, resuming: bad)
      }
    }
  }

  @Test func bytesOfImagesAreTakenAsInTraining() throws {
    try withScratchFolder { folder in
      let bytes = (0..<784 * 2).map { UInt8($0 % 256) }
      try NPYArray(shape: [2, 28, 28], values: .uint8(bytes)).write(folder + "/b.npy")
      try NPYArray(shape: [2, 784], values: .float32(bytes.map { Float($0) / 255 })).write(folder + "/f.npy")
      let a = try InputRows.read(folder + "/b.npy", shape: [28, 28], columns: [])
      let b = try InputRows.read(folder + "/f.npy", shape: [28, 28], columns: [])
      #expect(a.values == b.values && a.count == 2)
    }
  }

  @Test("words of a weight file that do not fit its network", arguments: [0, 1, 2])
  func damagedMetadata(_ which: Int) throws {
    let data = try Dataset.load("xor").prepared()
    let network = Network.dense(inputShape: [2], hidden: [4], outputs: 2, activation: try Activation("relu"))
    let run = try TrainingRun(
      network: network,
      plan: TrainingPlan(loss: .softmaxCrossEntropy, learningRate: 0.1, epochs: 1, batchSize: 50), data: data)
    var model = Model(
      network: network, loss: .softmaxCrossEntropy, data: data, parameters: try run.trainer.parameters(), statistics: []
    )
    switch which {
    case 0: model.classNames = ["one"]
    case 1: model.columns = ["a", "a"]
    default: model.loss = .meanSquaredError
    }
    try withScratchFolder { folder in
      try model.write(folder: folder)
      #expect(throws: ModelError.self) { try Model(folder: folder) }
    }
  }

  @Test func earlyStoppingGoesBackToTheBestEpoch() throws {
    let data = try Dataset.load("moons").prepared()
    let network = Network.dense(inputShape: [2], hidden: [16], outputs: 2, activation: try Activation("tanh"))
    // A rate that grows far too large: the loss falls, then rises.
    let plan = TrainingPlan(
      loss: .softmaxCrossEntropy, schedule: Schedule(.step(epochs: 3, factor: 40)), learningRate: 0.05, epochs: 40,
      batchSize: 32, patience: 3)
    let run = try TrainingRun(network: network, plan: plan, data: data)
    while !run.isFinished { _ = try run.runEpoch() }
    #expect(run.epochs.count < 40)
    let least = try #require(run.epochs.min { $0.validation.loss < $1.validation.loss })
    #expect(try run.restoreBest() == least.epoch)
    #expect(try run.trainer.evaluate(data.validation) == least.validation)
  }
}
