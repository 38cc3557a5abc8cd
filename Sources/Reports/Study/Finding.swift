internal import Charts
public import Statistics
public import Studies

/// What a study found, in sentences that claim no more than the figures.
public enum Finding {
  /// The verdict in two sentences that need no statistics to be read.
  public static func verdict(_ result: StudyResult) -> String {
    guard result.settings.count > 1 || result.settings.isEmpty else { return single(result, result.settings[0]) }
    return several(result)
  }

  /// The verdict, and then setting by setting.
  public static func text(_ result: StudyResult) -> String {
    let details = result.settings.map { setting in
      (result.settings.count > 1 ? "\(setting.title): " : "") + detail(result, setting)
    }
    return ([verdict(result)] + details).joined(separator: "\n")
  }

  private static func single(_ result: StudyResult, _ setting: SettingResult) -> String {
    let baseline = result.plan.baseline.title
    let figures = setting.figures
    guard let best = setting.leaderboard.first, let score = best.score, best.verdict != .diverged else {
      return without(result, setting)
    }
    guard setting.leaderboard.count > 1 else {
      return
        "\(best.choice.title) reaches \(figures.score(score.value)) \(setting.data.scoreName) on \(setting.data.name). "
        + "It was compared with nothing."
    }
    if setting.row(result.plan.baseline)?.verdict == .diverged {
      return "\(baseline), with which the others are to be compared, diverged on \(setting.data.name). "
        + "\(best.choice.title) has the best mean, \(figures.score(score.value))."
    }
    let better = setting.leaderboard.filter { $0.verdict == .better }
    let count = { (verdict: Verdict) in setting.leaderboard.count { $0.verdict == verdict } }
    let open = setting.leaderboard.filter { $0.verdict == .undecided }
    let rest = remainder(equivalent: count(.equivalent), worse: count(.worse) + count(.diverged), open: open.count)
    if let winner = better.first, let difference = winner.judgement?.difference {
      return "Use \(winner.choice.title) on \(setting.data.name): it is better than \(baseline) by "
        + "\(figures.difference(difference.value).dropFirst()) \(figures.isClassification ? "percentage points of accuracy" : "of R²") "
        + "(95 % interval \(figures.differenceInterval(difference)))\(more(better.count - 1)). "
        + (rest.isEmpty ? "Nothing else was compared." : "Of the others, \(rest).")
    }
    let lead =
      best.verdict == .baseline
      ? "\(baseline) is the choice on \(setting.data.name): it has the best mean, and nothing is shown to be better."
      : "Stay with \(baseline) on \(setting.data.name): nothing is shown to be better, though \(best.choice.title) has "
        + "the best mean (\(figures.score(score.value)))."
    return lead + (rest.isEmpty ? "" : " Of the others, \(rest).")
  }

  /// Where there is no score.
  private static func without(_ result: StudyResult, _ setting: SettingResult) -> String {
    if setting.leaderboard.allSatisfy({ $0.verdict == .diverged }) {
      return "No activation can be recommended: every one diverged. Smaller learning rates may help."
    }
    return result.isComplete && result.plan.budget != nil
      ? "The budget ended before the first final seeds were through: nothing can be said yet, more is needed."
      : "The study has no final figures yet."
  }

  private static func more(_ count: Int) -> String {
    count == 0 ? "" : count == 1 ? "; one more is better too" : "; \(count) more are better too"
  }

  private static func remainder(equivalent: Int, worse: Int, open: Int) -> String {
    var parts: [String] = []
    if equivalent > 0 { parts.append("\(equivalent) \(equivalent == 1 ? "is" : "are") as good for practical purposes") }
    if worse > 0 { parts.append("\(worse) \(worse == 1 ? "is" : "are") worse") }
    if open > 0 { parts.append("\(open) cannot be told apart with these seeds") }
    return list(parts)
  }

