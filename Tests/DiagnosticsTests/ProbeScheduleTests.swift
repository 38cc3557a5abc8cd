import Datasets
import Diagnostics
import NeuralNetworks
import Randomness
import Testing

/// When layers are read, and what that may cost.
@Suite struct ProbeScheduleTests {
  @Test func theShareStaysBelowTheLimit() {
    let seed = UInt64.random(in: 0..<1_000_000)
    var stream = RandomStream(seed: seed, purpose: .test)
    var bounded = 0
    for _ in 0..<500 {
      let (epochs, perEpoch) = (1 + stream.integer(below: 200), 1 + stream.integer(below: 2_000))
      let cost = ProbeCost(
        probe: Double(stream.uniform(in: 0.5...30)), sketches: Double(stream.uniform(in: 0...5)),
        beginning: Double(stream.uniform(in: 0...100)))
      let limit = Double(stream.uniform(in: 0.002...0.1))
      let schedule = ProbeSchedule(epochs: epochs, stepsPerEpoch: perEpoch, cost: cost, limit: limit)
      let what = "seed \(seed): \(epochs) × \(perEpoch), \(cost), limit \(limit): \(schedule.steps)"
      let total = epochs * perEpoch
      #expect(schedule.steps.first == 0 && schedule.steps.last == total, "\(what)")
      #expect(schedule.steps == Set(schedule.steps).sorted() && schedule.steps.count <= ProbeSchedule.most, "\(what)")
      #expect(schedule.sketched.isSubset(of: schedule.steps) && schedule.sketched.contains(0), "\(what)")
      #expect(schedule.sketched.contains(total) && schedule.sketched.count <= ProbeSchedule.mostSketched, "\(what)")
      if schedule.steps.count > ProbeSchedule.least {
        bounded += 1
        #expect(schedule.share(cost) <= limit, "\(what)")
        // Wherever it ends, only what comes early may be above the limit: the powers of 2 before.
        var read = 0.0
        for step in schedule.steps.dropLast() where step > 0 {
          read += 1
          let powers = Double(Int.bitWidth - step.leadingZeroBitCount)
          #expect(read * cost.probe <= limit * Double(step) + (powers + 1) * cost.probe, "\(what), step \(step)")
        }
      }
      #expect(schedule == ProbeSchedule(epochs: epochs, stepsPerEpoch: perEpoch, cost: cost, limit: limit))
    }
    #expect(bounded > 100)
  }

  @Test func longRunsAreReadEarlyAndAtEpochsEnds() {
    let schedule = ProbeSchedule(epochs: 100, stepsPerEpoch: 468, cost: ProbeCost(probe: 2))
    #expect(Set(schedule.steps).isSuperset(of: (0..<16).map { 1 << $0 }))
    #expect(Set(schedule.steps).isSuperset(of: (0...100).map { $0 * 468 }))
    // One long epoch is read on the way.
    let one = ProbeSchedule(epochs: 1, stepsPerEpoch: 10_000, cost: ProbeCost(probe: 2))
    #expect(zip(one.steps, one.steps.dropFirst()).allSatisfy { $1 - $0 <= 10_000 / 80 })
    #expect(one.steps.count <= 100)
  }

  @Test func shortEpochsAreNotAllRead() {
    let schedule = ProbeSchedule(epochs: 50, stepsPerEpoch: 30, cost: ProbeCost(probe: 2))
    #expect(schedule.share(ProbeCost(probe: 2)) <= ProbeSchedule.defaultLimit)
    #expect(schedule.steps.count < 16 && schedule.steps.contains(1) && schedule.steps.last == 1_500)
    let tiny = ProbeSchedule(epochs: 1, stepsPerEpoch: 1, cost: ProbeCost(probe: 100))
    #expect(tiny.steps == [0, 1] && tiny.isDue(after: 1) && !tiny.isDue(after: 2))
  }

  @Test func itIsDueWhereItSays() {
    let schedule = ProbeSchedule(steps: [7, 0, 3, 7])
    #expect((0...10).filter { schedule.isDue(after: $0) } == [0, 3, 7])
    #expect(!ProbeSchedule(steps: []).isDue(after: 0))
  }

