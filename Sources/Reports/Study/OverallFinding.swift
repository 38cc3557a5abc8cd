internal import Charts
internal import Statistics
internal import Studies

/// What several settings say together.
enum OverallFinding {
  static func text(_ result: StudyResult) -> String {
    guard let overall = result.overall else { return "The study has no final figures yet." }
    let baseline = result.plan.baseline
    let n = overall.settings
    let failed = result.settings.filter { $0.row(baseline)?.verdict == .diverged }.count
    if failed > 0 {
      return "\(baseline.title), with which the others are to be compared, diverged in \(failed) of \(n) settings. "
        + ranked(result, overall)
    }
    let silent = result.settings.filter { isSilent($0, result) }.count
    if silent == n {
      return
        "No verdicts: none of \(n) settings has enough of the data, or of its runs, for one. \(ranked(result, overall))"
    }
    let others = overall.rows.filter { $0.choice != baseline }
    let candidates = others.filter { $0.better > 0 && $0.worse + $0.unstable + $0.diverged == 0 }
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
    return lead + (silent > 0 ? " \(silent) of them had too little for a verdict. " : " ") + ranked(result, overall)
  }

  private static func isSilent(_ setting: SettingResult, _ result: StudyResult) -> Bool {
    Basis(setting: setting, plan: result.plan).obstacle != nil
      || setting.leaderboard.allSatisfy { $0.judgement == nil && $0.verdict != .diverged }
  }

  private static func ranked(_ result: StudyResult, _ overall: OverallResult) -> String {
    guard let first = overall.rows.first else { return "" }
    let leaders = overall.rows.filter { $0.averageRank == first.averageRank }
    guard leaders.count == 1 else {
      return
        "\(Finding.list(leaders.map(\.choice.title))) share the best average rank (\(Text.fixed(first.averageRank, 1)))."
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
}
