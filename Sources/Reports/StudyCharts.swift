internal import Activations
internal import Charts
internal import Diagnostics
internal import Studies

/// A study's pictures.
struct StudyCharts {
  let result: StudyResult

  private var rows: [LeaderboardRow] { result.leaderboard }
  private var scale: Double { result.data.isClassification ? 100 : 1 }
  private var unit: String { result.data.isClassification ? "accuracy (%)" : "R²" }

  private func trials(_ activation: Activation) -> [TrialRecord] {
    result.finalTrials.filter { $0.key.activation == activation }
  }

  /// Test score with its interval, best first.
  func leaderboard() -> Chart {
    let shown = rows.filter { $0.score != nil }
    var marks: [any Mark] = []
    let base = rows.first { $0.verdict == .baseline }?.score?.value
    if let base { marks.append(RuleMark(x: base * scale, color: .grey, dash: .dashed)) }
    // Scores far below the others would squeeze them: the axis begins a little below the median's neighbours.
    let values = shown.compactMap { $0.score?.value }.sorted()
    let median = values.isEmpty ? 0 : values[values.count / 2]
    let best = min(1, shown.compactMap { $0.score?.high }.max() ?? 1)
    let floor = max(values.first ?? 0, median - 6 * max(best - median, result.isClassification ? 0.01 : 0.02))
    var cut = false
    for (i, row) in shown.enumerated() {
      guard let score = row.score else { continue }
      let y = Double(i)
      let color: SeriesColor =
        row.verdict == .better ? .series(2) : [.worse, .diverged].contains(row.verdict) ? .series(1) : .series(0)
      if score.value < floor {
        cut = true
        marks.append(
          PointMark(floor * scale, y, color: color, radius: 3, isHollow: true))
        continue
      }
      for value in row.scores.compactMap({ $0 }) where value >= floor {
        marks.append(PointMark(value * scale, y, color: .grey, radius: 1.6))
      }
      marks.append(
        RuleMark(y: y, from: max(floor, score.low) * scale, to: min(1, score.high) * scale, color: color, width: 2))
      marks.append(PointMark(score.value * scale, y, color: color))
    }
    return Chart(
      subtitle: "Dot: mean over \(result.plan.finalSeeds.count) seeds; line: its 95 % interval; grey: single seeds; "
        + "dashed: \(result.plan.baseline.title)"
        + (cut ? "; hollow: lower than the axis shows" : ""),
      x: Axis("test \(unit)"), y: Axis(scale: .categories(shown.map(\.activation.title))), width: 760,
      height: 70 + 20 * Double(max(1, shown.count)), marks: marks)
  }

  /// Validation score by epoch, with the band from the worst to the best seed.
  func learningCurves() -> SmallMultiples {
    let curves = rows.filter { $0.score != nil }.map { ($0.activation, curve(trials($0.activation))) }
    let all = curves.flatMap { $0.1.map(\.mean) }.filter(\.isFinite).sorted()
    // Low outliers would flatten all the others: what a tenth of the points stay below is cut off.
    let low = all.isEmpty ? 0 : max(0, all[all.count / 10] - 0.02)
    let domain = low * scale...max(low + 0.01, all.last ?? 1) * scale
    let reference = curves.first { $0.0 == result.plan.baseline }?.1 ?? []
    let last = result.plan.epochs
    let ticks = Set([1, (last + 1) / 2, last]).sorted().map(Double.init)
    let charts = curves.map { activation, points in
      var marks: [any Mark] = []
      // One that never comes up to the others has a scale of its own.
      let isFarBelow = (points.map(\.high).max() ?? 0) < low
      if activation != result.plan.baseline, !isFarBelow {
        marks.append(LineMark(reference.map { ($0.epoch, $0.mean * scale) }, color: .grey, width: 1.4))
      }
      marks.append(AreaMark(points.map { ($0.epoch, $0.low * scale, $0.high * scale) }))
      marks.append(LineMark(points.map { ($0.epoch, $0.mean * scale) }))
      if let end = points.last { marks.append(PointMark(end.epoch, end.mean * scale, radius: 2.4)) }
      return Chart(
        title: activation.title, x: Axis("epoch", domain: 0.8...Double(max(2, last)) + 0.2, ticks: ticks),
        y: Axis(domain: isFarBelow ? nil : domain), width: 214, height: 170, marks: marks)
    }
    return SmallMultiples(
      subtitle: "Validation \(unit): mean and band from worst to best seed; grey: \(result.plan.baseline.title). "
        + "One scale, but for those far below",
      columns: 4, charts: charts)
  }

  private func curve(_ trials: [TrialRecord]) -> [(epoch: Double, mean: Double, low: Double, high: Double)] {
    (1...result.plan.epochs).compactMap { epoch in
      let values = trials.compactMap { $0.epochs.first { $0.epoch == epoch }?.validationScore }.filter(\.isFinite)
      guard let low = values.min(), let high = values.max() else { return nil }
      return (Double(epoch), Statistics.mean(values), low, high)
    }
  }

