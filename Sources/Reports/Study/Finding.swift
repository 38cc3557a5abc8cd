internal import Charts
internal import Statistics
public import Studies

/// What a study found, in sentences that claim no more than the figures.
public enum Finding {
  /// The verdict in two sentences that need no statistics to be read.
  public static func verdict(_ result: StudyResult) -> String {
    guard result.isCurrent else { return earlier(result) }
    guard result.settings.count > 1 || result.settings.isEmpty else { return single(result, result.settings[0]) }
    return OverallFinding.text(result)
  }

  /// The verdict, and then setting by setting what somebody in a hurry has to know, and the names.
  public static func text(_ result: StudyResult) -> String {
    var lines = [verdict(result)]
    for setting in result.settings {
      if result.settings.count > 1 { lines += ["", setting.title] }
      for line in Answer(result: result, setting: setting).lines {
        lines.append("\(line.title): \(line.text)")
        if let command = line.command { lines.append("  \(command)") }
      }
      lines.append(detail(result, setting))
    }
    return lines.joined(separator: "\n")
  }

  /// Of the first protocol.
  private static func earlier(_ result: StudyResult) -> String {
    "This study was measured by an earlier protocol, on one split of the data with one tuning: nothing about new data "
      + "follows from it, and there are no verdicts. The command at its end runs it again by the present protocol, with "
      + "another --output."
  }

  private static func single(_ result: StudyResult, _ setting: SettingResult) -> String {
    let baseline = result.plan.baseline.title
    let figures = setting.figures
    let basis = Basis(setting: setting, plan: result.plan)
    guard let best = setting.leaderboard.first, let score = best.score, best.verdict != .diverged else {
      return without(result, setting)
    }
    guard setting.leaderboard.count > 1 else {
      return
        "\(best.title) reaches \(setting.metric.title) of \(figures.score(score.value)) on \(setting.data.name). "
        + "It was compared with nothing."
    }
    let leads = "\(best.choice.title) has the best mean, \(figures.score(score.value))"
    if setting.row(result.plan.baseline)?.verdict == .diverged {
      return "No verdict on \(setting.data.name): \(baseline), with which the others are to be compared, diverged. "
        + "\(leads)."
    }
    if let obstacle = basis.obstacle { return "No verdict on \(setting.data.name): \(obstacle). \(leads)." }
    if setting.leaderboard.allSatisfy({ $0.judgement == nil }) {
      return "No verdict on \(setting.data.name) yet: not all runs are there. So far \(leads)."
    }
    let better = setting.leaderboard.filter { $0.verdict == .better }
    let rest = remainder(setting)
    if let winner = better.first, let difference = winner.judgement?.difference {
      return "Use \(winner.choice.title) on \(setting.data.name): \(basis.population) it is better than \(baseline) by "
        + "\(figures.amount(difference.value)) (95 % simultaneous interval \(figures.differenceInterval(difference)))"
        + "\(more(better.count - 1)). " + (rest.isEmpty ? "Nothing else was compared." : "Of the others, \(rest).")
    }
    let lead =
      best.verdict == .baseline
      ? "\(baseline) is the choice on \(setting.data.name): it has the best mean, and nothing is shown to be better "
        + "\(basis.population)."
      : "Stay with \(baseline) on \(setting.data.name): nothing is shown to be better \(basis.population), though "
        + "\(best.choice.title) has the best mean (\(figures.score(score.value)))."
    return lead + (rest.isEmpty ? "" : " Of the others, \(rest).")
  }

  /// Where there is no score.
  private static func without(_ result: StudyResult, _ setting: SettingResult) -> String {
    if !setting.leaderboard.isEmpty, setting.leaderboard.allSatisfy({ $0.verdict == .diverged }) {
      return "No activation can be recommended: every one diverged. Smaller learning rates may help."
    }
    return result.isComplete && result.plan.budget != nil
      ? "The budget ended before the first final runs were through: nothing can be said yet, more is needed."
      : "The study has no final figures yet."
  }

  private static func more(_ count: Int) -> String {
    count == 0 ? "" : count == 1 ? "; one more is better too" : "; \(count) more are better too"
  }

  /// All that are neither the baseline nor better, by verdict.
  private static func remainder(_ setting: SettingResult) -> String {
    func count(_ verdict: Verdict, _ one: String, _ many: String) -> String? {
      let count = setting.leaderboard.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
    }
    return list(
      [
        count(.equivalent, "is as good for practical purposes", "are as good for practical purposes"),
        count(.worse, "is worse", "are worse"),
        count(.unstable, "is unstable at its rate", "are unstable at their rates"),
        count(.diverged, "diverged", "diverged"), count(.undecided, "is undecided", "are undecided"),
      ].compactMap { $0 })
  }

  /// What the figures of one setting say, verdict by verdict.
  public static func detail(_ result: StudyResult, _ setting: SettingResult) -> String {
    let figures = setting.figures
    let baseline = result.plan.baseline.title
    guard let best = setting.leaderboard.first, let score = best.score, best.verdict != .diverged else {
      return without(result, setting)
    }
    func names(_ verdict: Verdict) -> String {
      list(setting.leaderboard.filter { $0.verdict == verdict }.map(\.choice.title))
    }
    let basis = Basis(setting: setting, plan: result.plan)
    let over = result.isCurrent ? basis.units(setting.units) : "\(best.seeds) seed\(best.seeds == 1 ? "" : "s")"
    var sentences = [
      "\(best.choice.title) has the best mean \(setting.metric.title), \(figures.score(score.value)) over \(over)"
        + (result.isCurrent ? "." : ", on one split.")
    ]
    guard setting.leaderboard.count > 1, result.isCurrent else { return sentences[0] }
    func add(_ verdict: Verdict, _ lead: String) {
      let names = names(verdict)
      if !names.isEmpty { sentences.append("\(lead): \(names).") }
    }
    // Without verdicts there is nothing to list but what diverged.
    let isJudged = basis.obstacle == nil && setting.row(result.plan.baseline)?.verdict == .baseline
    if isJudged, setting.leaderboard.contains(where: { $0.judgement != nil }) {
      if names(.better).isEmpty { sentences.append("None is shown to be better than \(baseline).") }
      add(.better, "Better than \(baseline)")
      add(.equivalent, "Equivalent to it within \(figures.margin(setting.equivalenceMargin))")
      add(.worse, "Worse")
      add(.unstable, "Unstable at its rate, without whose diverged runs there is no difference")
      add(.undecided, "Undecided")
    } else if setting.row(result.plan.baseline)?.verdict == .baseline, let obstacle = basis.obstacle {
      sentences.append("No verdicts: \(obstacle).")
    }
    add(.diverged, "Diverged")
    if !result.isComplete { sentences.append("The study is not finished.") }
    return sentences.joined(separator: " ")
  }

  static func list(_ names: [String]) -> String {
    names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
  }
}
