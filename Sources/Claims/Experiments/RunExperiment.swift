internal import Activations
public import Datasets
internal import Diagnostics
public import NeuralNetworks
internal import Statistics
internal import Studies

/// One set-up that is trained on several seeds.
public struct Arm: Sendable {
  /// What the evidence calls it.
  public var name: String
  public var data: PreparedData
  public var network: Network
  public var plan: TrainingPlan
  /// The activation whose gain scales the initial weights; each one's own if nil.
  public var gainOf: String?
  /// Changes of data and initial parameters, by a name that says what they do.
  public var alterationName: String
  public var alteration: (@Sendable (inout [ParameterGroup]) -> Void)?
  /// Whether layers are looked into before the first step and after the last one.
  public var isProbed: Bool

  /// - Parameters:
  ///   - layers: as `Layer.parse(list:)` reads them; the output layer is added.
  ///   - alterationName: must differ wherever `alteration` or the data differ from what data of this name are.
  public init(
    _ name: String, data: PreparedData, layers: String, initialization: Initialization = .variancePreserving,
    optimizer: String = "sgd", rate: Double, epochs: Int, batch: Int = 64, gainOf: String? = nil,
    options: TrainingOptions = .init(), alterationName: String = "",
    alteration: (@Sendable (inout [ParameterGroup]) -> Void)? = nil, isProbed: Bool = true
  ) throws {
    self.name = name
    self.data = data
    network = try Network(
      inputShape: data.inputShape, layers: try Layer.parse(list: layers), initialization: initialization
    ).ending(outputs: data.outputCount)
    plan = TrainingPlan(
      loss: .fitting(data.train.targets), optimizer: try Optimizer(optimizer), options: options, learningRate: rate,
      epochs: epochs, batchSize: max(1, min(batch, data.train.count)))
    self.gainOf = gainOf
    self.alterationName = alterationName
    self.alteration = alteration
    self.isProbed = isProbed
  }

  func key(seed: UInt64) throws -> String {
    "run/2/"
      + ContentKey.of([
        try ContentKey.text(network), try ContentKey.text(plan), data.fingerprint, "\(data.train.count)",
        gainOf ?? "", alterationName, "\(isProbed)",
      ]) + "/\(seed)"
  }

  func observe(seed: UInt64, _ isCancelled: () -> Bool) throws -> Observation? {
    var plan = plan
    plan.seed = seed
    let setup = RunSetup(
      network: network, plan: plan, data: data, gainOf: try gainOf.map { try Activation($0) }, alteration: alteration)
    return try Observation.of(setup, isProbed: isProbed, isCancelled)
  }
}

extension Observation {
  /// A run from its start to its end. Numbers: `test`, `validation`, `learned` (the share of a constant guess's loss that
  /// is gone), `chance`, `milliseconds` of an epoch, `dead` (the share of hidden units that no training example activates). Series by epoch: `trainLoss`, `scores`. Series by layer with weights,
  /// before the first step (`start.`) and after the last (`end.`): `gradient` (of ∂J/∂W), `delta` (of ∂J/∂z), `mean`, `deviation`, `shift`, `dead`,
  /// `saturated`, `rank`, `largest`, `learned` (means over the units); hidden layers and the output.
  static func of(_ setup: RunSetup, isProbed: Bool, _ isCancelled: () -> Bool) throws -> Observation? {
    let run = try setup.begin()
    let targets = TargetReading(setup.data.train.targets)
    var found = Observation()
    // At the ends alone: what lies between is not asked for.
    let watch = isProbed ? try RunWatch(run, schedule: ProbeSchedule(steps: [0])) : nil
    while !run.isFinished {
      let summary =
        if let watch { try watch.runEpoch(progress: { _, _ in !isCancelled() }) } else {
          try run.runEpoch(progress: { _, _ in !isCancelled() })
        }
      if summary == nil { return nil }
    }
    let last = run.epochs.last
    let isDiverged = last?.isDiverged ?? true
    if isDiverged { found.divergence = "the loss was \(last?.trainLoss ?? .nan) in epoch \(run.epochs.count)" }
    // A network that diverged knows nothing: it counts as a constant guess.
    found.numbers["validation"] = isDiverged ? targets.constantScore : last?.validation.score
    found.numbers["test"] =
      isDiverged ? targets.constantScore : try run.trainer.evaluate(setup.data.test).score
    found.numbers["learned"] = isDiverged ? 0 : targets.learnedShare(loss: last?.trainLoss ?? .infinity)
    found.numbers["chance"] = targets.constantScore
    found.numbers["milliseconds"] = 1000 * run.epochs.map(\.seconds).sorted()[run.epochs.count / 2]
    found.series["trainLoss"] = run.epochs.map(\.trainLoss)
    found.series["scores"] = run.epochs.map { $0.isDiverged ? targets.constantScore : $0.validation.score }
    if isProbed {
      // Over all training examples: a unit that is silent on one batch need not be dead.
      let census = try run.trainer.census(setup.data.train)
      let units = census.layers.reduce(0) { $0 + $1.units }
      // Of numbers that are none, activity means nothing.
      found.numbers["dead"] =
        isDiverged || !census.isFinite ? .nan : Double(census.layers.reduce(0) { $0 + $1.dead }) / Double(max(1, units))
    }
    if let moments = watch?.record.moments, let first = moments.first, let end = moments.last {
      found.add(first.layers, "start.")
      found.add(end.layers, "end.")
    }
    return found
  }

