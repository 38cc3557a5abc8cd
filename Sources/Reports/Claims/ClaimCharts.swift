internal import Charts
public import Claims
internal import Studies

/// Pictures of a claim's outcome.
public struct ClaimCharts {
  let outcome: Outcome

  public init(_ outcome: Outcome) { self.outcome = outcome }

  static let width = 640.0

  /// The experiment's own picture, or its effects where it has none; nil where nothing was measured.
  public func svg() -> String? {
    if let picture = outcome.evidence.picture, !picture.series.flatMap(\.points).isEmpty {
      return (picture.categories.isEmpty ? curves(picture) : places(picture)).svg()
    }
    return nil
  }

  private func curves(_ picture: Picture) -> Chart {
    var marks: [any Mark] = []
    for (i, series) in picture.series.enumerated() {
      let points = series.points.filter { $0.x.isFinite && $0.y.isFinite && (!picture.isYLogarithmic || $0.y > 0) }
      let band = points.compactMap { point -> (x: Double, low: Double, high: Double)? in
        guard let low = point.low, let high = point.high, low.isFinite, high.isFinite else { return nil }
        return (point.x, picture.isYLogarithmic ? max(low, point.y / 100) : low, high)
      }
      if band.count > 1 { marks.append(AreaMark(band, color: .series(i))) }
      marks.append(LineMark(points.map { ($0.x, $0.y) }, color: .series(i), dash: .of(i), label: series.name))
      if points.count < 12 { marks += points.map { PointMark($0.x, $0.y, color: .series(i), radius: 2.6) } }
    }
    let xs = picture.series.flatMap(\.points).map(\.x).filter(\.isFinite)
    // Curves end where the numbers do; decades are whole.
    let domain: ClosedRange<Double>? =
      if !picture.isXLogarithmic, let low = xs.min(), let high = xs.max(), low < high { low...high } else { nil }
    return Chart(
      title: picture.title, subtitle: hasIntervals(picture) ? "Mean over the seeds; band: 95 % interval" : "",
      x: Axis(picture.x, scale: picture.isXLogarithmic ? .logarithmic : .linear, domain: domain),
      y: Axis(picture.y, scale: picture.isYLogarithmic ? .logarithmic : .linear), width: Self.width, height: 340,
      marks: marks)
  }

  /// One row for each name, values along x.
  private func places(_ picture: Picture) -> Chart {
    var marks: [any Mark] = []
    let count = picture.series.count
    for (i, series) in picture.series.enumerated() {
      // Several series side by side within a row.
      let shift = count > 1 ? (Double(i) / Double(count - 1) - 0.5) * 0.5 : 0
      for point in series.points where point.y.isFinite {
        let y = point.x + shift
        if let low = point.low, let high = point.high, low.isFinite, high.isFinite {
          marks.append(RuleMark(y: y, from: low, to: high, color: .series(i), width: 2))
        }
        marks.append(PointMark(point.y, y, color: .series(i), isHollow: i % 2 == 1))
      }
    }
    let names = picture.series.map(\.name).filter { !$0.isEmpty }
    let marksOf = ["●", "○"]
    // More than two are told apart by their order as well.
    let key =
      names.count > 2
      ? "In each row, from the top: " + names.joined(separator: ", ")
      : names.enumerated().map { "\(marksOf[$0 % 2]) \($1)" }.joined(separator: "   ")
    let values = picture.series.flatMap(\.points).flatMap { [$0.low ?? $0.y, $0.y, $0.high ?? $0.y] }.filter(\.isFinite)
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let margin = 0.05 * max(high - low, max(abs(high), 1e-6) * 1e-3)
    if low < 0, high > 0 { marks.insert(RuleMark(x: 0, color: .grey), at: 0) }
    return Chart(
      title: picture.title,
      subtitle: ([key] + (hasIntervals(picture) ? ["mean, 95 % interval"] : [])).filter { !$0.isEmpty }
        .joined(separator: "; "),
      x: Axis(picture.y, domain: low - margin...high + margin), y: Axis(scale: .categories(picture.categories)),
      width: Self.width,
      height: 96 + Double(picture.categories.count) * (count > 2 ? 34 : count > 1 ? 24 : 20), marks: marks)
  }

  private func hasIntervals(_ picture: Picture) -> Bool {
    picture.series.contains { $0.points.contains { $0.low != nil } }
  }
}
