internal import Charts
internal import Statistics
internal import Studies

/// The pictures of one setting.
struct SettingCharts {
  let setting: SettingResult
  let plan: StudyPlan

  private var rows: [LeaderboardRow] { setting.leaderboard }
  private var shown: [LeaderboardRow] { rows.filter { $0.score != nil } }
  private var figures: Figures { setting.figures }
  private var scale: Double { figures.scale }
  private var metric: Metric { setting.metric }

  /// Rank by the fair comparison (left) and with everything tuned for the baseline (right).
  func swapRanks() -> Chart? {
    let both = rows.filter { $0.swapRank != nil && $0.score != nil }
    guard both.count > 1 else { return nil }
    // Those that move most are named in colour.
    let moves = both.map { abs($0.rank - ($0.swapRank ?? 0)) }.sorted(by: >)
    let threshold = max(2, moves.count > 5 ? moves[4] : moves.last ?? 0)
    var marks: [any Mark] = []
    var series = 0
    for row in both {
      let swap = row.swapRank ?? row.rank
      let stands = abs(row.rank - swap) >= threshold && series < 5
      let color: SeriesColor = stands ? .series([0, 1, 2, 3, 4][series]) : .grey
      if stands { series += 1 }
      marks.append(
        LineMark(
          [(0, Double(-row.rank)), (1, Double(-swap))], color: color, width: stands ? 2.2 : 1.2, label: row.choice.title
        ))
      marks.append(PointMark(0, Double(-row.rank), color: color, radius: 2.5))
      marks.append(PointMark(1, Double(-swap), color: color, radius: 2.5))
    }
    let last = Double(both.map { max($0.rank, $0.swapRank ?? 0) }.max() ?? 1)
    let ticks = stride(from: 1.0, through: last, by: last > 12 ? 4 : last > 6 ? 2 : 1).map { -$0 }
    return Chart(
      subtitle: "Ranks: each at its own best (left), everything tuned for \(plan.baseline.title) (right)",
      x: Axis(domain: -0.04...1.04, ticks: [0.0, 1.0], format: { $0 < 0.5 ? "own" : "swapped" }),
      y: Axis("rank", domain: -last - 0.5 ... -0.5, ticks: ticks, format: { Text.short(-$0) }), width: 520,
      height: 60 + 16 * Double(max(4, both.count)), marks: marks)
  }

  /// Validation score by epoch, with the band from the worst to the best seed.
  func learningCurves() -> SmallMultiples {
    let curves = shown.map { ($0.choice, $0.curve.filter { $0.epoch > 0 }) }.filter { !$0.1.isEmpty }
    // Outliers on the worse side would flatten all the others: what a tenth of the points stay below is cut off.
    let all = curves.flatMap { $0.1.compactMap(\.validationScore) }.filter(\.isFinite).map { metric.orient($0) }
      .sorted()
    let bands = curves.flatMap { $0.1.flatMap { [$0.low, $0.high] } }.compactMap { $0 }.filter(\.isFinite)
    let floor = (all.isEmpty ? 0 : all[all.count / 10]) - 4 * setting.equivalenceMargin
    let kept = (all.map { metric.orient($0) } + bands).map { metric.orient(max(floor, metric.orient($0))) }
    let span = ScoreSpan(metric, kept, reach: .infinity, least: setting.equivalenceMargin)
    let domain = span.domain(figures)
    let reference = curves.first { $0.0 == plan.baseline }?.1 ?? []
    let last = setting.setting.epochs
    let ticks = Set([1, (last + 1) / 2, last]).sorted().map(Double.init)
    func line(_ points: [CurvePoint]) -> [(x: Double, y: Double)] {
      points.map { (Double($0.epoch), ($0.validationScore ?? .nan) * scale) }
    }
    let charts = curves.map { choice, points in
      var marks: [any Mark] = []
      // One that never comes up to the others has a scale of its own.
      let isFarOff = !points.flatMap { [$0.low, $0.high] }.contains { $0.map { metric.orient($0) >= floor } ?? false }
      if choice != plan.baseline, !isFarOff { marks.append(LineMark(line(reference), color: .grey, width: 1.4)) }
      marks.append(
        AreaMark(
          points.map { (Double($0.epoch), ($0.low ?? .nan) * scale, ($0.high ?? .nan) * scale) }))
      marks.append(LineMark(line(points)))
      if let end = points.last, let score = end.validationScore {
        marks.append(PointMark(Double(end.epoch), score * scale, radius: 2.4))
      }
      return Chart(
        title: choice.title, x: Axis("epoch", domain: 0.8...Double(max(2, last)) + 0.2, ticks: ticks),
        y: Axis(domain: isFarOff ? nil : domain), width: 214, height: 170, marks: marks)
    }
    return SmallMultiples(
      subtitle: "Validation \(figures.axis): mean and band from worst to best seed; grey: \(plan.baseline.title). "
        + "One scale, but for those far off", columns: 4, charts: charts)
  }

