import Activations
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Randomness
import Studies

/// The same run with and without a watch, epoch by epoch in turn, so that whatever the machine does besides falls on both.
/// Times are the processor's for this program: what waits for other programs is not in them.
struct ProbeBench {
  let one: TrainingCase
  let epochs: Int
  /// Of an epoch.
  let steps: Int
  let threads: Int

  /// What one network's probes cost.
  struct Figures: Encodable {
    let name: String
    let steps: Int
    var microsecondsPerStep: Double
    /// Reading all layers once, and with their distributions.
    var microsecondsPerProbe: Double
    var microsecondsPerSketchedProbe: Double
    /// What is done once, the first probe included.
    var microsecondsToBegin: Double
    /// What `ProbeCost` takes the probe for, in steps.
    var estimatedSteps: Double
    /// What `ProbeSchedule` takes the watch for.
    var estimatedShare: Double
    /// To write all that was seen of the run once.
    var microsecondsToStore: Double
    var probes: Int
    var sketchedProbes: Int
    /// The share of the training time that being watched takes, round by round.
    var shares: [Double]
    /// What is kept of a probe.
    var bytesPerProbe: Int
    var bytesPerSketchedProbe: Int

    var share: Double { Self.median(shares) }

    fileprivate static func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }

  private static let repetitions = 9

  /// - Parameter progress: called after every epoch of both; whether to go on.
  /// - Returns: nil if it was stopped.
  func run(rounds: Int, progress: (_ done: Int) -> Bool) throws -> Figures? {
    let setup = try setup()
    var (shares, stepTimes, beginnings) = ([Double](), [Double](), [Double]())
    var last: RunWatch?
    for round in 0..<rounds {
      let plain = try setup.begin(threads: threads)
      let followed = try setup.begin(threads: threads)
      var watched = 0.0
      let watch = try Self.timed(&watched) { try RunWatch(followed) }
      beginnings.append(watched * 1e6)
      var alone = 0.0
      for epoch in 0..<epochs {
        let turns = [
          { _ = try Self.timed(&alone) { try plain.runEpoch() } },
          { _ = try Self.timed(&watched) { try watch.runEpoch() } },
        ]
        for turn in (round + epoch) % 2 == 0 ? turns : turns.reversed() { try turn() }
        guard progress(round * epochs + epoch + 1) else { return nil }
      }
      var validation = 0.0
      _ = try Self.timed(&validation) { try plain.trainer.evaluate(setup.data.validation) }
      let training = alone - validation * Double(epochs)
      shares.append((watched - alone) / training)
      stepTimes.append(training / Double(epochs * steps) * 1e6)
      last = watch
    }
    guard let last else { return nil }
    return try figures(last, setup, shares, step: Figures.median(stepTimes), beginning: Figures.median(beginnings))
  }

  private func figures(
    _ watch: RunWatch, _ setup: RunSetup, _ shares: [Double], step: Double, beginning: Double
  ) throws -> Figures {
    func median<R>(_ body: () throws -> R) throws -> Double {
      Figures.median(
        try (0..<Self.repetitions).map { _ in
          var seconds = 0.0
          _ = try Self.timed(&seconds, body)
          return seconds * 1e6
        })
    }
    func probe(sketched: Bool) throws -> Double {
      try median { try watch.run.trainer.readLayers(setup.data.train, sample: RunWatch.sample, sketched: sketched) }
    }
    func bytes(sketched: Bool) throws -> Int {
      let moments = watch.record.moments.filter { ($0.layers.first?.sketches != nil) == sketched }
      return try JSONText.compact(moments).count / max(1, moments.count)
    }
    let schedule = watch.schedule
    let cost = try ProbeCost(setup.network, plan: setup.plan, examples: setup.data.train.count)
    return Figures(
      name: one.name, steps: epochs * steps, microsecondsPerStep: step,
      microsecondsPerProbe: try probe(sketched: false), microsecondsPerSketchedProbe: try probe(sketched: true),
      microsecondsToBegin: beginning, estimatedSteps: cost.probe, estimatedShare: schedule.share(cost),
      microsecondsToStore: try median { try JSONText.compact(watch.record) }, probes: watch.record.moments.count,
      sketchedProbes: watch.record.moments.count { $0.layers.first?.sketches != nil }, shares: shares,
      bytesPerProbe: try bytes(sketched: false), bytesPerSketchedProbe: try bytes(sketched: true))
  }

  private static func timed<R>(_ seconds: inout Double, _ body: () throws -> R) rethrows -> R {
    let began = processorSeconds
    defer { seconds += processorSeconds - began }
    return try body()
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The case's network on random examples of ten classes, each around a place of its own.
  private func setup() throws -> RunSetup {
    let width = one.inputShape.reduce(1, *)
    let network = Network(inputShape: one.inputShape, layers: try Layer.parse(list: one.layers))
    let classes = try network.shapes().last?.count ?? 1
    let train = steps * one.batch
    // A tenth of what is no test is for validation.
    let (count, tests) = (train * 10 / 9 + 2 * classes, 2 * classes)
    var stream = RandomStream(seed: 1, purpose: .test)
    let noise = stream.normals(65_537)
    let places = stream.normals(classes * width).map { $0 * 0.3 }
    let labels = (0..<count + tests).map { Int32($0 % classes) }
    var inputs = [Float](repeating: 0, count: labels.count * width)
    for i in inputs.indices { inputs[i] = noise[i % noise.count] + places[Int(labels[i / width]) * width + i % width] }
    let data = try Dataset(
      name: "random", description: "Random numbers.", inputShape: one.inputShape,
      examples: Examples(
        inputs: inputs, inputSize: width, targets: .classes(labels, names: (0..<classes).map(String.init))),
      testStart: count, scaling: .together
    ).prepared(trainLimit: train)
    return RunSetup(
      network: network,
      plan: TrainingPlan(
        loss: .softmaxCrossEntropy, learningRate: 0.01, epochs: epochs, batchSize: one.batch), data: data)
  }
}