  /// Gradient norm by layer, before the first step and after the last epoch, as small charts on one logarithmic scale.
  func gradients() -> SmallMultiples {
    let layers = layerNames
    var all: [Double] = []
    let lines = rows.filter { $0.score != nil }.map { row in
      let first = byLayer(row.activation, epoch: 0) { $0.gradientNorm }
      let last = byLayer(row.activation, epoch: result.plan.epochs) { $0.gradientNorm }
      all += (first + last).compactMap { $0 }.filter { $0 > 0 }
      return (row.activation, first, last)
    }
    let floor = max(all.min() ?? 1e-3, (all.max() ?? 1) * 1e-10)
    let domain = Self.decades(floor, all.max() ?? 1)
    let charts = lines.map { activation, first, last in
      Chart(
        title: activation.title,
        x: Axis(
          "layer", domain: 0.5...Double(max(2, layers.count)) + 0.5, ticks: (1...max(1, layers.count)).map(Double.init)),
        y: Axis(scale: .logarithmic, domain: domain), width: 214, height: 170,
        marks: series(first, .series(5), .dashed) + series(last, .series(0), .solid))
    }
    return SmallMultiples(
      subtitle: "Norm of ∂J/∂W by layer, 1 at the input; dashed: before the first step, solid: after the last epoch; "
        + "no point: exactly 0", columns: 4, charts: charts)
  }

  private func series(_ values: [Double?], _ color: SeriesColor, _ dash: Dash) -> [any Mark] {
    let points = values.enumerated().map { (Double($0.offset + 1), $0.element.map { $0 > 0 ? $0 : .nan } ?? .nan) }
    return [LineMark(points, color: color, dash: dash)]
      + points.filter { $0.1.isFinite }.map { PointMark($0.0, $0.1, color: color, radius: 2.2) }
  }

  private static func decades(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    var a = 1.0
    while a > low, a > 1e-30 { a /= 10 }
    while a * 10 <= low { a *= 10 }
    var b = a * 10
    while b < high, b < 1e30 { b *= 10 }
    return a...b
  }

  private var layerNames: [String] {
    result.finalTrials.lazy.compactMap { $0.epochs.first?.layers.map(\.name) }.first ?? []
  }

  /// The mean over the seeds, layer by layer; nil where nothing was recorded.
  private func byLayer(_ activation: Activation, epoch: Int, _ value: (LayerProbe) -> Double) -> [Double?] {
    let probes = trials(activation).compactMap { $0.epochs.first { $0.epoch == epoch }?.layers }
    return layerNames.indices.map { layer in
      let values = probes.compactMap { $0.count > layer ? value($0[layer]) : nil }.filter(\.isFinite)
      return values.isEmpty ? nil : Statistics.mean(values)
    }
  }

  /// Shares by hidden layer after the last epoch: activations × layers.
  func shares(_ title: String, _ value: (LayerProbe) -> Double, _ color: SeriesColor) -> Chart {
    let hidden = layerNames.dropLast()
    let shown = rows.filter { $0.score != nil }
    var marks: [any Mark] = []
    for (i, row) in shown.enumerated() {
      for (layer, share) in byLayer(row.activation, epoch: result.plan.epochs, value).prefix(hidden.count).enumerated()
      {
        guard let share else { continue }
        marks.append(
          RectangleMark(
            x0: Double(layer) - 0.48, x1: Double(layer) + 0.48, y0: Double(i) - 0.46, y1: Double(i) + 0.46,
            color: color,
            opacity: 0.04 + 0.56 * share, text: Text.fixed(share * 100, share > 0 && share < 0.0995 ? 1 : 0) + " %"))
      }
    }
    return Chart(
      title: title, x: Axis(scale: .categories(Array(hidden))),
      y: Axis(scale: .categories(shown.map(\.activation.title))), width: max(260, 140 + 78 * Double(hidden.count)),
      height: 60 + 19 * Double(max(1, shown.count)), hasGrid: false, marks: marks)
  }

  /// Validation score by learning rate.
  func tuning() -> SmallMultiples {
    let rates = result.plan.learningRates.sorted()
    let charts = rows.map { row in
      var points: [(x: Double, y: Double)] = []
      var diverged: [Double] = []
      for rate in rates {
        let own = result.tuningTrials.filter { $0.key.activation == row.activation && $0.key.learningRate == rate }
        let scores = own.compactMap(\.validationScore)
        if scores.count < own.count { diverged.append(rate) }
        points.append((rate, scores.isEmpty ? .nan : Statistics.mean(scores) * scale))
      }
      var marks: [any Mark] = []
      if let best = row.learningRate { marks.append(RuleMark(x: best, color: .series(2), dash: .dotted, width: 1.4)) }
      marks.append(LineMark(points))
      marks += points.filter { $0.y.isFinite }.map { PointMark($0.x, $0.y, radius: 2.2) as any Mark }
      marks += diverged.map { PointMark($0, 0.02 * scale, color: .series(1), radius: 2.6, isHollow: true) as any Mark }
      return Chart(
        title: row.activation.title,
        x: Axis("learning rate", scale: .logarithmic, domain: rates[0] / 1.8...rates[rates.count - 1] * 1.8),
        y: Axis(domain: 0...scale), width: 214, height: 170, marks: marks)
    }
    return SmallMultiples(
      subtitle:
        "Mean validation \(unit) by learning rate; hollow, at the bottom: a trial diverged; dotted: the rate that was chosen",
      columns: 4, charts: charts)
  }
}

extension StudyResult {
  fileprivate var isClassification: Bool { data.isClassification }
}
