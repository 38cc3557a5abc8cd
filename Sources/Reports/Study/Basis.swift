internal import Charts
internal import Datasets
internal import Statistics
internal import Studies

/// What the figures of one setting rest on, and about what they are, in words.
struct Basis {
  let setting: SettingResult
  let plan: StudyPlan

  var replication: Dataset.Replication { setting.data.replication }
  private var usesPart: Bool { setting.setting.trainSize != nil }
  /// Whether rates are tuned anew for several seeds although the data are not split.
  private var isTunedAnew: Bool { Self.isTunedAnew(plan, setting) }

  static func isTunedAnew(_ plan: StudyPlan, _ setting: SettingResult) -> Bool {
    let replicates = plan.replicates(of: setting.setting)
    return replicates.splits == nil && replicates.tunings != nil
  }

  /// What is averaged over and compared: "splits".
  func units(_ count: Int) -> String {
    let word =
      switch replication {
      case .splits: "split"
      case .windows: "period"
      case .folds: "fold"
      case .draws: isTunedAnew ? "tuning" : "draw"
      case .fixedTest: isTunedAnew ? "tuning" : usesPart ? "training part" : "run"
      }
    return "\(count) \(word)\(count == 1 ? "" : "s")"
  }

  /// Distinct examples, or groups of them: "1,000 distinct test examples".
  func examples(_ count: Int) -> String {
    setting.data.groupCount == nil
      ? "\(Text.grouped(count)) distinct test example\(count == 1 ? "" : "s")"
      : "\(Text.grouped(count)) distinct group\(count == 1 ? "" : "s") of test examples"
  }

  /// What of the data there would have to be more of.
  var rows: String {
    if setting.data.groupCount != nil { return "groups" }
    return replication == .fixedTest ? "test examples" : "rows"
  }

  /// What a verdict is about, after "it is better": "for new examples from the same source".
  var population: String {
    switch replication {
    case .splits: "for new examples from the same source"
    case .windows: "in the \(units(setting.units)) tested"
    case .folds: "in the \(units(setting.units)) given"
    case .draws: "on new draws from the same source" + atRates
    case .fixedTest:
      (usesPart
        ? "for training parts of this size and new test examples" : "for this training set and new test examples")
        + atRates
    }
  }

  /// Tuned once, the rates are part of what is compared.
  private var atRates: String { isTunedAnew ? "" : ", at the rates found" }

  /// Why there can be no verdict, whatever the figures; nil where there can.
  var obstacle: String? {
    if setting.data.hasTooFewGroups, let groups = setting.data.groupCount {
      return "of \(groups) groups nobody knows how much groups differ; it takes \(Replicates.fewestGroups)"
    }
    guard setting.units < Replicates.fewest else { return nil }
    let few = "\(units(setting.units)) \(setting.units == 1 ? "is" : "are") too few; it takes \(Replicates.fewest)"
    let isLimited = setting.data.splitLimit.map { $0 < Replicates.fewest } ?? false
    return isLimited && replication != .fixedTest && replication != .draws
      ? few + ", and the data have no more" : few + ": --seeds \(Replicates.fewest) or more"
  }

  /// Runs of an activation: "10 runs of every activation, 20 of ReLU".
  var runs: String {
    let others = Set(setting.leaderboard.filter { $0.choice != plan.baseline && $0.runs > 0 }.map(\.runs)).sorted()
    let own = setting.row(plan.baseline)?.runs ?? 0
    guard let least = others.first, let most = others.last else { return "\(own) run\(own == 1 ? "" : "s")" }
    let text = least == most ? "\(least) run\(least == 1 ? "" : "s")" : "\(least) to \(most) runs"
    return "\(text) of every activation" + (own > most ? ", \(own) of \(plan.baseline.title)" : "")
  }
}

extension SettingResult {
  /// How many comparisons have an interval.
  var comparisonCount: Int { leaderboard.count { ($0.judgement?.replicates ?? 0) > 1 } }
}
