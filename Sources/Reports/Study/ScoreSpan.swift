internal import Statistics
internal import Studies

/// What an axis shows of scores, in a metric's own direction: all of the better ones, and of the worse ones those that are
/// not so far off that they would squeeze the others.
struct ScoreSpan {
  let metric: Metric
  /// The worst that is shown, oriented: more is better.
  let floor: Double
  /// The best.
  let best: Double

  /// - Parameters:
  ///   - values: in the metric's own direction.
  ///   - least: the smallest reach below the middle.
  init(_ metric: Metric, _ values: [Double], reach: Double = 6, least: Double) {
    let sorted = values.filter(\.isFinite).map { metric.orient($0) }.sorted()
    self.metric = metric
    best = sorted.last ?? 0
    let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    // What is off is no reason for empty room in between.
    let limit = median - reach * max(best - median, least)
    floor = sorted.first { $0 >= limit } ?? 0
  }

  func holds(_ value: Double) -> Bool { metric.orient(value) >= floor }

  /// The value, or the end that is next to it.
  func limited(_ value: Double) -> Double { metric.orient(min(best, max(floor, metric.orient(value)))) }

  /// Where what is worse than all that is shown is marked: within the room at the worse end.
  var worst: Double { metric.orient(floor - 0.04 * space) }

  private var space: Double { max(best - floor, 1e-12 + 1e-6 * abs(best)) }

  /// From low to high, with some room at the worse end and at the better one.
  func domain(_ figures: Figures, room: Double = 0.06) -> ClosedRange<Double> {
    let ends = [metric.orient(floor - room * space), metric.orient(best + room * space)].sorted()
    let (low, high) = (max(figures.lowest, ends[0]), min(figures.highest, ends[1]))
    return low < high ? low * figures.scale...high * figures.scale : ends[0] * figures.scale...ends[1] * figures.scale
  }
}
