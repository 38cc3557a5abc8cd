import Activations
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Testing

@Suite struct AutopsyRunTests {
  /// Regression on inputs that never change, so that a unit is its bias; one target stands far out.
  static func constant(count: Int, outlier: Float) throws -> PreparedData {
    var targets = [Float](repeating: 0, count: count)
    // Some where near the end: whichever it is, only one step of an epoch sees it.
    targets[count / 3] = outlier
    let data = Dataset(
      name: "constant", description: "one input", inputShape: [1],
      examples: Examples(
        inputs: [Float](repeating: 1, count: count), inputSize: 1, targets: .values(targets, width: 1)),
      scaling: .perFeature)
    return try data.prepared()
  }

  private static func run(
    _ network: Network, _ data: PreparedData, rate: Double, momentum: Double = 0, epochs: Int = 1, batch: Int = 8,
    schedule: String = "constant"
  ) throws -> TrainingRun {
    try TrainingRun(
      network: network,
      plan: TrainingPlan(
        loss: .fitting(data.train.targets), optimizer: .sgd(momentum: momentum), schedule: try Schedule(schedule),
        learningRate: rate,
        epochs: epochs,
        batchSize: batch), data: data)
  }

  @Test("the step that kills is found, with what it did")
  func aKnownStep() throws {
    let data = try (0..<20).lazy.map { try Self.constant(count: 200 + $0, outlier: -1000) }
      .first { $0.train.targets.hasOutlier }
    let prepared = try #require(data)
    let network = Network(
      inputShape: [1],
      layers: [.dense(units: 3), .activation(try Activation("relu"), learning: .fixed), .dense(units: 1)])
    let run = try Self.run(network, prepared, rate: 0.05)
    var groups = try run.trainer.parameters()
    let usual = prepared.train.targets.usual
    // Unit 1 is born dead, unit 2 carries the output and will die, unit 3 is active and without influence.
    groups[0].values = [0, 0, 0]
    groups[1].values = [-10, 0.1, 5]
    groups[2].values = [0, 4, 0]
    groups[3].values = [usual - 0.4]
    try run.trainer.setParameters(groups)
    let recorder = try AutopsyRecorder(run)
    var total = 0.0
    var outlierStep = 0
    var step = 0
    while !run.isFinished {
      _ = try recorder.runEpoch { _, mean in
        step += 1
        if mean * Double(step) - total > 1, outlierStep == 0 { outlierStep = step }
        total = mean * Double(step)
        return true
      }
    }
    #expect(outlierStep > 0)
    let autopsy = try recorder.autopsy()
    let fates = try #require(autopsy.layers.first).fates
    #expect(fates.map(\.kind) == [.bornDead, .died, .alive])
    let death = try #require(fates[1].death)
    #expect(death.step == outlierStep && death.after == outlierStep - 1 && death.isProved)
    #expect(death.learningRate == 0.05 && death.epoch == 1 && death.shareBefore == 1)
    let bias = try #require(death.bias)
    #expect(bias.before > 0 && bias.after < 0)
    let gradient = try #require(death.biasGradient)
    #expect(abs(bias.before - 0.05 * gradient - bias.after) < 1e-5)
    // Inputs are 0: the weights stay what they are, and change nothing.
    #expect(death.causes == [.bias, .ownUpdate])
    #expect(death.sentence.contains("its bias fell from"))
    #expect(death.sentence.contains("in one step at rate 0.05"))
    #expect(death.sentence.hasSuffix("the bias alone would have killed it"))
    #expect(autopsy.localisation?.proved == 1 && autopsy.localisation?.notRepeated == 0)
  }

