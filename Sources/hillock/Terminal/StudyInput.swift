import Datasets
import Foundation
import Statistics
import Studies

/// A plan with its data loaded, and with what is settled once they are known: how long is trained, how far a race goes.
struct StudyInput {
  var plan: StudyPlan
  var data: SettingData

  /// - Parameters:
  ///   - folder: where the study may lie already; what was settled then stays.
  init(_ file: StudyFile, folder: String? = nil, jobs: Int = Workers.available) throws {
    var plan = file.plan
    var datasets: [String: Dataset] = [:]
    for i in plan.data.indices {
      let one = plan.data[i]
      let dataset = try Dataset.loadOrCached(one.source, target: one.target, task: one.task, roles: one.roles)
      plan.data[i].summary = try DataSummary(dataset, firstSeed: plan.firstSeed, splitSeed: plan.splitSeed)
      if datasets.updateValue(dataset, forKey: dataset.name) != nil {
        throw UsageError("two data sets are called \(dataset.name); rename one of the files")
      }
    }
    data = SettingData(datasets)
    try plan.validate()
    try plan.validateNetworks()
    try data.check(plan)
    let previous = folder.flatMap { try? StudyReader($0).plans().last?.plan }
    if file.epochs == nil { plan.epochs = try previous?.epochs ?? Self.epochs(plan, data, jobs) }
    if file.seeds == nil, let budget = plan.budget {
      plan.seeds = try previous?.seeds ?? Self.seeds(plan, data, budget, jobs)
    }
    try plan.validate()
    self.plan = plan
  }

  /// The plan of a study that was run, with its data.
  init(stored plan: StudyPlan, _ path: String) throws {
    guard plan.protocolVersion >= StudyPlan.currentProtocol else {
      throw StudyError.store(
        path: path, problem: "was run by an earlier version, whose trials are not run again; run the study anew")
    }
    var datasets: [String: Dataset] = [:]
    for one in plan.data {
      let dataset = try Dataset.loadOrCached(one.source, target: one.target, task: one.task, roles: one.roles)
      guard dataset.fingerprint == one.summary?.fingerprint else {
        throw DatasetError(
          one.source,
          "holds other data than the study had (fingerprint \(dataset.fingerprint), expected "
            + "\(one.summary?.fingerprint ?? "none"))")
      }
      datasets[dataset.name] = dataset
    }
    self.plan = plan
    data = SettingData(datasets)
  }

  private static func epochs(_ plan: StudyPlan, _ data: SettingData, _ jobs: Int) throws -> Int {
    let line = ProgressLine()
    defer { line.end() }
    return try TrainingLength.settle(
      plan, data, jobs: jobs, isCancelled: { Interrupt.isRequested },
      progress: { epochs in line.show("how long to train: trying \(epochs) epochs") })
  }

  /// The most seeds of a race. For a budget in seconds by what a trial takes here.
  private static func seeds(_ plan: StudyPlan, _ data: SettingData, _ budget: Budget, _ jobs: Int) throws -> Int {
    switch budget {
    case .trials(let trials): return RaceLength.seeds(plan, trials: trials)
    case .seconds(let seconds):
      var first = plan
      first.seeds = Replicates.fewest
      let cost = try StudyCost.measure(first, data, jobs: jobs, isCancelled: { Interrupt.isRequested })
      let each = max(1e-6, cost.seconds / Double(max(1, cost.trials)))
      return RaceLength.seeds(plan, trials: Int(min(1e8, seconds / each)))
    }
  }

  /// Where the study goes if nothing else is said.
  static func folder(_ plan: StudyFile, file: String?) -> String {
    if let file {
      return "study-" + Typed.slug(((file as NSString).lastPathComponent as NSString).deletingPathExtension)
    }
    let names = plan.data.isEmpty ? ["digits"] : plan.data.map { ($0.source as NSString).lastPathComponent }
    return "study-" + names.prefix(3).map(Typed.slug).joined(separator: "-")
  }
}
