internal import NeuralNetworks
internal import Statistics

extension StudyPlan {
  /// Why a study with this plan cannot go on with another one, in words; nil if it can. A study may grow: by activations,
  /// data sets, networks, points of the grid, seeds and its budget. What has been run must mean the same as before.
  public func obstacle(to other: StudyPlan) -> String? {
    func lacks<T: Equatable>(_ what: String, _ old: [T], _ new: [T], _ text: (T) -> String) -> String? {
      let missing = old.filter { !new.contains($0) }
      guard !missing.isEmpty else { return nil }
      return "its \(what) include \(missing.prefix(3).map(text).joined(separator: ", ")), missing here"
    }
    func differs<T: Equatable>(_ what: String, _ a: T, _ b: T) -> String? {
      a == b ? nil : "its \(what) is \(a), here it is \(b)"
    }
    func data(_ plan: StudyPlan) -> [String] {
      plan.data.map { "\($0.summary?.name ?? $0.source) (fingerprint \($0.summary?.fingerprint ?? "unknown"))" }
    }
    func margins(_ plan: StudyPlan) -> [Double] { self.data.compactMap { $0.summary.map { plan.margin(for: $0) } } }
    func metrics(_ plan: StudyPlan) -> [String] {
      self.data.compactMap { $0.summary.map { plan.metric(for: $0).rawValue } }
    }
    func seconds(_ budget: Budget?) -> String {
      switch budget {
      case nil: "fixed"
      case .trials, .seconds: "a race"
      }
    }
    guard protocolVersion == other.protocolVersion else {
      return "it was run by an earlier protocol, on one split of the data with one tuning, and cannot be gone on with"
    }
    let problems: [String?] = [
      lacks("data", data(self), data(other)) { $0 },
      lacks("networks", networks, other.networks) { "\($0.name) (\($0.layers))" },
      lacks("activations", activations, other.activations) { "\($0)" },
      differs("baseline", baseline.description, other.baseline.description),
      lacks("depths", grid.depths, other.grid.depths) { "\($0)" },
      lacks("widths", grid.widths, other.grid.widths) { "\($0)" },
      lacks("batch sizes", grid.batches, other.grid.batches) { "\($0)" },
      lacks("normalisations", grid.normalizations, other.grid.normalizations) { $0.rawValue },
      lacks("initialisations", grid.initializations, other.grid.initializations) { $0.rawValue },
      lacks("optimisers", grid.optimizers, other.grid.optimizers) { "\($0)" },
      lacks("shares of label noise", grid.labelNoises, other.grid.labelNoises) { "\($0)" },
      lacks("deviations of input noise", grid.inputNoises, other.grid.inputNoises) { "\($0)" },
      lacks("training-set sizes", grid.trainSizes, other.grid.trainSizes) { $0.map(String.init) ?? "all" },
      differs("number of epochs", epochs, other.epochs),
      differs("schedule", schedule.description, other.schedule.description),
      differs("augmentation", augmentation, other.augmentation),
      differs("tuning", TuningText(tuning), TuningText(other.tuning)),
      differs("metric", metrics(self), metrics(other)),
      differs("class weights", classWeights.rawValue, other.classWeights.rawValue),
      differs("first seed", firstSeed, other.firstSeed),
      differs("seed of splits", splitSeed, other.splitSeed),
      budget != nil && other.budget != nil && seeds != other.seeds
        ? "its race was planned for at most \(seeds) seeds, here for \(other.seeds): what is spent at each look follows from that"
        : nil,
      other.seeds < seeds ? "it has \(seeds) seeds, here there are \(other.seeds)" : nil,
      differs("kind of comparison", seconds(budget), seconds(other.budget)),
      hasSwapOnly && !other.hasSwapOnly ? "it has a swap-only ranking, here there is none" : nil,
      differs("equivalence margin", margins(self), margins(other)),
    ]
    return problems.compactMap { $0 }.first
  }
}

/// A tuning as people read it.
private struct TuningText: Equatable, CustomStringConvertible {
  let tuning: Tuning

  init(_ tuning: Tuning) { self.tuning = tuning }

  var description: String {
    "rates \(tuning.rates.map { "\($0)" } ?? "by optimiser"), \(tuning.refinements) refinements, "
      + "weight decays \(tuning.weightDecays), dropouts \(tuning.dropouts), \(tuning.seeds) seeds"
      + (tuning.isAnew.map { $0 ? ", anew" : ", once" } ?? "")
  }
}