  @Test("units moved by hand between two counts are found dead, revived and sparse") func movedByHand() throws {
    let data = try Dataset.load("moons").prepared(trainLimit: 400)
    let network = Network.dense(
      inputShape: [2], hidden: [6], outputs: 2, activation: try Activation("relu"))
    let run = try Self.run(network, data, rate: 1e-9, epochs: 3, batch: 50)
    let steps = data.train.count / 50
    func set(_ biases: [Int: Float]) throws {
      var groups = try run.trainer.parameters()
      for (unit, bias) in biases { groups[1].values[unit] = bias }
      try run.trainer.setParameters(groups)
    }
    // Unit 6 sees the first input alone, and is active for its three largest values.
    let firsts = stride(from: 0, to: data.train.inputs.count, by: 2).map { data.train.inputs[$0] }
    let largest = firsts.sorted(by: >)
    var groups = try run.trainer.parameters()
    groups[0].values[10] = 1
    groups[0].values[11] = 0
    groups[1].values = [-50, -50, 0, 0, 0, -(largest[2] + largest[3]) / 2]
    try run.trainer.setParameters(groups)
    let recorder = try AutopsyRecorder(run, options: .init(localisedDeaths: 0))
    _ = try recorder.runEpoch()
    try set([0: 0.5, 2: -50, 3: -50])
    _ = try recorder.runEpoch()
    try set([2: 0.5])
    _ = try recorder.runEpoch()
    let autopsy = try recorder.autopsy()
    let layer = try #require(autopsy.layers.first)
    #expect(layer.fates.map(\.kind) == [.revived, .bornDead, .revived, .died, .alive, .sparse])
    guard case .revived(nil, let first, let share) = layer.fates[0],
      case .revived(let death?, let second, _) = layer.fates[2], case .sparse(let few) = layer.fates[5]
    else {
      Issue.record("\(layer.fates)")
      return
    }
    #expect(first == 2 * steps && second == 3 * steps && share > 0)
    #expect(death.after == steps && death.step == 2 * steps && death.epoch == 2 && !death.isProved)
    #expect(few == 3 / Double(data.train.count))
    #expect(autopsy.localisation == nil && autopsy.deaths.map(\.unit) == [2, 3])
    #expect(autopsy.moments.map(\.step) == [0, 1, 2, 4, steps, 2 * steps, 3 * steps])
    let states = autopsy.moments.map { $0.states[0] }
    #expect(states.first == "bbaaas" && states.last == "rbrdas")
    for moment in autopsy.moments {
      let tally = moment.tallies[0]
      #expect(UnitFate.Kind.allCases.reduce(0) { $0 + tally.count($1) } == 6)
    }
    #expect(try JSONDecoder().decode(Autopsy.self, from: JSONEncoder().encode(autopsy)) == autopsy)
  }

  @Test("a run that was moved by hand is not repeated, and that is said") func notRepeated() throws {
    let data = try Dataset.load("moons").prepared(trainLimit: 400)
    let network = Network.dense(inputShape: [2], hidden: [4], outputs: 2, activation: try Activation("relu"))
    let run = try Self.run(network, data, rate: 1e-9, epochs: 1, batch: 50)
    let recorder = try AutopsyRecorder(run)
    var problem: (any Error)?
    var step = 0
    _ = try recorder.runEpoch { _, _ in
      step += 1
      guard step == 5 else { return true }
      do {
        var groups = try run.trainer.parameters()
        groups[1].values[2] = -50
        try run.trainer.setParameters(groups)
      } catch {
        problem = error
      }
      return true
    }
    #expect(problem == nil)
    let autopsy = try recorder.autopsy()
    #expect(autopsy.localisation?.notRepeated == 1 && autopsy.localisation?.proved == 0)
    let death = try #require(autopsy.layers[0].fates[2].death)
    #expect(death.after == 4 && death.step == 8 && !death.isProved)
    #expect(death.sentence.contains("in 4 steps"))
  }

  @Test("one batch calls units dead that are not") func deadOnOneBatchOnly() throws {
    // The first batch's inputs are the smallest.
    let count = 100
    let inputs = (0..<count).map { Float($0) }
    let examples = Examples(
      inputs: inputs, inputSize: 1, targets: .values([Float](repeating: 0, count: count), width: 1))
    let data = try Self.constant(count: 200, outlier: 0.001)
    let network = Network(
      inputShape: [1],
      layers: [.dense(units: 2), .activation(try Activation("relu"), learning: .fixed), .dense(units: 1)])
    let run = try Self.run(network, data, rate: 1e-9, batch: 10)
    var groups = try run.trainer.parameters()
    groups[0].values = [1, 1]
    groups[1].values = [-49.5, 1]
    try run.trainer.setParameters(groups)
    let layer = try AutopsyRecorder(run, on: examples, part: "own").autopsy().layers[0]
    #expect(layer.fates == [.deadOnThisBatch(share: 0.5), .alive(share: 1)])
    #expect(layer.deadOnBatch == 1)
  }

