internal import Datasets
public import NeuralNetworks

/// Follows a run and keeps what it sees, changing nothing in it. It belongs to the run's thread.
public final class RunWatch {
  public let run: TrainingRun
  public private(set) var record: RunRecord
  public let schedule: ProbeSchedule
  private var step = 0

  /// Numbers of an array that are read at the most: their mean is known to 0.8 % of their deviation.
  public static let sample = 16_384
  /// Training examples that the score of known examples is taken from, at the most: it is known to 1.1 %.
  static let mostEvaluated = 2_000

  /// Reads the layers before the first step.
  /// - Parameters:
  ///   - record: what was seen before, for a run that goes on from a checkpoint; it must be of as many epochs.
  ///   - schedule: when the layers are read: so that it takes no more than `ProbeSchedule.defaultLimit` of the time if nil.
  ///     The run's end is always read.
  public init(
    _ run: TrainingRun, record: RunRecord? = nil, schedule: ProbeSchedule? = nil
  ) throws(NetworkError) {
    self.run = run
    let perEpoch = run.data.train.count / run.trainer.stepSize
    if let schedule {
      self.schedule = schedule
    } else {
      let cost = try ProbeCost(run.trainer.network, plan: run.plan, examples: run.data.train.count)
      self.schedule = ProbeSchedule(epochs: run.plan.epochs, stepsPerEpoch: perEpoch, cost: cost)
    }
    if let record {
      guard record.epochs.count == run.epochs.count else {
        throw .init("a record of \(record.epochs.count) epochs for a run after \(run.epochs.count)")
      }
      self.record = record
      self.record.plan = run.plan
      step = record.stepCount
      return
    }
    guard run.epochs.isEmpty else { throw .init("a run after \(run.epochs.count) epochs, and no record of them") }
    self.record = RunRecord(
      network: run.trainer.network, plan: run.plan, inputs: InputReading(run.data.train),
      targets: TargetReading(run.data.train.targets), stepsPerEpoch: perEpoch,
      moments: [], epochs: [])
    try read()
  }

  /// Trains for one epoch, as `TrainingRun.runEpoch` does.
  public func runEpoch(
    progress: (_ share: Double, _ loss: Double) -> Bool = { _, _ in true }
  ) throws(NetworkError) -> EpochSummary? {
    let perEpoch = record.stepsPerEpoch
    let first = step
    var problem: NetworkError?
    prepare()
    let summary = try run.runEpoch { share, loss in
      step += 1
      // The last step of an epoch is read below, when its summary is there.
      if step - first < perEpoch, schedule.isDue(after: step) {
        do throws(NetworkError) {
          try read()
        } catch {
          problem = error
          return false
        }
      }
      prepare()
      return progress(share, loss)
    }
    if let problem { throw problem }
    guard let summary else { return nil }
    record.epochs.append(summary)
    if summary.isDiverged { try findNotFinite() }
    if run.isFinished || schedule.isDue(after: step) { try read() }
    if run.isFinished {
      let count = min(Self.mostEvaluated, run.data.validation.count)
      record.training = try run.trainer.evaluate(run.data.train.prefix(count))
    }
    return summary
  }

  /// All epochs.
  public func runAll(isCancelled: () -> Bool = { false }) throws(NetworkError) {
    while !run.isFinished {
      guard try runEpoch(progress: { _, _ in !isCancelled() }) != nil else { return }
    }
  }

  /// The next step's update is recorded if it will be looked at.
  private func prepare() { run.trainer.recordsUpdates = schedule.isDue(after: step + 1) }

  private func read() throws(NetworkError) {
    var layers: [LayerReading] = []
    let isSketched = schedule.sketched.contains(step) || run.isFinished
    let loss = try run.trainer.probe(run.data.train) {
      layers.append(LayerReading($0, sample: Self.sample, sketched: isSketched))
    }
    let share = Double(max(0, step - 1)) / Double(max(1, record.stepsPerEpoch))
    record.moments.append(
      RunMoment(
        step: step, loss: loss,
        learningRate: step == 0 ? 0 : run.plan.learningRate * run.plan.schedule.factor(at: share, of: run.plan.epochs),
        layers: layers))
  }

  /// Looks where the numbers that are not finite come from: the inputs, the first layer whose weights are not finite, or
  /// the first whose outputs are not.
  private func findNotFinite() throws(NetworkError) {
    var found = NotFinite(step: step + 1, source: .loss)
    defer { record.firstNotFinite = found }
    if record.inputs.firstNotFinite != nil {
      found.source = .inputs
      return
    }
    let names = record.moments[0].layers.map(\.name)
    let weights = try run.trainer.parameters().filter { $0.kind == .weights }
    // Projections of residual blocks have weights, but no reading.
    if weights.count == names.count,
      let layer = weights.firstIndex(where: { !$0.values.allSatisfy(\.isFinite) })
    {
      (found.source, found.layer, found.name) = (.weights, layer, names[layer])
      return
    }
    let layers = try run.trainer.readLayers(run.data.train)
    if let layer = layers.first(where: { $0.output.notFiniteShare > 0 }) {
      (found.source, found.layer, found.name) = (.output, layer.layer, layer.name)
    }
  }
}
