internal import Activations
internal import Datasets
public import Diagnostics
public import NeuralNetworks
internal import Statistics
internal import Studies

/// Finds what is wrong with a run, and tries what may help, one change at a time.
///
/// The run is repeated from its start while its layers are read (it has the same bits), and its findings are drawn up. Then
/// the run as it is and the run with each remedy are trained on the same fresh seeds.
public struct Diagnostician: Sendable {
  public var setup: RunSetup
  /// The run's words.
  public var name: String
  public var thresholds = Thresholds()
  /// Seeds that every remedy gets.
  public var seeds = 5
  /// Where the forks begin, for remedies that allow it; the others begin at the start.
  public var checkpoint: RunState?
  /// Whether remedies are tried at all.
  public var triesRemedies = true
  /// Only those remedies of which the title contains one of these words; all if empty.
  public var only: [String] = []
  /// Runs independent work on threads: the results in order, nil for what was not begun.
  public typealias Mapping = @Sendable (_ count: Int, _ work: @Sendable (Int) -> Fork?) -> [Fork?]
  public typealias Fork = Result<ForkOutcome, NetworkError>

  public init(_ setup: RunSetup, name: String) {
    self.setup = setup
    self.name = name
  }

  /// What the forks of a run are called by and begin with.
  private struct Job {
    var setup: RunSetup
    var state: RunState?
  }

  /// The run, read. On this thread.
  public func follow(progress: (_ share: Double) -> Bool = { _ in true }) throws(NetworkError) -> RunRecord? {
    let watch = try RunWatch(try setup.begin())
    while !watch.run.isFinished {
      let done = Double(watch.run.epochs.count)
      let epochs = Double(setup.plan.epochs)
      guard try watch.runEpoch(progress: { share, _ in progress((done + share) / epochs) }) != nil else { return nil }
    }
    return watch.record
  }

  /// A network of one hidden layer that learns nearly anything somewhat: 64 ReLU units, Adam at its usual rate, scaled
  /// inputs, and the run's own number of steps, but at least 200.
  public var reference: RunSetup {
    get throws(NetworkError) {
      let layers = try Layer.parse(list: "dense 64, relu")
      let steps = max(1, setup.data.train.count / max(1, setup.plan.batchSize))
      var plan = TrainingPlan(
        loss: setup.plan.loss, optimizer: try Optimizer("adam"), learningRate: 0.001,
        epochs: max(setup.plan.epochs, (200 + steps - 1) / steps), batchSize: setup.plan.batchSize,
        seed: setup.plan.seed)
      plan.patience = 5
      return RunSetup(
        network: try Network(inputShape: setup.data.inputShape, layers: layers).ending(outputs: setup.data.outputCount),
        plan: plan,
        data: setup.data.changingInputs { $0 = $0.map { $0.isFinite ? $0 : 0 } }.standardized())
    }
  }

  /// The findings, the forks, and what they say.
  /// - Parameters:
  ///   - record: what `follow` gave.
  ///   - map: runs the forks.
  /// - Returns: nil if a fork was not run.
  public func diagnose(_ record: RunRecord, map: Mapping) throws(NetworkError) -> Diagnosis? {
    let reference = try self.reference
    let watch = try RunWatch(try reference.begin())
    try watch.runAll()
    let findings = Examination(record, thresholds: thresholds, reference: watch.record).findings()
    let best = watch.record.epochs.map(\.validation.score).max() ?? 0
    let remedies = chosen(for: findings.first)
    let jobs =
      (remedies.isEmpty ? [] : [Job(setup: setup, state: checkpoint)])
      + remedies.compactMap { remedy in
        remedy.applied(to: setup).map { Job(setup: $0, state: keeps(remedy) ? checkpoint : nil) }
      }
    let seeds = (0..<UInt64(max(2, seeds))).map { setup.plan.seed &+ 1 + $0 }
    let total = jobs.count * seeds.count
    let forks = map(total) { i in
      Self.fork(jobs[i / seeds.count], seed: seeds[i % seeds.count], targets: record.targets)
    }
    guard forks.allSatisfy({ $0 != nil }) else { return nil }
    var groups: [[ForkOutcome]] = []
    for j in jobs.indices {
      var group: [ForkOutcome] = []
      for case let fork? in forks[(j * seeds.count)..<((j + 1) * seeds.count)] { group.append(try fork.get()) }
      groups.append(group)
    }
    var diagnosis = Diagnosis(
      run: name, record: record,
      reference: ReferenceOutcome(
        description: "\(reference.network.layers.map(\.text).joined(separator: ", ")), \(reference.plan.optimizer)",
        score: best, learnedShare: watch.record.learnedShare),
      findings: findings, thresholds: thresholds, origin: checkpoint == nil ? .start : .checkpoint,
      unchanged: groups.first ?? [], trials: [])
    diagnosis.trials = zip(remedies, groups.dropFirst()).map {
      Self.outcome($0.title, $1, unchanged: groups[0], target: diagnosis.target)
    }
    return diagnosis
  }

  private func chosen(for finding: Finding?) -> [Remedy] {
    guard triesRemedies else { return [] }
    return Remedy.candidates(for: setup, finding: finding).filter { remedy in
      only.isEmpty || only.contains { remedy.title.lowercased().contains($0.lowercased()) }
    }
  }

  /// Learned parameters of an activation are no other activation's.
  private func keeps(_ remedy: Remedy) -> Bool {
    remedy.keepsParameters && !setup.network.layers.flatMap(\.nested).contains(where: \.isLearnedActivation)
  }

  private static func fork(_ job: Job, seed: UInt64, targets: TargetReading) -> Fork {
    do throws(NetworkError) {
      var setup = job.setup
      setup.plan.seed = seed
      let run: TrainingRun
      if var state = job.state {
        // On from its weights, for as many epochs as the plan has.
        state.epochs = []
        (state.bestEpoch, state.bestParameters, state.bestStatistics) = (nil, [], [])
        run = try TrainingRun(network: setup.network, plan: setup.plan, data: setup.data, resuming: state)
      } else {
        run = try setup.begin()
      }
      while !run.isFinished { _ = try run.runEpoch() }
      let diverged = run.epochs.last?.isDiverged ?? true
      let loss = run.epochs.last?.trainLoss ?? .infinity
      let constant = targets.constantScore
      let score = run.epochs.last?.validation.score ?? constant
      return .success(
        ForkOutcome(
          seed: seed, score: diverged || !score.isFinite ? constant : score, diverged: diverged,
          learnedShare: diverged ? 0 : targets.learnedShare(loss: loss),
          secondsPerEpoch: run.epochs.map(\.seconds).sorted()[run.epochs.count / 2]))
    } catch {
      return .failure(error)
    }
  }

  private static func outcome(
    _ title: String, _ forks: [ForkOutcome], unchanged: [ForkOutcome], target: Double
  ) -> RemedyOutcome {
    let score = Sample.mean(forks.map(\.score))
    let differences = zip(forks, unchanged).map { $0.score - $1.score }
    let gain =
      Sample.interval(differences)
      ?? Estimate(value: Sample.mean(differences), low: -.infinity, high: .infinity)
    // Epochs that end early say nothing of what one takes.
    let times = zip(forks, unchanged).filter { !$0.diverged && !$1.diverged }
      .map { $0.secondsPerEpoch / max(1e-9, $1.secondsPerEpoch) }.sorted()
    return RemedyOutcome(
      title: title, forks: forks, score: score, gain: gain, cost: times.isEmpty ? nil : times[times.count / 2],
      restores: gain.low > 0 && score >= target && Sample.mean(unchanged.map(\.score)) < target)
  }
}
