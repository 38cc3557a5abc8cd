internal import Charts
internal import Datasets
internal import Diagnostics
internal import Mustache
public import Statistics
public import Studies

/// Studies as one page that needs nothing else: no script, no font, no file, no network.
public enum StudyReport {
  /// Settings that are shown with all their pictures; of more, the others have their leaderboards.
  static let mostDetailed = 4
  /// Failed trials that are listed for a setting.
  static let mostFailures = 40

  public static func html(_ results: [StudyResult]) throws -> String {
    let title =
      results.count == 1
      ? Self.title(results[0]) : "Studies of activations: " + results.map(names).joined(separator: "; ")
    let template = try MustacheTemplate(string: ReportTemplate.study)
    return template.render([
      "title": title, "studies": results.enumerated().map { study($0.element, id: "study-\($0.offset + 1)") },
    ])
  }

  /// The first setting's leaderboard as a picture alone.
  public static func leaderboardPicture(_ result: StudyResult) -> String {
    guard let setting = result.settings.first else { return "" }
    var chart = SettingCharts(setting: setting, plan: result.plan).leaderboard()
    chart.title = "Which activation for \(setting.title)?"
    chart.height += 22
    return chart.svg()
  }

  private static func names(_ result: StudyResult) -> String {
    result.plan.data.map { $0.summary?.name ?? $0.source }.joined(separator: ", ")
  }

  private static func title(_ result: StudyResult) -> String { "Which activation for \(names(result))?" }

  private static func study(_ result: StudyResult, id: String) -> [String: Any] {
    var context: [String: Any] = [
      "id": id, "title": title(result), "verdict": Finding.verdict(result), "baseline": result.plan.baseline.title,
      "isUnfinished": !result.isComplete,
      "progress": "\(result.trials) of about \(result.expectedTrials) trials are done",
      "settings": result.settings.enumerated().map { place, setting in
        self.setting(setting, result, id: "\(id)-\(place + 1)", isDetailed: place < mostDetailed)
      },
      "protocol": StudyProtocol.rows(result).map { ["name": $0.name, "value": $0.value] }, "command": result.command,
      "hasOverall": false,
      "functionsChart": ActivationCharts.multiples(result.plan.activations.map(\.activation)).svg(
        label: "The compared functions and their derivatives"),
    ]
    if let overall = result.overall {
      context.merge(self.overall(result, overall)) { $1 }
    }
    return context
  }

  private static func overall(_ result: StudyResult, _ overall: OverallResult) -> [String: Any] {
    let charts = OverallCharts(result: result, overall: overall)
    var note = "\(overall.settings) settings of \(overall.dataSets) data set\(overall.dataSets == 1 ? "" : "s")."
    if let p = overall.friedmanP {
      note +=
        " Friedman’s test that all activations rank alike: p \(p < 0.0001 ? "< 0.0001" : "= " + Text.short(p, 4))."
    }
    if overall.dataSets < overall.settings {
      note += " Settings of the same data are not independent of each other, so that these tests are optimistic."
    }
    return [
      "hasOverall": true, "overallNote": note,
      "ranksChart": charts.ranks().svg(label: "Average rank of every activation over all settings"),
      "profileChart": charts.profile().svg(label: "Share of runs that reach a score, by activation"),
      "overallRows": overall.rows.map { row -> [String: Any] in
        [
          "name": row.choice.title, "rank": Text.fixed(row.averageRank, 2), "better": row.better,
          "equivalent": row.equivalent, "undecided": row.undecided, "worse": row.worse, "diverged": row.diverged,
          "iqm": row.interquartileMean.map(share) ?? "–", "improvement": row.probabilityOfImprovement.map(share) ?? "",
        ]
      },
      "axes": charts.curves().map {
        ["name": $0.axis.title, "chart": $0.picture.svg(label: "Test score by \($0.axis.title)")]
      },
    ]
  }

  /// "0.95 (0.93 to 0.97)"
  private static func share(_ estimate: Estimate) -> String {
    "\(Text.fixed(estimate.value, 3)) (\(Text.fixed(estimate.low, 3)) to \(Text.fixed(estimate.high, 3)))"
  }

