internal import Charts

/// How numbers are distributed in each layer, one hill above another.
struct RidgelineChart {
  /// The share of numbers between each edge and the next.
  struct Shares {
    var edges: [Double]
    var shares: [Double]

    /// Share per unit of length, in the middle of each bin.
    var density: [(x: Double, y: Double)] {
      zip(zip(edges, edges.dropFirst()), shares).map { bin, share in
        let width = bin.1 - bin.0
        return ((bin.0 + bin.1) / 2, width > 0 && share.isFinite ? max(0, share / width) : 0)
      }
    }
  }

  struct Row {
    var name: String
    var before: Shares?
    var after: Shares?
  }

  var title: String
  var axis: String
  /// From the input at the top.
  var rows: [Row]

  /// Rows of a picture; of more layers, some that are spread evenly.
  static let mostRows = 12
  /// By how much a hill may rise above its own row.
  private static let rise = 1.5

  /// Bins that a hill is wide at least; what is narrower is a spike.
  private static let narrowest = 3

  /// The height that a row's scale ends at. Spikes, such as ReLU's at 0 or hard tanh's at both ends, would flatten all the
  /// rest: they are cut off at one and a half times the highest hill. A row of nothing but spikes shows them whole.
  private static func peak(_ hills: [[Double]]) -> Double {
    let tops = hills.map { hill in
      hill.indices.dropLast(narrowest - 1).map { hill[$0..<$0 + narrowest].min() ?? 0 }.max() ?? 0
    }
    let highest = hills.flatMap { $0 }.max() ?? 0
    guard let top = tops.max(), top > 0 else { return highest }
    return min(highest, 1.5 * top)
  }

  /// Nil where nothing is left to show.
  func chart(width: Double = LayerCharts.width) -> Chart? {
    let usable = rows.filter { row in
      [row.before, row.after].contains { $0.map { $0.shares.contains { $0 > 0 } } ?? false }
    }
    guard !usable.isEmpty else { return nil }
    let step = Double(usable.count - 1) / Double(max(1, min(usable.count, Self.mostRows) - 1))
    let shown =
      usable.count <= Self.mostRows
      ? usable : (0..<Self.mostRows).map { usable[Int((Double($0) * step).rounded())] }
    var marks: [any Mark] = []
    for (i, row) in shown.enumerated() {
      // The first row is left free for the first hill.
      let base = Double(i + 1) + 0.3
      let (before, after) = (row.before?.density ?? [], row.after?.density ?? [])
      // Each row has its own scale: a narrow layer would flatten all the others.
      let peak = Self.peak([before, after].map { $0.map(\.y) })
      guard peak > 0 else { continue }
      func hill(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        points.map { ($0.x, base - Self.rise * min(1, $0.y / peak)) }
      }
      marks.append(RuleMark(y: base, color: .grey, width: 0.6))
      marks.append(AreaMark(hill(after).map { ($0.x, base, $0.y) }, color: .series(0), opacity: 0.4))
      marks.append(LineMark(hill(after), color: .series(0), width: 1.4))
      marks.append(LineMark(hill(before), color: .series(1), dash: .dashed, width: 1.4))
    }
    let edges = shown.flatMap { [$0.before, $0.after] }.compactMap { $0 }.flatMap { [$0.edges.first, $0.edges.last] }
      .compactMap { $0 }.filter(\.isFinite)
    guard let low = edges.min(), let high = edges.max(), low < high else { return nil }
    let names = [""] + shown.map(\.name)
    return Chart(
      title: title, subtitle: "Full: after training; dashed: before; each layer on its own vertical scale, spikes cut",
      x: Axis(axis, domain: low...high), y: Axis(scale: .categories(names)), width: width,
      height: 110 + 30 * Double(names.count), hasGrid: false, marks: marks)
  }
}