  private mutating func add(_ layers: [LayerReading], _ prefix: String) {
    func list(_ name: String, _ value: (LayerReading) -> Double) { series[prefix + name] = layers.map(value) }
    list("gradient", \.gradientNorm)
    list("delta", \.gradient.rootMeanSquare)
    list("mean", \.output.mean)
    list("deviation", \.output.deviation)
    list("largest", \.output.largest)
    list("shift", \.meanShift)
    list("dead", \.deadShare)
    list("saturated", \.saturatedShare)
    list("rank", \.effectiveRank)
    list("learned") { layer in
      layer.learned.map { $0.reduce(0, +) / Double(max(1, $0.count)) } ?? .nan
    }
  }
}

/// Set-ups trained on the same seeds.
public struct RunExperiment: Experiment {
  let arms: @Sendable (ClaimContext) throws -> [Arm]
  let seeds: @Sendable (ClaimScale) -> Int
  let show: @Sendable (RunFigures) throws -> Evidence

  init(
    seeds: @escaping @Sendable (ClaimScale) -> Int, arms: @escaping @Sendable (ClaimContext) throws -> [Arm],
    show: @escaping @Sendable (RunFigures) throws -> Evidence
  ) {
    self.arms = arms
    self.seeds = seeds
    self.show = show
  }

  private func seedList(_ context: ClaimContext) -> [UInt64] { (0..<UInt64(seeds(context.scale))).map { 1 + $0 } }

  public func expectedCount(_ context: ClaimContext) throws -> Int {
    try arms(context).count * seeds(context.scale)
  }

  public func keys(_ known: Known, _ context: ClaimContext) throws -> [String] {
    try arms(context).flatMap { arm in try seedList(context).map { try arm.key(seed: $0) } }
  }

  public func next(_ known: Known, _ context: ClaimContext) throws -> [Cell] {
    // Seed by seed, so that what is interrupted has all arms of some seeds.
    let arms = try arms(context)
    return try seedList(context).flatMap { seed in
      try arms.compactMap { arm -> Cell? in
        let key = try arm.key(seed: seed)
        guard known[key] == nil else { return nil }
        return Cell(key: key) { try arm.observe(seed: seed, $0) }
      }
    }
  }

  public func evidence(_ known: Known, _ context: ClaimContext) throws -> Evidence {
    var found: [String: [Observation]] = [:]
    for arm in try arms(context) {
      found[arm.name] = try seedList(context).map { seed in
        guard let one = known[try arm.key(seed: seed)] else {
          throw ClaimError.setup("\(arm.name) was not run with seed \(seed)")
        }
        return one
      }
    }
    var evidence = try show(RunFigures(scale: context.scale, runs: found))
    for (name, runs) in found.sorted(by: { $0.key < $1.key }) {
      let diverged = runs.count { $0.divergence != nil }
      if diverged > 0 { evidence.notes.append("\(diverged) of \(runs.count) runs of '\(name)' diverged.") }
    }
    let data = Set(try arms(context).map { "\($0.data.name), \($0.data.train.count) training examples" })
    evidence.notes.append("Data: \(data.sorted().joined(separator: "; ")).")
    return evidence
  }
}

/// The observations of all arms, by seed.
public struct RunFigures: Sendable {
  public let scale: ClaimScale
  let runs: [String: [Observation]]

  /// - Throws: for a name that no arm has: a mistake in the claim.
  func runs(_ arm: String) throws -> [Observation] {
    guard let found = runs[arm] else { throw ClaimError.setup("no arm is called '\(arm)'") }
    return found
  }

  func values(_ arm: String, _ value: (Observation) -> Double) throws -> [Double] { try runs(arm).map(value) }

  func values(_ arm: String, _ number: String) throws -> [Double] { try values(arm) { $0[number] } }

  /// One arm's less another's, seed by seed.
  func differences(_ arm: String, _ other: String, _ value: (Observation) -> Double) throws -> [Double] {
    zip(try values(arm, value), try values(other, value)).map { $0 - $1 }
  }

  func differences(_ arm: String, _ other: String, _ number: String) throws -> [Double] {
    try differences(arm, other) { $0[number] }
  }

  /// Means by layer or epoch, one point each, from 1.
  func curve(_ arm: String, _ series: String, dropLast: Bool = false) throws -> [Picture.Point] {
    let lists = try runs(arm).map { $0.list(series) }
    let count = (lists.map(\.count).min() ?? 0) - (dropLast ? 1 : 0)
    return (0..<max(0, count)).map { i in Picture.Point(Double(i + 1), lists.map { $0[i] }) }
  }
}

/// Set-ups that each have their own best learning rate.
extension RunFigures {
  /// What an arm is called at a rate.
  static func name(_ arm: String, _ rate: Double) -> String { "\(arm) at \(rate)" }

  /// The rate with the best mean validation score over the first two seeds (at tiny size, one), and the observations of
  /// the other seeds.
  func tuned(_ arm: String, rates: [Double]) throws -> (rate: Double, runs: [Observation]) {
    let tuning = scale == .tiny ? 1 : 2
    var best: (rate: Double, score: Double)?
    for rate in rates {
      let score = Sample.mean(try runs(Self.name(arm, rate)).prefix(tuning).map { $0["validation"] })
      if score > best?.score ?? -.infinity { best = (rate, score) }
    }
    let rate = best?.rate ?? rates[0]
    return (rate, Array(try runs(Self.name(arm, rate)).dropFirst(tuning)))
  }
}

extension Observation {
  /// How fast it learned: the mean validation score over the epochs; a constant guess for a run that diverged.
  var speed: Double { divergence == nil ? Sample.mean(list("scores")) : self["chance"] }
}