  private static func cost(_ layers: String, input: [Int] = [784], batch: Int = 128) throws -> ProbeCost {
    let network = try Network(inputShape: input, layers: try Layer.parse(list: layers)).ending(outputs: 10)
    let plan = TrainingPlan(loss: .softmaxCrossEntropy, learningRate: 0.1, epochs: 1, batchSize: batch)
    return try ProbeCost(network, plan: plan, examples: 10_000)
  }

  @Test func aProbeTakesMoreThanAPass() throws {
    let dense = try Self.cost("dense 256, silu, dense 128, silu")
    let deep = try Self.cost("repeat 40 (dense 128, batch-norm, silu)")
    let residual = try Self.cost("dense 64, residual (dense 64, relu, dense 64)")
    let images = try Self.cost("conv 32, silu, conv 64, silu, max-pool 2", input: [28, 28, 1])
    for cost in [dense, deep, residual, images] {
      #expect(cost.probe > 0.8 && cost.probe < 20 && cost.sketches > 0 && cost.beginning > 0, "\(cost)")
    }
    // The smaller the batch, the more a reading weighs.
    #expect(try Self.cost("dense 256, silu", batch: 8).probe > Self.cost("dense 256, silu", batch: 512).probe)
  }

  @Test func aRunIsReadAtItsEndAndSketchedOnTheWay() throws {
    let data = try Dataset.load("moons").prepared(trainLimit: 200)
    let setup = RunSetup(
      network: try Network(inputShape: [2], layers: try Layer.parse(list: "dense 16, relu")).ending(outputs: 2),
      plan: TrainingPlan(loss: .softmaxCrossEntropy, learningRate: 0.1, epochs: 30, batchSize: 32), data: data)
    let watch = try RunWatch(try setup.begin())
    try watch.runAll()
    let record = watch.record
    #expect(record.moments.map(\.step) == watch.schedule.steps)
    #expect(record.moments.count == ProbeSchedule.least && record.epochs.count == 30 && record.stepCount == 180)
    #expect(record.moments.first?.layers.allSatisfy { $0.sketches != nil } ?? false)
    #expect(record.moments.last?.layers.allSatisfy { $0.sketches?.gradient.count == 32 * $0.units } ?? false)

    // One that ends before its time is read there.
    var early = setup
    early.plan.patience = 1
    early.plan.learningRate = 0.5
    early.plan.epochs = 1_000
    let stopped = try RunWatch(try early.begin())
    try stopped.runAll()
    let epochs = stopped.record.epochs.count
    #expect(epochs < 1_000 && stopped.record.moments.last?.step == epochs * 6 && stopped.record.stepCount == epochs * 6)
    #expect(stopped.record.moments.last?.layers[0].sketches != nil)
  }
}

/// Norms of long arrays are added up in blocks.
@Suite struct WeightNormTests {
  @Test(arguments: [Float(1), 1e-30, 1e30, Float(bitPattern: 0x85C), 0])
  func normsAreThoseOfPlainLoops(scale: Float) throws {
    let data = try Dataset.load("moons").prepared(trainLimit: 200)
    let network = try Network(inputShape: [2], layers: try Layer.parse(list: "dense 70, relu, dense 70, relu")).ending(
      outputs: 2)
    let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 32, seed: 1)
    var parameters = try trainer.parameters()
    for i in parameters.indices where parameters[i].kind == .weights {
      // Blocks of different sizes in one array.
      parameters[i].values = parameters[i].values.enumerated().map { $0 > 1_500 ? $1 : $1 * scale }
    }
    try trainer.setParameters(parameters)
    let weights = parameters.filter { $0.kind == .weights }
    for (reading, group) in zip(try trainer.readLayers(data.train), weights) {
      let plain = group.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(reading.weightNorm - plain) <= 1e-6 * plain, "\(reading.name): \(reading.weightNorm), \(plain)")
    }
  }
}
