internal import Datasets
public import NeuralNetworks

/// Follows a run and keeps what it sees, changing nothing in it. It belongs to the run's thread.
public final class RunWatch {
  public let run: TrainingRun
  public private(set) var record: RunRecord
  private let isDue: (_ step: Int) -> Bool
  private var step = 0

  /// Reads the layers before the first step.
  /// - Parameters:
  ///   - isDue: whether the layers are read after so many steps: the powers of 2 if nil. An epoch's end is always read.
  ///   - record: what was seen before, for a run that goes on from a checkpoint; it must be of as many epochs.
  public init(
    _ run: TrainingRun, record: RunRecord? = nil, isDue: ((_ step: Int) -> Bool)? = nil
  ) throws(NetworkError) {
    self.run = run
    self.isDue = isDue ?? { $0 & ($0 - 1) == 0 }
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
      targets: TargetReading(run.data.train.targets), stepsPerEpoch: run.data.train.count / run.trainer.stepSize,
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
      if step - first < perEpoch, isDue(step) {
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
    try read()
    if run.isFinished { self.record.training = try run.trainer.evaluate(run.data.train.prefix(run.data.validation.count)) }
    return summary
  }

  /// All epochs.
  public func runAll(isCancelled: () -> Bool = { false }) throws(NetworkError) {
    while !run.isFinished {
      guard try runEpoch(progress: { _, _ in !isCancelled() }) != nil else { return }
    }
  }

  /// The next step's update is recorded if it will be looked at.
  private func prepare() { run.trainer.recordsUpdates = isDue(step + 1) }

  private func read() throws(NetworkError) {
    var layers: [LayerReading] = []
    let loss = try run.trainer.probe(run.data.train) { layers.append(LayerReading($0)) }
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
