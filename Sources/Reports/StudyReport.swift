internal import Activations
internal import Charts
internal import Diagnostics
internal import Mustache
public import Studies

/// A study as one page that needs nothing else: no script, no font, no file, no network.
public enum StudyReport {
  /// - Parameter command: what was typed, to repeat it.
  public static func html(_ result: StudyResult, command: String) throws -> String {
    let charts = StudyCharts(result: result)
    let figures = Figures(result)
    let plan = result.plan
    let rows: [[String: Any]] = result.leaderboard.map { row in
      [
        "rank": row.rank, "name": row.activation.title, "score": row.score.map { figures.score($0.value) } ?? "–",
        "interval": row.score.map(figures.interval) ?? "",
        "difference": row.difference.map { figures.difference($0.value) } ?? "",
        "differenceInterval": row.difference.map(figures.differenceInterval) ?? "",
        "verdict": figures.verdict(row), "class": row.verdict.rawValue,
        "rate": (row.learningRate.map(figures.rate) ?? "–") + (row.isRateAtEdge ? "*" : ""),
        "diverged": "\(row.divergedTrials) of \(row.trials)", "time": figures.milliseconds(row.millisecondsPerEpoch),
      ]
    }
    let hidden = plan.hidden.map(String.init).joined(separator: "-")
    let shape = result.data.inputShape.map(String.init).joined(separator: "×")
    let outputs = result.data.isClassification ? "\(result.data.classNames.count) classes" : "a number"
    let settings: [[String: Any]] = [
      ("Data", "\(result.data.description); fingerprint \(plan.dataFingerprint)"),
      (
        "Split",
        "\(result.data.trainCount) training, \(result.data.validationCount) validation, \(result.data.testCount) test examples"
      ),
      (
        "Network",
        "\(shape) → \(hidden.isEmpty ? "" : "dense \(hidden) → ")\(outputs); PReLU learns a slope for each unit"
      ),
      (
        "Initialisation",
        "normal, deviation gain / √inputs, each activation's gain by quadrature; the same deviates for every activation"
      ),
      ("Training", "\(plan.optimizer), batches of \(plan.batchSize), \(plan.epochs) epochs"),
      ("Learning rates tried", plan.learningRates.map { Text.short($0, 6) }.joined(separator: ", ")),
      ("Seeds", "\(Self.list(plan.tuningSeeds)) for tuning, \(Self.list(plan.finalSeeds)) for the final figures"),
      (
        "Comparison",
        "paired by seed with \(plan.baseline.title), t tests, Holm's correction; equivalence margin \(Finding.margin(result))"
      ),
      ("Machine", "\(result.environment.processor), \(result.environment.cores) cores, \(result.environment.system)"),
      (
        "Software",
        "hillock \(result.environment.hillockVersion), oneDNN \(result.environment.oneDNNVersion), kernels for \(result.environment.instructionSet)"
      ),
      ("Time", "\(Text.fixed(result.seconds, 0)) s"),
    ].map { ["name": $0.0, "value": $0.1] }
    let context: [String: Any] = [
      "title": "Which activation for \(result.data.name)?", "finding": Finding.text(result), "rows": rows,
      "baseline": plan.baseline.title, "scoreName": result.scoreName, "unit": figures.differenceUnit,
      "hasEdge": result.leaderboard.contains(where: \.isRateAtEdge), "settings": settings, "command": command,
      "hasHidden": !plan.hidden.isEmpty,
      "leaderboardChart": charts.leaderboard().svg(), "curvesChart": charts.learningCurves().svg(),
      "gradientChart": charts.gradients().svg(),
      "deadChart": charts.shares("Dead units", { $0.deadShare }, .series(1)).svg(),
      "saturatedChart": charts.shares("Saturated outputs", { $0.saturatedShare }, .series(0)).svg(),
      "tuningChart": charts.tuning().svg(),
      "functionsChart": ActivationCharts.multiples(plan.activations).svg(),
    ]
    let template = try MustacheTemplate(string: ReportTemplate.study)
    return template.render(context)
  }

  /// The leaderboard's picture alone.
  public static func leaderboardPicture(_ result: StudyResult) -> String {
    var chart = StudyCharts(result: result).leaderboard()
    chart.title = "Which activation for \(result.data.name)?"
    chart.height += 22
    return chart.svg()
  }

  private static func list(_ seeds: [UInt64]) -> String {
    guard seeds.count > 2, let first = seeds.first, let last = seeds.last, last - first == UInt64(seeds.count - 1)
    else {
      return seeds.map(String.init).joined(separator: ", ")
    }
    return "\(first) to \(last)"
  }
}