  /// Validation score by learning rate, the mean over the splits; where a trial diverged, a hollow point at the worse end.
  func rates() -> SmallMultiples {
    let all = rows.flatMap { $0.tried.map(\.hyperparameters.learningRate) }
    let domain = (all.min() ?? 0.001) / 1.8...(all.max() ?? 1) * 1.8
    // R² and errors have no worse end: a failed rate must not hide how the others differ.
    let scores = rows.flatMap { $0.tried.compactMap(\.score) }
    let bounded = metric.isShare || metric == .auc
    let span = ScoreSpan(metric, scores, reach: 3, least: 4 * setting.equivalenceMargin)
    let ys = bounded ? 0...scale : span.domain(figures, room: 0.1)
    let edge = 0.03 * (ys.upperBound - ys.lowerBound)
    let worst = metric.isHigherBetter ? ys.lowerBound + edge : ys.upperBound - edge
    let charts = rows.map { row in
      let own = row.tried.filter {
        $0.hyperparameters.weightDecay == row.hyperparameters?.weightDecay ?? 0
          && $0.hyperparameters.dropout == row.hyperparameters?.dropout ?? 0
      }
      let points = own.map { (x: $0.hyperparameters.learningRate, y: ($0.score ?? .nan) * scale) }
      // One that never comes up to the others has a scale of its own.
      let finite = points.map(\.y).filter(\.isFinite)
      let isFarOff = !finite.isEmpty && !finite.contains(where: ys.contains)
      var marks: [any Mark] = []
      if let good = row.goodRates, !isFarOff {
        marks.append(
          RectangleMark(
            x0: good.low, x1: good.high, y0: ys.lowerBound, y1: ys.upperBound, color: .series(2), opacity: 0.12))
      }
      if let best = row.hyperparameters?.learningRate {
        marks.append(RuleMark(x: best, color: .series(2), dash: .dotted, width: 1.4))
      }
      marks.append(LineMark(points))
      marks += points.filter { isFarOff ? $0.y.isFinite : ys.contains($0.y) }.map {
        PointMark($0.x, $0.y, radius: 2.2) as any Mark
      }
      marks += own.filter { $0.divergedTrials > 0 }.map {
        PointMark(
          $0.hyperparameters.learningRate, isFarOff ? finite.max() ?? worst : worst, color: .series(1), radius: 2.6,
          isHollow: true) as any Mark
      }
      return Chart(
        title: row.choice.title, x: Axis("learning rate", scale: .logarithmic, domain: domain),
        y: Axis(domain: isFarOff ? nil : ys),
        width: 214, height: 170, marks: marks)
    }
    return SmallMultiples(
      subtitle:
        "Mean validation \(figures.axis); dotted: chosen; band: within two margins of the best; hollow: a trial "
        + "diverged", columns: 4, charts: charts)
  }

  /// Score against time per step; the front in colour and by name, the size of a dot by the memory kept.
  func pareto() -> Chart? {
    let points = rows.filter { $0.score != nil && $0.verdict != .diverged && $0.millisecondsPerStep != nil }
    guard points.count > 1 else { return nil }
    let span = ScoreSpan(
      metric, points.compactMap { $0.score?.value }, reach: 4, least: setting.equivalenceMargin)
    let times = points.compactMap(\.millisecondsPerStep)
    let most = Double(points.map(\.keptBytes).max() ?? 1)
    var marks: [any Mark] = []
    for row in points {
      guard let score = row.score?.value, let time = row.millisecondsPerStep, span.holds(score)
      else { continue }
      let isOnFront = row.isOnParetoFront ?? false
      let radius = 2.5 + 3.5 * (Double(row.keptBytes) / max(1, most)).squareRoot()
      marks.append(
        PointMark(
          time * 1000, score * scale, color: isOnFront ? .series(2) : .grey,
          radius: radius,
          isHollow: !isOnFront))
    }
    let front = points.filter { ($0.isOnParetoFront ?? false) && span.holds($0.score?.value ?? .nan) }
    for row in front {
      marks.append(
        TextMark(row.choice.title, x: (row.millisecondsPerStep ?? 0) * 1000, y: (row.score?.value ?? 0) * scale))
    }
    return Chart(
      subtitle:
        "Filled and named: on the front, nothing is as good in score, time and memory; larger dots keep more memory",
      x: Axis("time per step (µs)", domain: 900 * (times.min() ?? 0)...1_100 * (times.max() ?? 1)),
      y: Axis("test \(figures.axis)", domain: span.domain(figures, room: 0.1)), width: 760, height: 360, marks: marks)
  }
}
