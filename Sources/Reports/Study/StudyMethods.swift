internal import Charts
internal import Datasets
internal import Statistics
internal import Studies

/// How a study of the present protocol came to its verdicts.
struct StudyMethods {
  private let result: StudyResult
  private var plan: StudyPlan { result.plan }

  init(_ result: StudyResult) { self.result = result }

  var rows: [StudyProtocol.Row] {
    var rows: [StudyProtocol.Row] = kinds.map { ("New examples", population($0)) }
    rows += [("Judged by", metric), ("Tuning", tuning), ("Final figures", final)]
    if plan.budget != nil { rows.append(("Race", race)) }
    rows += [("Uncertainty", uncertainty), ("Verdicts", verdicts), ("Diverged runs", diverged)]
    if plan.hasReferences { rows.append(("Beside the networks", references)) }
    if plan.hasSwapOnly {
      rows.append(
        (
          "Swap-only",
          "the seeds of the first look with the learning rate, decay, dropout and gain that were tuned for "
            + "\(plan.baseline.title); a ranking without verdicts"
        ))
    }
    let twins = plan.activations.filter { plan.contender(for: $0) != $0 }
    if !twins.isEmpty {
      rows.append(
        (
          "Not run twice",
          Finding.list(twins.map { "\($0.title), the same function as \(plan.contender(for: $0).title)" })
        ))
    }
    return rows
  }

  // MARK: - The population

  /// One setting of each kind, in the plan's order.
  private var kinds: [SettingResult] {
    var seen: Set<String> = []
    return result.settings.filter { setting in
      seen.insert("\(setting.data.name) \(setting.setting.trainSize != nil)").inserted
    }
  }

  private func population(_ setting: SettingResult) -> String {
    let data = setting.data
    let lead = plan.data.count > 1 ? "\(data.name): " : ""
    let tuned = plan.replicates(of: setting.setting).splits.map { min($0, plan.seeds) } ?? 1
    let what = data.groupCount == nil ? "rows" : "groups, which stay together,"
    let roles = plan.data(of: setting.setting)?.roles
    switch data.replication {
    case .splits:
      return lead
        + "verdicts are about new examples from the same source. The data are split anew \(times(tuned)) (seed of "
        + "splits \(plan.splitSeed)): each split tests a fifth of the \(what) in the proportions of the target, watches a "
        + "tenth of the rest and trains on what is left; rates are tuned anew in each. Further seeds repeat within the "
        + "splits and are averaged there before anything is compared"
    case .windows:
      return lead
        + "verdicts are about the periods tested. The last half of the rows, by \(roles?.order ?? "order"), makes "
        + "\(tuned) block\(tuned == 1 ? "" : "s"); each is tested by networks that were tuned and trained on all rows "
        + "before it, and watched on the last tenth of those. Further seeds repeat within the periods and are averaged there"
    case .folds:
      return lead
        + "verdicts are about the folds given by \(roles?.folds ?? "the data"): each of \(tuned) is tested once, by "
        + "networks that were tuned and trained on the others. Further seeds repeat within the folds and are averaged there"
    case .draws:
      return lead
        + "verdicts are about new data from the same generator\(rates(setting)): every seed has its own draw to "
        + "train on and to be tested on, and rates are tuned on draws of their own"
    case .fixedTest:
      let about =
        setting.setting.trainSize == nil
        ? "this training set and new test examples\(rates(setting)): every seed is a run of its own on the same training "
          + "examples"
        : "training parts of this size and new test examples\(rates(setting)): every seed has a part of its own of the "
          + "training examples"
      return lead
        + "verdicts are about \(about), tested on the part that comes with the data; what these test examples vary "
        + "is part of every interval"
    }
  }

  /// Tuned once, the rates are part of what is compared.
  private func rates(_ setting: SettingResult) -> String {
    guard let tunings = plan.replicates(of: setting.setting).tunings else { return ", at the rates found" }
    return ", with rates that are tuned anew \(times(min(tunings, plan.seeds)))"
  }

  private func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  // MARK: - Tuning and final runs

  private var metric: String {
    var seen: Set<String> = []
    let each = result.settings.filter { seen.insert($0.data.name).inserted }
    let texts = each.map { setting in
      (each.count > 1 ? "\(setting.data.name): " : "") + setting.metric.title
        + (setting.metric.isHigherBetter ? "" : ", less is better")
        + (plan.metric == nil && setting.metric == .balancedAccuracy
          ? ", because one class has more than 80 % of all examples" : "")
        + "; differences within \(setting.figures.margin(setting.equivalenceMargin)) do not matter"
    }
    return texts.joined(separator: "; ") + ". Rates are tuned by the same metric"
  }

