internal import Charts
internal import Statistics
internal import Studies

/// Means with their intervals, best first.
struct ForestPlots {
  let setting: SettingResult
  let result: StudyResult

  private var figures: Figures { setting.figures }
  private var scale: Double { figures.scale }
  private var plan: StudyPlan { result.plan }
  private var shown: [LeaderboardRow] { setting.leaderboard.filter { $0.score?.value.isFinite ?? false } }

  private static func color(_ verdict: Verdict) -> SeriesColor {
    switch verdict {
    case .better: .series(2)
    case .worse, .diverged, .unstable: .series(1)
    case .baseline, .equivalent, .undecided: .series(0)
    }
  }

  private struct Line {
    var name: String
    var score: Estimate
    var single: [Double]
    var color: SeriesColor
    /// Whether the axis has to cover its interval.
    var isWhole = true
  }

  /// What stands beside the networks, below them.
  private var references: [Line] {
    guard let own = setting.references else { return [] }
    let linear = own.linear.map { Line(name: "(linear model)", score: $0, single: [], color: .ink) }
    let constant = own.constant.map {
      Line(
        name: "(constant guess)", score: Estimate(value: $0, low: .nan, high: .nan), single: [], color: .ink)
    }
    return [linear, constant].compactMap { $0 }
  }

  /// Test score with its interval for new examples.
  func scores() -> Chart {
    let own = shown.compactMap { row in
      row.score.map {
        Line(
          name: row.choice.title, score: $0, single: row.scores.compactMap { $0 },
          color: result.isCurrent ? Self.color(row.verdict) : .series(0), isWhole: row.divergedRuns == 0)
      }
    }
    // The intervals of what always ended fit; what is far off is marked at the edge.
    let ends = own.flatMap { line -> [Double] in
      guard line.isWhole else { return [line.score.value] }
      let clipped = figures.clipped(line.score)
      return [line.score.value, clipped?.low, clipped?.high].compactMap { $0 } + line.single
    }
    let span = ScoreSpan(setting.metric, ends, least: 2 * setting.equivalenceMargin)
    var marks: [any Mark] = []
    if let base = setting.row(plan.baseline)?.score?.value, span.holds(base) {
      marks.append(RuleMark(x: base * scale, color: .grey, dash: .dashed))
    }
    var isCut = false
    let lines = own + references
    for (i, line) in lines.enumerated() {
      let y = Double(i)
      guard span.holds(line.score.value) else {
        isCut = true
        marks.append(PointMark(span.worst * scale, y, color: line.color, radius: 3, isHollow: true))
        continue
      }
      for value in line.single where span.holds(value) {
        marks.append(PointMark(value * scale, y, color: .grey, radius: 1.6))
      }
      if let interval = figures.clipped(line.score) {
        marks.append(
          RuleMark(
            y: y, from: span.limited(interval.low) * scale, to: span.limited(interval.high) * scale, color: line.color,
            width: 2))
      }
      marks.append(PointMark(line.score.value * scale, y, color: line.color))
    }
    let basis = Basis(setting: setting, plan: plan)
    let over = result.isCurrent ? basis.units(setting.units) : "the seeds of one split"
    let hasIntervals = own.contains { figures.clipped($0.score) != nil }
    return Chart(
      subtitle: "Dot: mean over \(over)\(hasIntervals ? "; line: its 95 % interval" : "")"
        + "; grey: seeds; dashed: \(plan.baseline.title)"
        + (isCut ? "; hollow: worse than the axis shows" : ""),
      x: Axis(
        "test \(figures.axis)" + (setting.metric.isHigherBetter ? "" : ", less is better"), domain: span.domain(figures)
      ),
      y: Axis(scale: .categories(lines.map(\.name))), width: 760, height: 70 + 20 * Double(max(1, lines.count)),
      marks: marks)
  }

  /// The differences with their simultaneous intervals, from which the verdicts are read; nil where there are none.
  func differences() -> Chart? {
    guard result.isCurrent else { return nil }
    let compared = setting.leaderboard.compactMap { row in
      row.judgement?.difference.flatMap { $0.low < $0.high && $0.value.isFinite ? (row, $0) : nil }
    }
    guard !compared.isEmpty else { return nil }
    let margin = setting.equivalenceMargin
    let metric = setting.metric
    // As wide as those of activations that diverge in some runs, intervals would squeeze the others.
    let values =
      compared.flatMap { $0.0.divergedRuns == 0 ? [$0.1.low, $0.1.high] : [$0.1.value] } + [-margin, margin]
    let span = ScoreSpan(metric, values, reach: 4, least: 3 * margin)
    var marks: [any Mark] = [
      RectangleMark(
        x0: -margin * scale, x1: margin * scale, y0: -0.5, y1: Double(compared.count) - 0.5, color: .series(0),
        opacity: 0.1), RuleMark(x: 0, color: .grey, width: 1.4),
    ]
    var isCut = false
    for (i, (row, difference)) in compared.enumerated() {
      let y = Double(i)
      let color = Self.color(row.verdict)
      let worseEnd = metric.isHigherBetter ? difference.low : difference.high
      let betterEnd = metric.isHigherBetter ? difference.high : difference.low
      isCut = isCut || span.limited(worseEnd) != worseEnd || span.limited(betterEnd) != betterEnd
      if span.holds(betterEnd) {
        marks.append(
          RuleMark(
            y: y, from: span.limited(difference.low) * scale, to: span.limited(difference.high) * scale, color: color,
            width: 2))
      }
      let isShown = span.holds(difference.value)
      marks.append(
        PointMark((isShown ? difference.value : span.worst) * scale, y, color: color, isHollow: !isShown))
    }
    // A difference has no end of its own.
    let ends = [span.floor, span.best].map {
      metric.orient($0 + ($0 == span.floor ? -0.06 : 0.06) * (span.best - span.floor))
    }
    let domain = ends.sorted()
    return Chart(
      subtitle: "Difference to \(plan.baseline.title) with its 95 % simultaneous interval; band: the margin"
        + (isCut ? "; cut, or hollow, at an edge: beyond it" : ""),
      x: Axis(
        "difference of test \(metric.title) (\(figures.differenceUnit))"
          + (metric.isHigherBetter ? ", more is better" : ", less is better"),
        domain: domain[0] * scale...domain[1] * scale),
      y: Axis(scale: .categories(compared.map { "\($0.0.choice.title): \(word($0.0.verdict))" })), width: 760,
      height: 70 + 20 * Double(compared.count), marks: marks)
  }

  private func word(_ verdict: Verdict) -> String { verdict.rawValue }
}
