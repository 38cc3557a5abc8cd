internal import Charts
internal import Diagnostics
internal import Studies

/// What became of the layers, activation by activation.
struct LayerPictures {
  let setting: SettingResult

  private var rows: [LeaderboardRow] { setting.leaderboard }
  private var shown: [LeaderboardRow] { rows.filter { $0.score != nil } }

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
