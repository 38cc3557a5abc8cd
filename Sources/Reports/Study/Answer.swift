internal import Charts
internal import Statistics
internal import Studies

/// What somebody in a hurry has to know of one setting besides the verdict: what is at stake, how sure it is, whether a
/// network is worth having, and what would tell more. No line says more than the figures, and none invites anybody to look
/// again at a study that is looked at already.
struct Answer {
  struct Line {
    var title: String
    var text: String
    /// To be pasted, beneath the text.
    var command: String?
  }

  let result: StudyResult
  let setting: SettingResult

  private var figures: Figures { setting.figures }
  private var metric: Metric { setting.metric }
  private var plan: StudyPlan { result.plan }
  private var basis: Basis { Basis(setting: setting, plan: plan) }
  private var baseline: String { plan.baseline.title }

  /// None for a study of the earlier protocol, from which nothing about new data follows.
  var lines: [Line] {
    guard result.isCurrent else { return [] }
    return [stake, certainty, worth, judgedBy, length].compactMap { $0 } + decisions
  }

  // MARK: - What is at stake

  /// Whether verdicts are given at all.
  private var isJudged: Bool {
    basis.obstacle == nil && setting.row(plan.baseline)?.verdict == .baseline
      && setting.leaderboard.contains { $0.judgement != nil }
  }

  /// The largest upper end, for better, of the simultaneous intervals, over what learned.
  var most: Double? {
    guard isJudged else { return nil }
    return setting.leaderboard.compactMap { row -> Double? in
      guard let difference = row.judgement?.difference, row.verdict != .diverged, row.verdict != .unstable,
        difference.low < difference.high, hasLearned(row)
      else { return nil }
      return metric.isHigherBetter ? difference.high : -difference.low
    }.max()
  }

  /// Every run of it ended, and it is better than a constant guess, where that is known.
  private func hasLearned(_ row: LeaderboardRow) -> Bool {
    guard row.divergedRuns == 0 else { return false }
    guard let guess = setting.references?.constant, let score = row.score?.value else { return true }
    return metric.orient(score) > metric.orient(guess)
  }

  private var stake: Line? {
    guard let most else { return nil }
    guard most > 0 else {
      return Line(title: "At stake", text: "Nothing is to be gained over \(baseline): all others are worse.")
    }
    return Line(
      title: "At stake",
      text:
        "The choice is worth at most \(figures.amount(most)) here: nothing that learned gains more over \(baseline) "
        + "at the better end of its interval"
        + (most < setting.equivalenceMargin
          ? ", and differences within \(figures.margin(setting.equivalenceMargin)) do not matter." : "."))
  }

  private var certainty: Line? {
    guard isJudged else { return nil }
    let count = result.settings.reduce(0) { $0 + $1.comparisonCount }
    let together =
      count == 1
      ? "The interval holds with 95 % confidence" : "All \(count) intervals hold together with 95 % confidence"
    let on = setting.testCount > 0 ? "\(basis.examples(setting.testCount)), " : ""
    let splits = basis.units(setting.units)
    let isRuns = splits.hasSuffix("runs")
    return Line(
      title: "How sure",
      text: "\(together), \(basis.population). They rest on \(on)\(isRuns ? "" : splits + " and ")\(basis.runs).")
  }

  // MARK: - What stands beside the networks

  private var worth: Line? {
    guard let references = setting.references else { return nil }
    var known: [String] = []
    if let constant = references.constant { known.append("a constant guess has \(figures.score(constant))") }
    if let linear = references.linear { known.append("a linear model has \(figures.score(linear.value))") }
    guard !known.isEmpty else { return nil }
    var text = known.joined(separator: ", ") + "."
    text = text.prefix(1).uppercased() + text.dropFirst()
    let name = setting.recommended?.choice.title ?? "the"
    switch references.network {
    case .helps: break
    case .doesNotHelp:
      text += " The network with \(name) is not worth having: it is no better than the guess by anything that matters."
    case .notShown: text += " That the network with \(name) is better than the guess is not shown."
    }
    guard setting.setting.depth != 0, references.network == .helps else { return Line(title: "Worth it", text: text) }
    switch references.hiddenLayers {
    case .helps: text += " Hidden layers help."
    case .doesNotHelp: text += " Hidden layers do not help here: the linear model is as good."
    case .notShown: text += " Hidden layers are not shown to help."
    }
    return Line(title: "Worth it", text: text)
  }

