public import Datasets
public import NeuralNetworks

/// Follows a run from where it stands: a census before the next step, then after steps 1, 2, 4, 8 … of the first epoch
/// and at every epoch's end, over all examples. It changes nothing in the run.
///
/// ```swift
/// let recorder = try AutopsyRecorder(run)
/// while !run.isFinished { _ = try recorder.runEpoch() }
/// let autopsy = try recorder.autopsy()
/// ```
public final class AutopsyRecorder {
  public struct Options: Hashable, Sendable {
    /// Below this share of the examples a unit is called sparse.
    public var sparseShare: Double
    /// Evenly spaced censuses in each epoch, the one at its end among them.
    public var censusesPerEpoch: Int
    /// How many deaths, one of each wave first, a second run narrows down to single steps. 0 for none.
    public var localisedDeaths: Int
    /// Bytes of parameters that the second run may keep at once.
    public var replayBytes: Int

    public init(
      sparseShare: Double = Autopsy.usualSparseShare, censusesPerEpoch: Int = 1, localisedDeaths: Int = 32,
      replayBytes: Int = 256 << 20
    ) {
      self.sparseShare = sparseShare
      self.censusesPerEpoch = max(1, censusesPerEpoch)
      self.localisedDeaths = max(0, localisedDeaths)
      self.replayBytes = replayBytes
    }
  }

  public let run: TrainingRun
  public let options: Options
  private let part: String
  private let examples: Examples
  private let taker = CensusTaker()
  private var histories: [LayerHistory] = []
  private var moments: [Autopsy.Moment] = []
  private var parameters: [ParameterGroup]
  /// Steps so far, and those before the last census.
  private var steps: Int
  private var lastStep: Int
  /// What the run was like at the beginning of epochs in which units died.
  private var states: [Int: RunState] = [:]
  private var deathCount = 0
  private static let mostStates = 32
  private var notFiniteAfter: Int?
  private var cost = Autopsy.Cost(training: 0, watching: 0)

  /// - Parameters:
  ///   - run: between two epochs; usually at its start.
  ///   - examples: what is counted on; the training part if nil.
  ///   - part: what those are called.
  /// - Throws: `NetworkError` if the examples do not fit the network.
  public init(
    _ run: TrainingRun, on examples: Examples? = nil, part: String = "training", options: Options = Options()
  ) throws(NetworkError) {
    self.run = run
    self.options = options
    self.part = part
    self.examples = examples ?? run.data.train
    guard self.examples.count > 0 else { throw .init("no examples to count on; expected at least 1") }
    parameters = try run.trainer.parameters()
    steps = try run.state().steps
    lastStep = steps
    let watch = Stopwatch()
    let first = try taker.census(run.trainer, self.examples)
    if !first.isFinite { notFiniteAfter = steps }
    histories = first.layers.map { LayerHistory($0) }
    record(epoch: Double(run.epochs.count))
    cost.watching += watch.seconds
  }

  private var stepsPerEpoch: Int { run.data.train.count / run.trainer.stepSize }

  /// Trains for one epoch as `TrainingRun.runEpoch` does, and counts as it goes.
  public func runEpoch(
    progress: (_ share: Double, _ loss: Double) -> Bool = { _, _ in true }
  ) throws(NetworkError) -> EpochSummary? {
    let all = Stopwatch()
    let before = cost.watching
    let epoch = run.epochs.count + 1
    let state = options.localisedDeaths > 0 && states.count < Self.mostStates ? try run.state() : nil
    let deathsBefore = deathCount
    var place = 0
    var problem: NetworkError?
    let summary = try run.runEpoch { share, loss in
      place += 1
      steps += 1
      if isDue(place, epoch: epoch) {
        do throws(NetworkError) {
          try takeCensus(epoch: epoch, share: share)
        } catch {
          problem = error
          return false
        }
      }
      return progress(share, loss)
    }
    if let problem { throw problem }
    // A loss that is no number ended the epoch early.
    if summary?.isDiverged ?? false, lastStep < steps {
      try takeCensus(epoch: epoch, share: Double(place) / Double(stepsPerEpoch))
    }
    if let state, deathCount > deathsBefore { states[epoch] = state }
    cost.training += all.seconds - (cost.watching - before)
    return summary
  }

  private func isDue(_ place: Int, epoch: Int) -> Bool {
    if epoch == 1, place & (place - 1) == 0 { return true }
    let (all, count) = (stepsPerEpoch, options.censusesPerEpoch)
    return place * count / all > (place - 1) * count / all
  }

  private func takeCensus(epoch: Int, share: Double) throws(NetworkError) {
    guard notFiniteAfter == nil else { return }
    let watch = Stopwatch()
    defer { cost.watching += watch.seconds }
    let census = try taker.census(run.trainer, examples)
    guard census.isFinite else {
      notFiniteAfter = steps
      return
    }
    let now = try run.trainer.parameters()
    let rate = run.plan.learningRate(
      step: Int((share * Double(stepsPerEpoch)).rounded()), epoch: epoch, of: stepsPerEpoch)
    for (i, layer) in census.layers.enumerated() {
      deathCount += histories[i].add(layer, step: steps) { unit, before in
        Death(
          unit: unit, after: lastStep, step: steps, epoch: epoch, learningRate: rate, before: (before, parameters),
          now: (layer, now))
      }
    }
    parameters = now
    lastStep = steps
    record(epoch: Double(epoch - 1) + share)
  }

  private func record(epoch: Double) {
    let kinds = histories.map { $0.fates(sparseShare: options.sparseShare).map(\.kind) }
    moments.append(
      Autopsy.Moment(
        step: steps, epoch: epoch, tallies: kinds.map { Autopsy.Tally($0) },
        states: kinds.map { String($0.map(\.letter)) }))
  }

  /// What became of every unit so far.
  /// - Parameter progress: called while deaths are narrowed down, with what was done and what there is to do; whether to
  ///   go on.
  public func autopsy(
    progress: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
  ) throws(NetworkError) -> Autopsy {
    let layers = histories.map { history in
      let last = history.last
      return Autopsy.Layer(
        layer: last.layer, name: last.name, path: last.path, activation: last.activation, rule: last.rule,
        rows: last.rows, fates: history.fates(sparseShare: options.sparseShare), deadOnBatch: last.deadOnBatch,
        shares: (0..<last.units).map { last.share($0) })
    }
    var result = Autopsy(
      part: part, examples: examples.count, batch: min(run.plan.batchSize, examples.count),
      sparseShare: options.sparseShare, steps: steps, stepsPerEpoch: stepsPerEpoch, epochs: run.epochs, layers: layers,
      moments: moments, notFiniteAfter: notFiniteAfter, localisation: nil, cost: cost)
    let deaths = result.deaths
    if options.localisedDeaths > 0, !deaths.isEmpty {
      var localiser = try DeathLocaliser(
        run: run, states: states, examples: examples, bytes: options.replayBytes)
      result.localisation = try localiser.localise(
        result.deathsToExamine(options.localisedDeaths), in: &result, progress: progress)
      result.localisation?.deaths = deaths.count
    }
    return result
  }
}

extension TrainingPlan {
  /// The rate of a step of an epoch, both from 1.
  func learningRate(step: Int, epoch: Int, of steps: Int) -> Double {
    learningRate * schedule.factor(at: Double(epoch - 1) + Double(step - 1) / Double(steps), of: epochs)
  }
}

struct Stopwatch {
  private let began = ContinuousClock.now

  var seconds: Double { (ContinuousClock.now - began) / .seconds(1) }
}