  private static func setting(
    _ setting: SettingResult, _ result: StudyResult, id: String, isDetailed: Bool
  ) -> [String: Any] {
    let charts = SettingCharts(setting: setting, plan: result.plan)
    let figures = setting.figures
    var context: [String: Any] = [
      "id": id, "name": setting.title, "detail": Finding.detail(result, setting), "scoreName": setting.data.scoreName,
      "unit": figures.differenceUnit, "isDetailed": isDetailed,
      "hasEdge": setting.leaderboard.contains(where: \.isRateAtEdge),
      "rows": setting.leaderboard.map { leaderboardRow($0, figures) },
      "leaderboardChart": charts.leaderboard().svg(
        label: "Forest plot of test \(setting.data.scoreName) by activation on \(setting.title)"),
      "hasFailures": !setting.failures.isEmpty, "failureCount": failureText(setting),
      "failures": setting.failures.prefix(mostFailures).map { failure -> [String: Any] in
        [
          "phase": failure.key.phase.rawValue, "name": failure.key.choice.title,
          "rate": figures.rate(failure.key.hyperparameters.learningRate), "seed": String(failure.key.seed),
          "reason": failure.reason,
        ]
      },
    ]
    guard isDetailed else { return context }
    context["hasSwap"] = setting.leaderboard.contains { $0.swapRank != nil }
    context["swapChart"] = charts.swapRanks()?.svg(
      label: "Ranks at each activation’s own best and with only the function swapped")
    context["paretoChart"] = charts.pareto()?.svg(label: "Test score against time per step, with the Pareto front")
    context["trades"] = setting.leaderboard.map { trade($0, figures) }
    context["curvesChart"] = charts.learningCurves().svg(label: "Validation score by epoch for every activation")
    context["ratesChart"] = charts.rates().svg(label: "Validation score by learning rate for every activation")
    context["hasLayers"] = charts.hasHiddenLayers
    guard charts.hasHiddenLayers else { return context }
    context["gradientChart"] = charts.gradients().svg(label: "Gradient norm by layer for every activation")
    context["deadChart"] = charts.shares("Dead units", { $0.deadShare }, .series(1)).svg()
    context["saturatedChart"] = charts.shares("Saturated outputs", { $0.saturatedShare }, .series(0)).svg()
    return context
  }

  private static func leaderboardRow(_ row: LeaderboardRow, _ figures: Figures) -> [String: Any] {
    let difference = row.judgement?.difference
    let isCompared = row.judgement != nil && row.judgement?.pairs ?? 0 > 0
    return [
      "rank": row.rank, "name": row.choice.title, "score": row.score.map { figures.score($0.value) } ?? "–",
      "interval": row.score.map(figures.interval) ?? "", "seeds": row.seeds,
      "difference": isCompared ? difference.map { figures.difference($0.value) } ?? "" : "",
      "differenceInterval": isCompared ? difference.map(figures.differenceInterval) ?? "" : "",
      "p": row.judgement?.adjustedP.map(figures.p) ?? "", "verdict": figures.verdict(row),
      "class": row.verdict.rawValue, "groups": row.groups, "rate": figures.tuned(row),
      "diverged": "\(row.divergedTrials) of \(row.trials)",
    ]
  }

  private static func trade(_ row: LeaderboardRow, _ figures: Figures) -> [String: Any] {
    [
      "name": row.choice.title, "step": figures.milliseconds(row.millisecondsPerStep),
      "epoch": figures.milliseconds(row.millisecondsPerEpoch), "memory": ByteCount.text(row.keptBytes),
      "front": row.isOnParetoFront ?? false ? "yes" : "", "equalTime": row.scoreAtEqualTime.map(figures.score) ?? "–",
      "goodRates": row.goodRates.map(figures.range) ?? "–",
      "swap": row.swapScore.map { figures.score($0.value) } ?? "–", "swapRank": row.swapRank.map(String.init) ?? "–",
      "improvement": row.probabilityOfImprovement.map { Text.fixed($0 * 100, 0) + " %" } ?? "",
    ]
  }

  private static func failureText(_ setting: SettingResult) -> String {
    let count = setting.failures.count
    return "\(count) trial\(count == 1 ? "" : "s") diverged"
      + (count > mostFailures ? "; the first \(mostFailures)" : "")
  }
}
