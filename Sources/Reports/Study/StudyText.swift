internal import Charts
internal import Foundation
internal import Statistics
public import Studies

/// Studies as text: for a terminal, for Markdown, for a spreadsheet.
public enum StudyText {
  /// The tables of each setting, and one over all of them.
  public static func tables(_ result: StudyResult) -> String {
    var parts: [String] = []
    for setting in result.settings {
      let tables = SettingTables(result: result, setting: setting)
      var text = result.settings.count > 1 ? setting.title + "\n" : ""
      text += tables.leaderboard(isTyped: true).text
      if let note = tables.edgeNote { text += "\n" + note }
      parts.append(text)
      if let metrics = tables.metrics(isTyped: true) { parts.append("by other metrics\n" + metrics.text) }
    }
    if let overall = result.overall {
      parts.append(
        "all \(overall.settings) settings\n" + overall.table(result.plan.baseline.title, isTyped: true).text)
    }
    return parts.joined(separator: "\n\n")
  }

  public static func markdown(_ result: StudyResult) -> String {
    let names = result.plan.data.map { $0.summary?.name ?? $0.source }.joined(separator: ", ")
    var parts = ["# Which activation for \(names)?", Finding.verdict(result)]
    if let overall = result.overall {
      parts += ["## All \(overall.settings) settings together", overall.table(result.plan.baseline.title).markdown]
    }
    for setting in result.settings {
      let tables = SettingTables(result: result, setting: setting)
      parts.append("## \(setting.title)")
      let lines = Answer(result: result, setting: setting).lines
      if !lines.isEmpty {
        parts.append(
          lines.map { "- **\($0.title)**: \($0.text)" + ($0.command.map { "\n\n  ```\n  \($0)\n  ```\n" } ?? "") }
            .joined(separator: "\n"))
      }
      parts += [Finding.detail(result, setting), tables.leaderboard().markdown]
      if let note = tables.edgeNote { parts.append(note.replacing("*", with: "\\*")) }
      if let metrics = tables.metrics() { parts += ["By other metrics:", metrics.markdown] }
      parts += snippets(result, setting)
      if !setting.failures.isEmpty {
        parts.append("\(setting.failures.count) trial\(setting.failures.count == 1 ? "" : "s") diverged.")
      }
    }
    parts += [
      "## Protocol", StudyProtocol.rows(result).map { "- \($0.name): \($0.value)" }.joined(separator: "\n"),
      "To repeat it:", "```\n\(result.command)\n```",
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func snippets(_ result: StudyResult, _ setting: SettingResult) -> [String] {
    guard result.isCurrent, let snippets = Snippets(setting), let name = setting.recommended?.choice.title else {
      return []
    }
    return ["### Lines to paste: \(name)"]
      + snippets.all.map { "\($0.title):\n\n```\($0.title == "Swift" ? "swift" : "python")\n\($0.code)\n```" }
  }

  /// Two studies side by side.
  public static func comparison(_ comparison: StudyComparison, names: [String]) -> String {
    comparison.pairs.map { pair in
      let figures = Figures(metric: pair.metric)
      let rows = pair.rows.map { row in
        [
          row.choice.description, row.first.map { figures.score($0.value) } ?? "–",
          row.second.map { figures.score($0.value) } ?? "–", row.difference.map { figures.difference($0.value) } ?? "",
          row.difference.map(figures.differenceInterval) ?? "", row.adjustedP.map(figures.p) ?? "",
          "\(row.firstRank)", "\(row.secondRank)", row.firstVerdict.rawValue, row.secondVerdict.rawValue,
        ]
      }
      var text =
        "A: \(names[0]), \(pair.firstTitle)\nB: \(names[1]), \(pair.secondTitle)\nTest \(pair.metric.title)\n"
      if !pair.isSameData { text += "Other data: scores are not to be compared, ranks and verdicts are.\n" }
      text +=
        Table(
          [["activation", "A", "B", "B − A", "95 % interval", "p", "rank A", "rank B", "verdict A", "verdict B"]] + rows
        )
        .lines.joined(separator: "\n")
      if let tau = pair.rankCorrelation {
        text += "\nAgreement of the rankings (Kendall’s τ): \(Text.fixed(tau, 2))"
      }
      return text
    }.joined(separator: "\n\n")
  }
}