  private var tuning: String {
    let tuning = plan.tuning
    func numbers(_ values: [Double]) -> String { values.map { Text.short($0, 6) }.joined(separator: ", ") }
    let rates = Set(plan.grid.optimizers.map { tuning.rates(for: $0) }).map(numbers).sorted().joined(separator: " or ")
    let trials = Set(plan.grid.optimizers.map { tuning.trialCount(for: $0) }).sorted()
    guard trials.last ?? 0 > 0 else {
      return "none: one learning rate, \(rates), for every activation"
    }
    let decays = tuning.weightDecays == [0] ? "" : ", weight decays \(numbers(tuning.weightDecays))"
    let dropouts = tuning.dropouts == [0] ? "" : ", dropouts \(numbers(tuning.dropouts))"
    let count = tuning.seeds
    let splits =
      Set(result.settings.map(\.data.replication)) == [.draws]
      ? "draws of their own" : "inner splits of the development part, a quarter of which is held out"
    let each = trials.map(String.init).joined(separator: " or ")
    let seed = plan.tuningSeeds(0).first ?? 0
    let rounds =
      tuning.refinements == 0
      ? ""
      : "; then \(tuning.refinements) round\(tuning.refinements == 1 ? "" : "s") of two more rates, halfway to the "
        + "neighbors of the best, or one and two steps beyond the list where the best stands at its end"
    return """
      every activation alike, \(each) trials each time: learning rates \(rates)\(decays)\(dropouts) on the first of \
      \(count) \(splits) (seeds \(seed) and up); the worse half stops there, the others go on on all of \
      them\(rounds). Fewest diverged trials come first, then the best mean score; of those that are level with it by the \
      validation examples' sampling, the one whose neighbors are good too; ties go to the smaller rate
      """
  }

  private var final: String {
    let first = plan.firstSeed
    let last = first &+ UInt64(max(0, plan.seeds - 1))
    let extra =
      plan.baselineRuns > 1
      ? "; \(plan.baseline.title), which stands in every comparison, with \(plan.baselineRuns) runs for each" : ""
    return """
      \(plan.budget == nil ? "" : "at most ")\(plan.seeds) fresh seeds, \(first) to \(last), which no tuning used; test \
      examples are seen once by each run, after its last epoch. Runs of one split and seed share their data order, initial \
      deviates and dropout masks\(extra)
      """
  }

  private var race: String {
    let looks = StudySchedule(plan).looks
    let shown = looks.count > 8 ? Array(looks.prefix(7)) : looks
    let list = shown.map(String.init).joined(separator: ", ") + (shown.count < looks.count ? ", … \(plan.seeds)" : "")
    let budget = plan.budget?.description ?? ""
    return """
      a budget of \(budget), with at most \(plan.seeds) seeds, fixed before the first look: after \(list) seeds what is \
      decided leaves, and what is open goes on. The 5 % are spent over the looks by Lan and DeMets’ function (1983, \
      doi:10.1093/biomet/70.3.659), so that all intervals of all looks hold together
      """
  }

  // MARK: - Uncertainty

  private var uncertainty: String {
    let kinds = Set(result.settings.map(\.data.replication))
    var parts = ["runs of one split, draw or seed are averaged, and the differences of these means are compared"]
    if kinds.contains(.splits) || kinds.contains(.windows) || kinds.contains(.folds) {
      parts.append(
        "splits share most of their rows: the mean of J differences has the variance S² (1/J + tested/trained rows) (Nadeau "
          + "& Bengio 2003, doi:10.1023/A:1024068626366), and never less than the sampling of the distinct test rows, from "
          + "what every run said of each")
    }
    if kinds.contains(.fixedTest) {
      parts.append("the sampling of the test part, which no further seed takes away, is added")
    }
    let count = result.settings.reduce(0) { $0 + $1.comparisonCount }
    parts.append(
      "the intervals hold for all \(count) comparison\(count == 1 ? "" : "s") together with 95 % confidence: by the "
        + "distribution of the largest of all t values (max-T), simulated with the correlations that the comparisons have"
    )
    return parts.joined(separator: "; ")
  }

  private var verdicts: String {
    "read from the simultaneous interval of the difference to \(plan.baseline.title): equivalent if it lies within the margin, "
      + "which comes first; otherwise better or worse if it lies on one side of 0; otherwise undecided. Unstable, if a "
      + "difference goes away without the runs that diverged. None with fewer than \(Replicates.fewest) splits, draws or "
      + "seeds, or fewer than \(Replicates.fewestGroups) groups"
  }

  private var diverged: String {
    "a run ends when its loss is not finite, and is a result: it counts as a constant guess of the class, or as an R² of −1, "
      + "below which none is counted (twice the squared error of the mean). What diverged in half of its runs, or at every rate, "
      + "is called diverged and not compared"
  }

  private var references: String {
    "a linear model, tuned in the same splits over learning rates and weight decays and run once for each, and a constant "
      + "guess: the most frequent class, or the mean. The recommended network is compared with both by 95 % intervals that "
      + "are corrected for the number of activations it was chosen from"
  }
}