  private static func several(_ result: StudyResult) -> String {
    guard let overall = result.overall else { return "The study has no final figures yet." }
    let baseline = result.plan.baseline
    let n = overall.settings
    let failed = result.settings.filter { $0.row(baseline)?.verdict == .diverged }.count
    if failed > 0 {
      return "\(baseline.title), with which the others are to be compared, diverged in \(failed) of \(n) settings. "
        + ranked(result, overall)
    }
    let others = overall.rows.filter { $0.choice != baseline }
    let candidates = others.filter { $0.better > 0 && $0.worse == 0 && $0.diverged == 0 }
      .sorted { ($0.better, -$0.averageRank) > ($1.better, -$1.averageRank) }
    if let winner = candidates.first, 2 * winner.better > n {
      return "Use \(winner.choice.title): it is better than \(baseline.title) in \(winner.better) of \(n) settings and "
        + "worse in none. \(ranked(result, overall))"
    }
    let most = others.max { ($0.better, -$0.worse) < ($1.better, -$1.worse) }
    let lead =
      if let most, most.better > 0 {
        "Nothing beats \(baseline.title) consistently: the closest, \(most.choice.title), is better in \(most.better) of \(n) settings"
          + (most.worse > 0 ? " and worse in \(most.worse)." : ".")
      } else {
        "Nothing is shown to be better than \(baseline.title) in any of \(n) settings."
      }
    return lead + " " + ranked(result, overall)
  }

  private static func ranked(_ result: StudyResult, _ overall: OverallResult) -> String {
    guard let first = overall.rows.first else { return "" }
    let leaders = overall.rows.filter { $0.averageRank == first.averageRank }
    guard leaders.count == 1 else {
      return "\(list(leaders.map(\.choice.title))) share the best average rank (\(Text.fixed(first.averageRank, 1)))."
    }
    let own = overall.rows.first { $0.choice == result.plan.baseline }
    var text = "\(first.choice.title) has the best average rank (\(Text.fixed(first.averageRank, 1)))"
    if let own, own.choice != first.choice {
      text += ", \(result.plan.baseline.title)'s is \(Text.fixed(own.averageRank, 1))"
      if let critical = overall.criticalDifference {
        text +=
          own.averageRank - first.averageRank < critical
          ? ", too close to tell them apart" : ", further than chance would put them"
      }
    }
    return text + "."
  }

  /// What the figures of one setting say, verdict by verdict.
  public static func detail(_ result: StudyResult, _ setting: SettingResult) -> String {
    let figures = setting.figures
    let baseline = result.plan.baseline.title
    guard let best = setting.leaderboard.first, let score = best.score, best.verdict != .diverged else {
      return without(result, setting)
    }
    func names(_ verdict: Verdict) -> [String] {
      setting.leaderboard.filter { $0.verdict == verdict }.map(\.choice.title)
    }
    let seeds = seedText(setting)
    var sentences = [
      "\(best.choice.title) has the best mean \(setting.data.scoreName), \(figures.score(score.value)) over "
        + "\(best.seeds) seed\(best.seeds == 1 ? "" : "s")."
    ]
    guard setting.leaderboard.count > 1 else { return sentences[0] }
    let (better, worse, same, open) = (names(.better), names(.worse), names(.equivalent), names(.undecided))
    sentences.append(
      better.isEmpty ? "None is shown to be better than \(baseline)." : "Better than \(baseline): \(list(better)).")
    if !same.isEmpty {
      sentences.append("Equivalent to it within \(figures.margin(setting.equivalenceMargin)): \(list(same)).")
    }
    if !worse.isEmpty { sentences.append("Worse: \(list(worse)).") }
    if !open.isEmpty { sentences.append("Not decided with \(seeds): \(list(open)).") }
    let diverged = names(.diverged)
    if !diverged.isEmpty { sentences.append("Diverged: \(list(diverged)).") }
    if !result.isComplete { sentences.append("The study is not finished.") }
    return sentences.joined(separator: " ")
  }

  private static func seedText(_ setting: SettingResult) -> String {
    let counts = setting.leaderboard.filter { $0.verdict == .undecided }.map(\.seeds)
    let (low, high) = (counts.min() ?? 0, counts.max() ?? 0)
    return low == high ? "\(high) seed\(high == 1 ? "" : "s")" : "\(low) to \(high) seeds"
  }

  static func list(_ names: [String]) -> String {
    names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
  }
}