  private var judgedBy: Line? {
    let share = setting.data.largestClassShare.map { Text.fixed($0 * 100, 0) + " %" } ?? ""
    if metric == .balancedAccuracy, plan.metric == nil, setting.data.isImbalanced {
      return Line(
        title: "Judged by",
        text: "balanced accuracy, the share of each class that is found, averaged: one class has \(share) of all "
          + "examples, and plain accuracy would reward naming nothing else.")
    }
    if metric == .accuracy, setting.data.isImbalanced {
      return Line(
        title: "Judged by",
        text: "accuracy, as the plan says, though one class has \(share) of all examples: naming nothing else is right "
          + "as often.")
    }
    guard metric != setting.data.usualMetric else { return nil }
    return Line(
      title: "Judged by", text: "\(metric.title), as the plan says\(metric.isHigherBetter ? "" : "; less is better").")
  }

  private var length: Line? {
    guard setting.isStillRising, setting.leaderboard.contains(where: { $0.score != nil }) else { return nil }
    return Line(
      title: "Training",
      text:
        "ended too early: in the last quarter of the \(setting.setting.epochs) epochs the validation loss of more than "
        + "half of the activations still fell. More --epochs may change the answer.")
  }

  // MARK: - What would tell more

  private var decisions: [Line] {
    guard isJudged, result.isComplete else { return [] }
    let open = setting.leaderboard.filter { $0.verdict == .undecided }
    guard !open.isEmpty else { return [] }
    var lines: [Line] = []
    let byRows = open.filter { $0.rowsNeeded != nil }
    if let least = byRows.compactMap(\.rowsNeeded).min(), let most = byRows.compactMap(\.rowsNeeded).max() {
      let first = byRows.first { $0.rowsNeeded == least }?.choice.title ?? ""
      let all = Finding.list(byRows.map(\.choice.title))
      lines.append(
        Line(
          title: "To decide",
          text: "More \(basis.rows) are needed, about \(Self.round(least)) in all for \(first)"
            + (byRows.count > 1 ? " and \(Self.round(most)) for all of \(all)" : "")
            + "; \(Text.grouped(setting.testCount)) were tested. Further runs on the same \(basis.rows) would not tell."
        )
      )
    }
    if let line = bySeeds(open.filter { $0.seedsNeeded != nil }) { lines.append(line) }
    let beyond = open.filter { $0.rowsNeeded == nil && $0.seedsNeeded == nil }
    if !beyond.isEmpty {
      let names = Finding.list(beyond.map(\.choice.title))
      lines.append(
        Line(
          title: "To decide",
          text:
            "What would decide \(names) cannot be said: the difference is too near to 0 or to the margin, or what all "
            + "runs share keeps it open."))
    }
    return lines
  }

  private func bySeeds(_ rows: [LeaderboardRow]) -> Line? {
    guard let least = rows.compactMap(\.seedsNeeded).min() else { return nil }
    // What takes many times as long as the rest is left out.
    let within = rows.filter { ($0.seedsNeeded ?? 0) <= max(4 * least, 10 * plan.seeds) }
    let seeds = within.compactMap(\.seedsNeeded).max() ?? least
    let names = Finding.list(within.map(\.choice.title))
    let command = FreshStudy.command(result, seeds: seeds)
    return Line(
      title: "To decide",
      text:
        "A fresh study of about \(Text.grouped(seeds)) seeds would decide \(names)\(within.count == 1 ? "" : ", each")"
        + " with a probability of 80 %. It shares no seed with this one, whose figures have been seen"
        + (command == nil ? "." : ":"), command: command)
  }

  /// Two digits: more would promise too much.
  private static func round(_ count: Int) -> String {
    var scale = 1
    while count / scale >= 100 { scale *= 10 }
    return Text.grouped((count + scale - 1) / scale * scale)
  }
}
