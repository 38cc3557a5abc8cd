internal import Datasets
internal import Studies

/// An experiment that is a study: each activation with its own learning rate, tuned on validation data with tuning seeds;
/// then fresh seeds, on test data that nothing was chosen by.
public struct StudyExperiment: Experiment {
  let plan: @Sendable (ClaimContext) throws -> StudyPlan
  let show: @Sendable (StudyFigures) throws -> Evidence

  init(
    plan: @escaping @Sendable (ClaimContext) throws -> StudyPlan,
    show: @escaping @Sendable (StudyFigures) throws -> Evidence
  ) {
    self.plan = plan
    self.show = show
  }

  /// The plan with its data known. A claim compares activations alone: nothing simpler stands beside them.
  func resolved(_ context: ClaimContext) throws -> (plan: StudyPlan, data: SettingData) {
    var plan = try plan(context)
    plan.hasReferences = false
    let data = try context.data.resolve(&plan)
    try plan.validate()
    try plan.validateNetworks()
    return (plan, data)
  }

  public func expectedCount(_ context: ClaimContext) throws -> Int {
    StudySchedule(try resolved(context).plan).expectedCount
  }

  public func next(_ known: Known, _ context: ClaimContext) throws -> [Cell] {
    let (plan, data) = try resolved(context)
    let trial = TrainedTrial(plan: plan, data: data)
    let names = TrialNames(plan)
    guard let (_, keys) = StudySchedule(plan).next(names.table(known)) else { return [] }
    return keys.map { key in
      Cell(key: names.name(key)) { isCancelled in
        try trial.run(key, isCancelled: isCancelled).map { Observation($0) }
      }
    }
  }

  public func keys(_ known: Known, _ context: ClaimContext) throws -> [String] {
    let names = TrialNames(try resolved(context).plan)
    return names.table(known).keys.map(names.name)
  }

  public func evidence(_ known: Known, _ context: ClaimContext) throws -> Evidence {
    let plan = try resolved(context).plan
    var evidence = try show(StudyFigures(plan: plan, known: known, scale: context.scale))
    let sizes = plan.data.compactMap { data in
      data.summary.map { summary in
        let most = plan.grid.trainSizes.compactMap { $0 }.max() ?? summary.trainCount
        return "\(summary.name), \(min(most, summary.trainCount)) training examples"
      }
    }
    evidence.notes.append("Data: \(sizes.joined(separator: "; ")).")
    return evidence
  }
}

/// What the trials of a plan are called among the observations: the same trial has one name in all claims.
struct TrialNames {
  private let settings: Set<String>
  /// By what they are called.
  private let activations: [String: ActivationChoice]
  private let baseline: String

  init(_ plan: StudyPlan) {
    settings = Set(plan.settings.map(\.identifier))
    activations = Dictionary(plan.activations.map { ($0.description, $0) }, uniquingKeysWith: { first, _ in first })
    baseline = plan.baseline.description
  }

  func name(_ key: TrialKey) -> String {
    let own = key.hyperparameters
    return [
      // Swapped trials start from the baseline's gain.
      "trial", key.setting, key.phase == .swap ? "swap:\(baseline)" : key.phase.rawValue, key.choice.description,
      "\(own.learningRate)", "\(own.weightDecay)", "\(own.dropout)", "\(key.replicate)", "\(key.seed)",
    ].joined(separator: "/")
  }

  private func key(_ name: String) -> TrialKey? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 9, parts[0] == "trial",
      let phase = parts[2] == "swap:\(baseline)" ? .swap : Phase(rawValue: parts[2]),
      let choice = activations[parts[3]], let rate = Double(parts[4]),
      let decay = Double(parts[5]), let dropout = Double(parts[6]), let replicate = Int(parts[7]),
      let seed = UInt64(parts[8])
    else { return nil }
    return TrialKey(
      phase: phase, setting: parts[1], choice: choice,
      hyperparameters: Hyperparameters(learningRate: rate, weightDecay: decay, dropout: dropout),
      replicate: replicate, seed: seed)
  }

  /// The outcomes of the plan's trials among all observations.
  func table(_ known: Known) -> TrialTable {
    var table = TrialTable()
    for (name, found) in known where name.hasPrefix("trial/") {
      // Of thousands most are other plans': only what may be this one's is taken apart.
      let setting = name.dropFirst("trial/".count).prefix { $0 != "/" }
      guard settings.contains(String(setting)), let key = key(name) else { continue }
      table[key] = found.outcome
    }
    return table
  }
}

extension Observation {
  /// Numbers: `test`, `testLoss`, `validation`, `validationLoss`, `milliseconds`. Series by epoch: `trainLoss` from 1,
  /// `scores` from 0, before the first step.
  init(_ record: TrialRecord) {
    let outcome = record.outcome
    self.init(divergence: outcome.divergedInEpoch.map { "epoch \($0): \(outcome.reason ?? "")" })
    numbers["test"] = outcome.testScore
    numbers["testLoss"] = outcome.testLoss
    numbers["validation"] = outcome.validationScore
    numbers["validationLoss"] = outcome.validationLoss
    numbers["milliseconds"] = outcome.millisecondsPerEpoch
    series["trainLoss"] = record.epochs.compactMap(\.trainLoss)
    series["scores"] = record.epochs.map(\.validationScore)
  }

  var outcome: TrialOutcome {
    TrialOutcome(
      divergedInEpoch: divergence == nil ? nil : 1, reason: divergence, validationScore: numbers["validation"],
      validationLoss: numbers["validationLoss"], testScore: numbers["test"], testLoss: numbers["testLoss"],
      millisecondsPerEpoch: numbers["milliseconds"] ?? 0)
  }
}

extension ClaimData {
  /// Fills in what the plan's data are.
  func resolve(_ plan: inout StudyPlan) throws -> SettingData {
    var found: [String: Dataset] = [:]
    for i in plan.data.indices {
      let source = plan.data[i].source
      guard let dataset = try dataset(source) else {
        throw ClaimError.setup("no data set '\(source)' on this machine")
      }
      plan.data[i].summary = try summary(source)
      found[dataset.name] = dataset
    }
    return settingData(found)
  }
}
