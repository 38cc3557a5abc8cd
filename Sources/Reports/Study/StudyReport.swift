internal import Charts
internal import Diagnostics
internal import Mustache
internal import Statistics
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
    var chart = ForestPlots(setting: setting, result: result).scores()
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
      "functionsChart": ActivationCharts.multiples(result.plan.activations.map(\.activation)).svg(
        label: "The compared functions and their derivatives"),
    ]
    // Of a single setting the answer stands at the top; of several, each has its own.
    if result.settings.count == 1 { context["topAnswer"] = answer(result, result.settings[0]) }
    if let overall = result.overall { context["overall"] = self.overall(result, overall) }
    return context
  }

  /// Nil where there is nothing to say.
  private static func answer(_ result: StudyResult, _ setting: SettingResult) -> [String: Any]? {
    let lines = Answer(result: result, setting: setting).lines
    guard !lines.isEmpty else { return nil }
    return [
      "answerLines": lines.map { line -> [String: Any] in
        var context: [String: Any] = ["answerTitle": line.title, "text": line.text]
        if let command = line.command { context["further"] = command }
        return context
      }
    ]
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
      "note": note, "table": overall.table(result.plan.baseline.title, hasMeasures: true).context,
      "ranksChart": charts.ranks().svg(label: "Average rank of every activation over all settings"),
      "profileChart": charts.profile().svg(label: "Share of runs that reach a score, by activation"),
      "axes": charts.curves().map {
        ["name": $0.axis.title, "chart": $0.picture.svg(label: "Test score by \($0.axis.title)")]
      },
    ]
  }

  private static func setting(
    _ setting: SettingResult, _ result: StudyResult, id: String, isDetailed: Bool
  ) -> [String: Any] {
    let charts = SettingCharts(setting: setting, plan: result.plan)
    let forests = ForestPlots(setting: setting, result: result)
    let tables = SettingTables(result: result, setting: setting)
    let name = setting.metric.title
    var context: [String: Any] = [
      "id": id, "name": setting.title, "detail": Finding.detail(result, setting), "scoreName": name,
      "isDetailed": isDetailed, "leaderboard": tables.leaderboard(hasTimes: false).context,
      "note": note(setting, result),
      "hasFailures": !setting.failures.isEmpty, "failures": failures(setting).context,
    ]
    if result.settings.count > 1 { context["answer"] = answer(result, setting) }
    let isMeasured = setting.leaderboard.contains { $0.score != nil }
    if isMeasured {
      context["scoresChart"] = forests.scores().svg(
        label: "Forest plot of test \(name) by activation on \(setting.title)")
    }
    if let chart = forests.differences() {
      context["differencesChart"] = chart.svg(
        label: "Forest plot of the differences to \(result.plan.baseline.title) on \(setting.title)")
    }
    if let metrics = tables.metrics() { context["metrics"] = metrics.context }
    if result.isCurrent, let snippets = Snippets(setting), let recommended = setting.recommended {
      context["snippets"] = [
        "name": recommended.choice.title, "blocks": snippets.all.map { ["title": $0.title, "code": $0.code] },
      ]
    }
    if let chart = ConfusionChart(setting).chart() {
      context["confusionName"] = setting.recommended?.choice.title
      context["confusionChart"] = chart.svg(label: "Confusion matrix on \(setting.title)")
    }
    guard isDetailed else { return context }
    context["swapChart"] = charts.swapRanks()?.svg(
      label: "Ranks at each activation’s own best and with only the function swapped")
    if result.isCurrent {
      var beyond: [String: Any] = ["trades": tables.trades().context]
      beyond["paretoChart"] = charts.pareto()?.svg(label: "Test \(name) against time per step, with the Pareto front")
      context["beyond"] = beyond
    }
    if setting.leaderboard.contains(where: { $0.score != nil && !$0.curve.isEmpty }) {
      context["curvesChart"] = charts.learningCurves().svg(label: "Validation \(name) by epoch for every activation")
    }
    if setting.leaderboard.contains(where: { !$0.tried.isEmpty }) {
      context["ratesChart"] = charts.rates().svg(label: "Validation \(name) by learning rate for every activation")
    }
    let layers = LayerPictures(setting: setting)
    guard isMeasured, layers.hasHiddenLayers else { return context }
    context["layers"] = [
      "gradientChart": layers.gradients().svg(label: "Gradient norm by layer for every activation"),
      "deadChart": layers.shares("Dead units", { $0.deadShare }, .series(1)).svg(),
      "saturatedChart": layers.shares("Saturated outputs", { $0.saturatedShare }, .series(0)).svg(),
    ]
    return context
  }

  /// What is to be known of the leaderboard's columns.
  private static func note(_ setting: SettingResult, _ result: StudyResult) -> String {
    guard result.isCurrent else {
      return "Means over the seeds of one split. A diverged run counts as its metric says."
    }
    var text =
      "The 95 % interval is of the activation’s own mean; the simultaneous one is of its difference to "
      + "\(result.plan.baseline.title), in \(setting.figures.differenceUnit), and holds for all comparisons of the study at "
      + "once: the verdict is read from it, with a margin of \(setting.figures.margin(setting.equivalenceMargin))."
    if !setting.metric.isHigherBetter { text += " Less \(setting.metric.title) is better." }
    if setting.leaderboard.contains(where: { $0.lowestRate != $0.highestRate }) {
      text += " Of the rates of all splits the middle one, with their range."
    }
    if let edge = SettingTables(result: result, setting: setting).edgeNote { text += " \(edge)." }
    return text
  }

  private static func failures(_ setting: SettingResult) -> ReportTable {
    let count = setting.failures.count
    var table = ReportTable(
      caption: "\(count) trial\(count == 1 ? "" : "s") diverged"
        + (count > mostFailures ? "; the first \(mostFailures)" : ""),
      columns: [
        .init(name: "stage"), .init(name: "activation", isHead: true), .init(name: "rate", isNumber: true),
        .init(name: "seed", isNumber: true), .init(name: "reason"),
      ])
    table.rows = setting.failures.prefix(mostFailures).map { failure in
      [
        failure.key.phase.rawValue, failure.key.phase.isLinear ? "linear model" : failure.key.choice.title,
        setting.figures.rate(failure.key.hyperparameters.learningRate), String(failure.key.seed), failure.reason,
      ].map { ReportTable.Cell(text: $0) }
    }
    return table
  }
}
