internal import Charts
internal import Diagnostics
internal import Statistics
internal import Studies

/// The pictures of one setting.
struct SettingCharts {
  let setting: SettingResult
  let plan: StudyPlan

  private var rows: [LeaderboardRow] { setting.leaderboard }
  private var shown: [LeaderboardRow] { rows.filter { $0.score != nil } }
  private var scale: Double { setting.data.isClassification ? 100 : 1 }
  private var unit: String { setting.data.isClassification ? "accuracy (%)" : "R²" }

  private static func color(_ verdict: Verdict) -> SeriesColor {
    switch verdict {
    case .better: .series(2)
    case .worse, .diverged: .series(1)
    default: .series(0)
    }
  }

  /// Test score with its interval, best first: a forest plot.
  func leaderboard() -> Chart {
    var marks: [any Mark] = []
    let base = rows.first { $0.verdict == .baseline }?.score?.value
    if let base { marks.append(RuleMark(x: base * scale, color: .grey, dash: .dashed)) }
    // Scores far below the others would squeeze them: the axis begins a little below the median's neighbours.
    let values = shown.compactMap { $0.score?.value }.sorted()
    let median = values.isEmpty ? 0 : values[values.count / 2]
    let best = min(1, shown.compactMap { $0.score?.high }.max() ?? 1)
    let lowest = shown.compactMap { row in row.score.map { min($0.low, row.scores.compactMap { $0 }.min() ?? $0.low) } }
    let floor = max(
      lowest.min() ?? 0, median - 6 * max(best - median, setting.data.isClassification ? 0.01 : 0.02))
    var cut = false
    for (i, row) in shown.enumerated() {
      guard let score = row.score else { continue }
      let y = Double(i)
      let color = Self.color(row.verdict)
      if score.value < floor {
        cut = true
        marks.append(PointMark(floor * scale, y, color: color, radius: 3, isHollow: true))
        continue
      }
      for value in row.scores.compactMap({ $0 }) where value >= floor {
        marks.append(PointMark(value * scale, y, color: .grey, radius: 1.6))
      }
      marks.append(
        RuleMark(y: y, from: max(floor, score.low) * scale, to: min(1, score.high) * scale, color: color, width: 2))
      marks.append(PointMark(score.value * scale, y, color: color))
    }
    let seeds = Set(shown.map(\.seeds)).sorted()
    let counts =
      seeds.count > 1 ? "\(seeds[0]) to \(seeds[seeds.count - 1]) seeds" : "\(seeds.first ?? 0) seeds"
    return Chart(
      subtitle: "Dot: mean over \(counts); line: its 95 % interval; grey: single seeds; dashed: \(plan.baseline.title)"
        + (cut ? "; hollow: lower than the axis shows" : ""),
      x: Axis("test \(unit)"), y: Axis(scale: .categories(shown.map(\.choice.title))), width: 760,
      height: 70 + 20 * Double(max(1, shown.count)), marks: marks)
  }

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
    let curves = shown.map { ($0.choice, $0.curve.filter { $0.epoch > 0 }) }
    let all = curves.flatMap { $0.1.compactMap(\.validationScore) }.filter(\.isFinite).sorted()
    // Low outliers would flatten all the others: what a tenth of the points stay below is cut off.
    let low = all.isEmpty ? 0 : max(0, all[all.count / 10] - 0.02)
    let domain = low * scale...max(low + 0.01, all.last ?? 1) * scale
    let reference = curves.first { $0.0 == plan.baseline }?.1 ?? []
    let last = setting.setting.epochs
    let ticks = Set([1, (last + 1) / 2, last]).sorted().map(Double.init)
    func line(_ points: [CurvePoint]) -> [(x: Double, y: Double)] {
      points.map { (Double($0.epoch), ($0.validationScore ?? .nan) * scale) }
    }
    let charts = curves.map { choice, points in
      var marks: [any Mark] = []
      // One that never comes up to the others has a scale of its own.
      let isFarBelow = (points.compactMap(\.high).max() ?? 0) < low
      if choice != plan.baseline, !isFarBelow { marks.append(LineMark(line(reference), color: .grey, width: 1.4)) }
      marks.append(
        AreaMark(
          points.map { (Double($0.epoch), ($0.low ?? .nan) * scale, ($0.high ?? .nan) * scale) }))
      marks.append(LineMark(line(points)))
      if let end = points.last, let score = end.validationScore {
        marks.append(PointMark(Double(end.epoch), score * scale, radius: 2.4))
      }
      return Chart(
        title: choice.title, x: Axis("epoch", domain: 0.8...Double(max(2, last)) + 0.2, ticks: ticks),
        y: Axis(domain: isFarBelow ? nil : domain), width: 214, height: 170, marks: marks)
    }
    return SmallMultiples(
      subtitle: "Validation \(unit): mean and band from worst to best seed; grey: \(plan.baseline.title). "
        + "One scale, but for those far below", columns: 4, charts: charts)
  }

  /// Validation score by learning rate.
  func rates() -> SmallMultiples {
    let all = rows.flatMap { $0.tried.map(\.hyperparameters.learningRate) }
    let domain = (all.min() ?? 0.001) / 1.8...(all.max() ?? 1) * 1.8
    let charts = rows.map { row in
      let own = row.tried.filter {
        $0.hyperparameters.weightDecay == row.hyperparameters?.weightDecay ?? 0
          && $0.hyperparameters.dropout == row.hyperparameters?.dropout ?? 0
      }
      let points = own.map { (x: $0.hyperparameters.learningRate, y: ($0.score ?? .nan) * scale) }
      var marks: [any Mark] = []
      if let good = row.goodRates {
        marks.append(
          RectangleMark(x0: good.low, x1: good.high, y0: 0, y1: scale, color: .series(2), opacity: 0.12))
      }
      if let best = row.hyperparameters?.learningRate {
        marks.append(RuleMark(x: best, color: .series(2), dash: .dotted, width: 1.4))
      }
      marks.append(LineMark(points))
      marks += points.filter { $0.y.isFinite }.map { PointMark($0.x, $0.y, radius: 2.2) as any Mark }
      marks += own.filter { $0.divergedTrials > 0 }.map {
        PointMark($0.hyperparameters.learningRate, 0.02 * scale, color: .series(1), radius: 2.6, isHollow: true)
          as any Mark
      }
      return Chart(
        title: row.choice.title, x: Axis("learning rate", scale: .logarithmic, domain: domain),
        y: Axis(domain: 0...scale), width: 214, height: 170, marks: marks)
    }
    return SmallMultiples(
      subtitle: "Mean validation \(unit) by learning rate; dotted: chosen; band: within two margins of the best; "
        + "hollow, at the bottom: a trial diverged", columns: 4, charts: charts)
  }

  /// Score against time per step; the front in colour and by name, the size of a dot by the memory kept.
  func pareto() -> Chart? {
    let points = rows.filter { $0.score != nil && $0.verdict != .diverged && $0.millisecondsPerStep != nil }
    guard points.count > 1 else { return nil }
    let scores = points.compactMap { $0.score?.value }.sorted()
    let floor = max(
      scores[0], scores[scores.count / 2] - 4 * max(0.005, scores[scores.count - 1] - scores[scores.count / 2]))
    let most = Double(points.map(\.keptBytes).max() ?? 1)
    var marks: [any Mark] = []
    for row in points {
      guard let score = row.score?.value, let time = row.millisecondsPerStep, score >= floor else { continue }
      let isOnFront = row.isOnParetoFront ?? false
      let radius = 2.5 + 3.5 * (Double(row.keptBytes) / max(1, most)).squareRoot()
      marks.append(
        PointMark(
          time * 1000, score * scale, color: isOnFront ? .series(2) : .grey,
          radius: radius,
          isHollow: !isOnFront))
    }
    let front = points.filter { ($0.isOnParetoFront ?? false) && $0.score?.value ?? 0 >= floor }
    for row in front {
      marks.append(
        TextMark(row.choice.title, x: (row.millisecondsPerStep ?? 0) * 1000, y: (row.score?.value ?? 0) * scale))
    }
    return Chart(
      subtitle:
        "Filled and named: on the front, nothing is as good in score, time and memory; larger dots keep more memory",
      x: Axis("time per step (µs)"), y: Axis("test \(unit)"), width: 760, height: 360, marks: marks)
  }

  // MARK: - Layers

  private var layerNames: [String] {
    rows.lazy.compactMap { row in
      let first = row.layers.filter { $0.epoch == 0 }.map(\.probe.name)
      return first.isEmpty ? nil : first
    }.first ?? []
  }

  var hasHiddenLayers: Bool { layerNames.count > 1 }

  /// Layer by layer, at the start or at the end; nil where nothing was recorded.
  private func byLayer(_ row: LeaderboardRow, isEnd: Bool, _ value: (LayerProbe) -> Double) -> [Double?] {
    let own = row.layers.filter { ($0.epoch > 0) == isEnd }
    return layerNames.indices.map { layer in
      own.first { $0.probe.layer == layer }.map { value($0.probe) }.flatMap { $0.isFinite ? $0 : nil }
    }
  }

  /// Gradient norm by layer, before the first step and after the last epoch, as small charts on one logarithmic scale.
  func gradients() -> SmallMultiples {
    let layers = layerNames
    var all: [Double] = []
    let lines = shown.map { row in
      let first = byLayer(row, isEnd: false) { $0.gradientNorm }
      let last = byLayer(row, isEnd: true) { $0.gradientNorm }
      all += (first + last).compactMap { $0 }.filter { $0 > 0 }
      return (row.choice, first, last)
    }
    let floor = max(all.min() ?? 1e-3, (all.max() ?? 1) * 1e-10)
    let domain = Self.decades(floor, all.max() ?? 1)
    let every = max(1, layers.count / 6)
    let ticks = stride(from: 1, through: max(1, layers.count), by: every).map(Double.init)
    let charts = lines.map { choice, first, last in
      Chart(
        title: choice.title, x: Axis("layer", domain: 0.5...Double(max(2, layers.count)) + 0.5, ticks: ticks),
        y: Axis(scale: .logarithmic, domain: domain), width: 214, height: 170,
        marks: series(first, .series(5), .dashed) + series(last, .series(0), .solid))
    }
    return SmallMultiples(
      subtitle: "Norm of ∂J/∂W by layer, 1 at the input; dashed: before the first step, solid: after the last epoch; "
        + "no point: exactly 0", columns: 4, charts: charts)
  }

  private func series(_ values: [Double?], _ color: SeriesColor, _ dash: Dash) -> [any Mark] {
    let points = values.enumerated().map { (Double($0.offset + 1), $0.element.map { $0 > 0 ? $0 : .nan } ?? .nan) }
    let dots = values.count > 12 ? [] : points.filter { $0.1.isFinite }
    return [LineMark(points, color: color, dash: dash)] + dots.map { PointMark($0.0, $0.1, color: color, radius: 2.2) }
  }

  private static func decades(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    var a = 1.0
    while a > low, a > 1e-30 { a /= 10 }
    while a * 10 <= low { a *= 10 }
    var b = a * 10
    while b < high, b < 1e30 { b *= 10 }
    return a...b
  }

  /// Shares by hidden layer after the last epoch: activations × layers. Of many layers, some evenly spaced ones.
  func shares(_ title: String, _ value: (LayerProbe) -> Double, _ color: SeriesColor) -> Chart {
    let hidden = layerNames.count - 1
    let every = max(1, (hidden + 5) / 6)
    let chosen = Array(stride(from: 0, to: max(0, hidden), by: every))
    var marks: [any Mark] = []
    for (i, row) in shown.enumerated() {
      let values = byLayer(row, isEnd: true, value)
      for (column, layer) in chosen.enumerated() {
        guard let share = values[layer] else { continue }
        marks.append(
          RectangleMark(
            x0: Double(column) - 0.48, x1: Double(column) + 0.48, y0: Double(i) - 0.46, y1: Double(i) + 0.46,
            color: color,
            opacity: 0.04 + 0.56 * share, text: Text.fixed(share * 100, share > 0 && share < 0.0995 ? 1 : 0) + " %"))
      }
    }
    return Chart(
      title: title, x: Axis(scale: .categories(chosen.map { layerNames[$0] })),
      y: Axis(scale: .categories(shown.map(\.choice.title))), width: max(260, 140 + 78 * Double(chosen.count)),
      height: 60 + 19 * Double(max(1, shown.count)), hasGrid: false, marks: marks)
  }
}
