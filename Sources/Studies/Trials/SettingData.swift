public import Datasets
internal import Synchronization

/// The data of a study's trials: split or drawn for a replicate, limited, with noise. The last few are kept, since trials
/// of one replicate follow each other.
public final class SettingData: Sendable {
  /// How many prepared data sets are kept at once, and how many of their numbers.
  private static let most = 48
  private static let mostNumbers = 400_000_000

  /// What a trial's data depend on.
  private struct Key: Hashable {
    var name: String
    var trainSize: Int?
    var labelNoise: Double
    var inputNoise: Double
    var replicate: Int
    /// The number of the inner split; nil for the final fit.
    var inner: Int?
    var splitSeed: UInt64
    var classWeights: ClassWeights
  }

  /// A data set that is being prepared, by whoever asked first.
  private final class Entry: Sendable {
    let data = Mutex<Result<PreparedData, StudyError>?>(nil)
  }

  private let datasets: [String: Dataset]
  private let kept = Mutex<[(key: Key, entry: Entry)]>([])

  /// - Parameter datasets: by the names that the plan's summaries give them.
  public init(_ datasets: [String: Dataset]) { self.datasets = datasets }

  /// Tries every split that the plan needs, as rows alone: better now than after an hour.
  /// - Throws: `StudyError.plan` for data that cannot be split so.
  public func check(_ plan: StudyPlan) throws(StudyError) {
    for setting in plan.settings {
      guard let dataset = datasets[setting.data], !dataset.isGenerated else { continue }
      do {
        for replicate in plan.replicates(of: setting).tuned(seeds: plan.seeds) {
          _ = try dataset.finalSplit(replicate, seed: plan.splitSeed)
          let outer = try dataset.outerSplit(replicate, seed: plan.splitSeed)
          for inner in 0..<plan.tuning.seeds {
            _ = try dataset.innerSplit(inner, of: outer.development, outer: replicate, seed: plan.splitSeed)
          }
        }
      } catch {
        throw .plan("\(error)")
      }
    }
  }

  /// What a final fit of the first replicate sees.
  public func data(for setting: Setting, _ plan: StudyPlan) throws(StudyError) -> PreparedData {
    let replicates = plan.replicates(of: setting)
    return try data(setting, plan, replicate: replicates.replicate(0), inner: nil)
  }

  /// All rows that there are to train on, for the network that is kept when the study is over: none is tested on, and what
  /// is watched is trained on too. Of generated data the draw of the first seed.
  public func whole(for setting: Setting, _ plan: StudyPlan) throws(StudyError) -> PreparedData {
    guard let dataset = datasets[setting.data] else { throw .plan("no data set '\(setting.data)' was loaded") }
    guard !dataset.isGenerated else { return try data(for: setting, plan) }
    do {
      let watched = try dataset.finalSplit(0, seed: plan.splitSeed).validation
      let rows = RowSplit(
        train: Array(0..<(dataset.testStart ?? dataset.examples.count)), validation: watched, test: [])
      return try dataset.prepared(rows, trainLimit: setting.trainSize, seed: plan.firstSeed)
        .adding(labelNoise: setting.labelNoise, inputNoise: setting.inputNoise, seed: plan.firstSeed)
        .weighing(plan.classWeights)
    } catch {
      throw .plan("\(error)")
    }
  }

  /// - Throws: `StudyError.plan` for data that are not there or too few.
  public func data(for key: TrialKey, _ setting: Setting, _ plan: StudyPlan) throws(StudyError) -> PreparedData {
    guard key.phase.isTuning else { return try data(setting, plan, replicate: key.replicate, inner: nil) }
    let inner = plan.tuningSeeds(key.replicate).firstIndex(of: key.seed) ?? 0
    return try data(setting, plan, replicate: key.replicate, inner: inner)
  }

  /// - Parameter inner: of a tuning trial.
  func data(_ setting: Setting, _ plan: StudyPlan, replicate: Int, inner: Int?) throws(StudyError) -> PreparedData {
    let key = Key(
      name: setting.data, trainSize: setting.trainSize, labelNoise: setting.labelNoise, inputNoise: setting.inputNoise,
      replicate: replicate, inner: inner, splitSeed: plan.splitSeed, classWeights: plan.classWeights)
    let entry = kept.withLock { kept in
      if let found = kept.first(where: { $0.key == key }) { return found.entry }
      let entry = Entry()
      kept.append((key, entry))
      let numbers = datasets[setting.data].map { $0.examples.inputs.count } ?? 1
      if kept.count > max(4, min(Self.most, Self.mostNumbers / max(1, numbers))) { kept.removeFirst() }
      return entry
    }
    // Whoever wants the same meanwhile waits, rather than prepare it a second time; others do not wait.
    return try entry.data.withLock { result throws(StudyError) in
      if let result { return try result.get() }
      let made: Result<PreparedData, StudyError>
      do throws(StudyError) {
        made = .success(try prepare(setting, key, tuningSeed: inner.map { plan.tuningSeeds(replicate)[$0] }))
      } catch {
        made = .failure(error)
      }
      result = made
      return try made.get()
    }
  }

  private func prepare(_ setting: Setting, _ key: Key, tuningSeed: UInt64?) throws(StudyError) -> PreparedData {
    guard let dataset = datasets[setting.data] else { throw .plan("no data set '\(setting.data)' was loaded") }
    do {
      let prepared: PreparedData
      // Noise differs with the examples.
      let seed = tuningSeed ?? UInt64(key.replicate)
      if dataset.isGenerated {
        let (drawn, rows) = try Dataset.draw(dataset.name, train: setting.trainSize, seed: seed)
        prepared = try drawn.prepared(rows)
      } else {
        let rows = try split(dataset, key)
        prepared = try dataset.prepared(rows, trainLimit: setting.trainSize, seed: seed)
      }
      return prepared.adding(labelNoise: setting.labelNoise, inputNoise: setting.inputNoise, seed: seed)
        .weighing(key.classWeights)
    } catch {
      throw .plan("\(error)")
    }
  }

  private func split(_ dataset: Dataset, _ key: Key) throws -> RowSplit {
    guard let inner = key.inner else { return try dataset.finalSplit(key.replicate, seed: key.splitSeed) }
    // With a fixed test part all tunings have the same development part, and inner splits of their own.
    let outer = try dataset.outerSplit(key.replicate, seed: key.splitSeed)
    let rows = try dataset.innerSplit(inner, of: outer.development, outer: key.replicate, seed: key.splitSeed)
    return RowSplit(train: rows.train, validation: rows.validation, test: [])
  }
}

extension PreparedData {
  /// Training examples that weigh inversely to how frequent their class is, 1 on average.
  fileprivate func weighing(_ weights: ClassWeights) -> PreparedData {
    guard weights == .balanced, case .classes(let labels, let names) = train.targets else { return self }
    var counts = [Float](repeating: 0, count: names.count)
    for label in labels { counts[Int(label)] += 1 }
    let present = Float(counts.count { $0 > 0 })
    let factors = counts.map { $0 > 0 ? Float(labels.count) / (present * $0) : 0 }
    let own = labels.indices.map { factors[Int(labels[$0])] * (train.weights?[$0] ?? 1) }
    return weighing(training: own)
  }
}
