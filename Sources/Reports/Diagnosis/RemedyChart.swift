internal import Charts
internal import Diagnostics
internal import NeuralNetworks
internal import Remedies
internal import Statistics
internal import Studies

/// What every remedy gained: a forest plot.
struct RemedyChart {
  let diagnosis: Diagnosis
  let figures: Figures

  private var scale: Double { figures.isClassification ? 100 : 1 }

  /// Nil where nothing was tried.
  func forest() -> Chart? {
    let rows = diagnosis.byGain
    guard !rows.isEmpty else { return nil }
    let own = diagnosis.unchangedScore
    let needed = diagnosis.target - own
    let best = max(0.02, rows.map(\.gain.value).filter(\.isFinite).max() ?? 0, needed.isFinite ? needed : 0)
    // Wide intervals of two seeds, and R² far below zero, would squeeze the others.
    let worst = min(0, rows.map(\.gain.value).filter(\.isFinite).min() ?? 0)
    let span = min(-0.6 * best, max(1.1 * worst, -3 * best))...1.5 * best
    func clamped(_ gain: Double) -> Double {
      gain.isNaN ? 0 : min(span.upperBound, max(span.lowerBound, gain)) * scale
    }
    var marks: [any Mark] = [RuleMark(x: 0, color: .grey, width: 1.4)]
    if needed > 0, needed.isFinite { marks.append(RuleMark(x: needed * scale, color: .ink, dash: .dashed, width: 0.9)) }
    var isCut = false
    for (i, row) in rows.enumerated() {
      let y = Double(i)
      let color: SeriesColor = row.restores ? .series(2) : row.improves ? .series(0) : .series(1)
      for gain in diagnosis.gains(row) where span.contains(gain) {
        marks.append(PointMark(gain * scale, y, color: .grey, radius: 1.6))
      }
      isCut = isCut || !span.contains(row.gain.low) || !span.contains(row.gain.high)
      marks.append(RuleMark(y: y, from: clamped(row.gain.low), to: clamped(row.gain.high), color: color, width: 2))
      marks.append(
        PointMark(clamped(row.gain.value), y, color: color, radius: row.restores ? 4.5 : 3.5, isHollow: !row.restores))
    }
    var ends: [Double] = [0, clamped(needed)]
    for row in rows { ends += [clamped(row.gain.low), clamped(row.gain.high)] }
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 1)
    let margin = 0.04 * max(high - low, 1e-6)
    return Chart(
      subtitle: "Mean gain, 95 % interval; grey: the \(diagnosis.unchanged.count) seeds; full and ✓: restores learning"
        + (needed > 0 ? "; dashed: what that takes" : "")
        + (isCut ? "; cut at the edges" : ""),
      x: Axis(
        "gain of the validation \(figures.isClassification ? "accuracy (percentage points)" : "R²") over the unchanged run",
        domain: low - margin...high + margin),
      y: Axis(scale: .categories(rows.map { $0.title + ($0.restores ? " ✓" : "") })), width: LayerCharts.width,
      height: 78 + 20 * Double(rows.count), marks: marks)
  }
}

extension Diagnosis {
  /// The remedies, the one that gained most first; those that restore learning before the others.
  var byGain: [RemedyOutcome] {
    func gain(_ row: RemedyOutcome) -> Double { row.gain.value.isNaN ? -.infinity : row.gain.value }
    return trials.enumerated().sorted { a, b in
      if a.element.restores != b.element.restores { return a.element.restores }
      return (gain(a.element), -a.offset) > (gain(b.element), -b.offset)
    }.map(\.element)
  }

  /// The unchanged run's mean score with the seeds of the remedies; that of the run itself where none was tried.
  var unchangedScore: Double {
    guard !unchanged.isEmpty else { return record.epochs.last?.validation.score ?? .nan }
    return unchanged.map(\.score).reduce(0, +) / Double(unchanged.count)
  }

  /// Seed by seed.
  func gains(_ row: RemedyOutcome) -> [Double] { zip(row.forks, unchanged).map { $0.score - $1.score } }
}
