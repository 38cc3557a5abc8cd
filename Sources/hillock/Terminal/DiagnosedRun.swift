import Activations
import Datasets
import Diagnostics
import Foundation
import Models
import NeuralNetworks
import Statistics
import Studies

/// A run that is to be diagnosed: what `hillock train` left in a folder, or a trial of a study.
struct DiagnosedRun {
  var setup: RunSetup
  var name: String
  /// What was seen of it, if that was kept.
  var record: RunRecord?
  /// Where it stands, if that was kept.
  var state: RunState?

  /// Which trial of a study is meant.
  struct Trial {
    var activation: String?
    var seed: UInt64?
    /// From 1, in the study's order.
    var setting: Int?
  }

  init(_ path: String, trial: Trial) throws {
    if FileManager.default.fileExists(atPath: "\(path)/\(Checkpoint.fileName)") {
      guard trial.activation == nil, trial.seed == nil, trial.setting == nil else {
        throw UsageError("\(path) is one run; --activation, --seed and --setting choose a trial of a study")
      }
      try self.init(folder: path)
    } else {
      try self.init(study: path, trial)
    }
  }

  private init(folder: String) throws {
    let path = "\(folder)/\(Checkpoint.fileName)"
    let stored = try Checkpoint(path: path)
    guard let source = stored.source else {
      throw ModelError(path, "does not say where its data came from; train again with this version")
    }
    let data = try source.prepared(
      try Dataset.loadOrCached(source.data, target: source.target, task: source.task))
    guard stored.fingerprint == TrainCommand.fingerprint(data, source) else {
      throw ModelError(path, "is of other data than \(source.data) holds now")
    }
    var plan = stored.plan
    // As far as it went; one that diverged might have gone all the way.
    let epochs = stored.state.epochs
    if let last = epochs.last, !last.isDiverged { plan.epochs = epochs.count }
    setup = RunSetup(network: stored.network, plan: plan, data: data)
    name = folder
    state = epochs.isEmpty || epochs.last?.isDiverged ?? false ? nil : stored.state
    record = epochs.isEmpty ? nil : try ProbeFile.read(folder)?.trimmed(toEpochs: epochs.count)
    record?.plan.epochs = plan.epochs
  }

  private init(study path: String, _ wanted: Trial) throws {
    let contents = try StudyReader(path).contents()
    let input = try StudyInput(stored: contents.plans.last?.plan ?? StudyPlan(data: [], activations: []), path)
    let settings = input.plan.settings
    if let number = wanted.setting, !settings.indices.contains(number - 1) {
      throw UsageError("--setting \(number); the study has \(settings.count)")
    }
    let setting = wanted.setting.map { settings[$0 - 1] }
    let choice = try wanted.activation.map { text in
      guard let found = input.plan.activations.first(where: { $0.description == text || $0.activation.name == text })
      else {
        throw UsageError(
          "--activation \(text); the study has " + input.plan.activations.map(\.description).joined(separator: ", "))
      }
      return found
    }
    let trials = contents.table.outcomes.filter { key, _ in
      [.final, .swap].contains(key.phase) && (setting == nil || key.setting == setting?.identifier)
        && (choice == nil || key.choice == choice) && (wanted.seed == nil || key.seed == wanted.seed)
    }
    func score(_ key: TrialKey) -> Double {
      guard let score = trials[key]?.validationScore,
        let summary = settings.first(where: { $0.identifier == key.setting }).flatMap({
          input.plan.data(of: $0)?.summary
        })
      else { return -.infinity }
      return input.plan.metric(for: summary).orient(score)
    }
    // The worst one, if several are meant.
    let order = trials.keys.map { (key: $0, score: score($0)) }.sorted { a, b in
      if a.score != b.score { return a.score < b.score }
      return (a.key.phase.rawValue, a.key.choice.description, a.key.seed)
        < (b.key.phase.rawValue, b.key.choice.description, b.key.seed)
    }.map(\.key)
    guard let key = order.first, let own = settings.first(where: { $0.identifier == key.setting }) else {
      throw UsageError("\(path) has no finished trial of that kind yet")
    }
    let data = try input.data.data(for: key, own, input.plan)
    setup = try TrainedTrial(plan: input.plan, data: input.data).setup(key, own, data)
    name = "\(path): \(key.choice), \(key.phase.rawValue) trial, seed \(key.seed)"
    record = nil
  }
}