  @Test(
    "at a high rate ReLU units of generated digits die where a count after every step says so",
    arguments: [("dense 40, relu, dense 30, relu", false), ("conv 8 stride 2, relu, conv 8 stride 2, relu", true)])
  func digits(layers: String, isConvolutional: Bool) throws {
    let data = try Digits.dataset(count: 500, seed: 5).prepared()
    let flat = isConvolutional ? layers : "flatten, " + layers
    let network = try Network(inputShape: data.inputShape, layers: try Layer.parse(list: flat)).ending(outputs: 10)
    let rate = isConvolutional ? 0.3 : 0.2
    let run = try Self.run(network, data, rate: rate, momentum: 0.9, epochs: 2, batch: 16)
    let recorder = try AutopsyRecorder(run)
    while !run.isFinished { _ = try recorder.runEpoch() }
    let autopsy = try recorder.autopsy()
    let found = try #require(autopsy.localisation)
    #expect(found.deaths > 5 && found.examined == min(32, found.deaths))
    #expect(found.proved == found.examined && found.notRepeated == 0)

    // The same run, with a count after every step.
    let plain = try Self.run(network, data, rate: rate, momentum: 0.9, epochs: 2, batch: 16)
    var counts = [try plain.trainer.census(data.train)]
    var biases = [try plain.trainer.parameters()]
    while !plain.isFinished {
      let epoch = try plain.runEpoch { _, _ in
        if let count = try? plain.trainer.census(data.train), let groups = try? plain.trainer.parameters() {
          counts.append(count)
          biases.append(groups)
        }
        return true
      }
      #expect(epoch != nil)
    }
    #expect(counts.count == autopsy.steps + 1)
    #expect(run.epochs.map(\.trainLoss) == plain.epochs.map(\.trainLoss), "watching changes nothing")
    var proved = 0
    for place in autopsy.deaths where place.death.isProved {
      proved += 1
      let (step, layer, unit) = (place.death.step, place.layer, place.unit)
      #expect(place.death.isExact)
      #expect(!counts[step - 1].layers[layer].isDead(unit))
      #expect(counts[step].layers[layer].isDead(unit))
      #expect(place.death.shareBefore == counts[step - 1].layers[layer].share(unit))
      let path = autopsy.layers[layer].path
      let own = try #require(biases[step].firstIndex { $0.path == path && $0.kind == .bias })
      #expect(place.death.bias?.after == Double(biases[step][own].values[unit]))
      #expect(place.death.bias?.before == Double(biases[step - 1][own].values[unit]))
    }
    #expect(proved == found.proved)
    // What is dead at the end, and at birth, is so by the plain counts too.
    let last = try #require(counts.last)
    for (place, layer) in autopsy.layers.enumerated() {
      for (unit, fate) in layer.fates.enumerated() {
        #expect((fate.kind == .bornDead || fate.kind == .died) == last.layers[place].isDead(unit))
        if fate.kind == .bornDead { #expect(counts[0].layers[place].isDead(unit)) }
      }
    }
  }

  @Test("with room for few moments it takes several passes to the same steps") func littleRoom() throws {
    let data = try Digits.dataset(count: 800, seed: 5).prepared()
    let network = Network.dense(
      inputShape: data.inputShape, hidden: [40, 30], outputs: 10, activation: try Activation("relu"))
    func deaths(bytes: Int) throws -> ([Autopsy.Case], Int) {
      // The rate grows over the epoch: units die late, between two counts that are far apart.
      let run = try Self.run(
        network, data, rate: 0.15, momentum: 0.9, epochs: 1, batch: 4, schedule: "constant+warm-up:1")
      let recorder = try AutopsyRecorder(run, options: .init(localisedDeaths: 100, replayBytes: bytes))
      while !run.isFinished { _ = try recorder.runEpoch() }
      let autopsy = try recorder.autopsy()
      return (autopsy.deaths.filter(\.death.isProved), autopsy.localisation?.replayedSteps ?? 0)
    }
    let (wide, few) = try deaths(bytes: 1 << 30)
    let (narrow, more) = try deaths(bytes: 1)
    #expect(wide == narrow && wide.contains { $0.death.step > 64 })
    #expect(more > few)
  }

  @Test func nothingDiesInAHealthyRun() throws {
    let data = try Digits.dataset(count: 600, seed: 5).prepared()
    let network = Network.dense(
      inputShape: data.inputShape, hidden: [24], outputs: 10, activation: try Activation("leaky-relu"))
    let run = try Self.run(network, data, rate: 0.02, momentum: 0.9, epochs: 2, batch: 32)
    let recorder = try AutopsyRecorder(run, on: data.validation, part: "validation")
    while !run.isFinished { _ = try recorder.runEpoch() }
    let autopsy = try recorder.autopsy()
    #expect(autopsy.count(.alive) == 24 && autopsy.deaths.isEmpty && autopsy.localisation == nil)
    #expect(autopsy.examples == data.validation.count && autopsy.part == "validation")
  }

  @Test("numbers that are none end the counting") func divergence() throws {
    let data = try Digits.dataset(count: 600, seed: 5).prepared()
    let network = Network.dense(
      inputShape: data.inputShape, hidden: [24], outputs: 10, activation: try Activation("squared-relu"))
    let run = try Self.run(network, data, rate: 1e6, momentum: 0.9, epochs: 2, batch: 32)
    let recorder = try AutopsyRecorder(run)
    while !run.isFinished { _ = try recorder.runEpoch() }
    #expect(run.epochs.last?.isDiverged == true)
    let autopsy = try recorder.autopsy()
    let step = try #require(autopsy.notFiniteAfter)
    #expect(autopsy.moments.allSatisfy { $0.step < step })
  }
}

extension Targets {
  private var values: [Float] { if case .values(let values, _) = self { values } else { [] } }

  /// Whether one value stands far from all others.
  fileprivate var hasOutlier: Bool { values.filter { $0 < -5 }.count == 1 }

  /// What all others are.
  fileprivate var usual: Float { values.max() ?? 0 }
}
