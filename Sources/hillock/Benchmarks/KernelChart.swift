import Charts

/// A kernel report as a picture: one row per function, our time above oneDNN's, forward and backward side by side.
///
/// Softmax, which takes many times as long, would make the others' bars too short: it is drawn where it stands alone.
enum KernelChart {
  private static let width = 600.0
  private static let rowHeight = 19.0

  static func svg(_ report: KernelReport) -> String {
    let threads = report.kernels.first?.threads ?? 1
    let isSoftmaxAlone = report.kernels.allSatisfy { $0.channels != nil }
    let groups = report.groups.filter { $0.first?.threads == threads }.map { group in
      isSoftmaxAlone ? group : group.filter { $0.channels == nil }
    }
    let charts = groups.flatMap { group in
      [
        panel(group, "forward", ours: .forward, theirs: .oneDNNForward),
        panel(group, "backward", ours: .backward, theirs: .oneDNNBackward),
      ]
    }
    return SmallMultiples(
      title: "Nanoseconds per element, \(KernelTables.threads(threads))",
      subtitle:
        "In each row hillock (\(report.instructionSet)) above, oneDNN \(report.oneDNN) below; the number is our "
        + "time divided by oneDNN's. Broken line: memcpy of the forward pass's bytes.",
      columns: 2, charts: charts
    ).svg()
  }

  private static func panel(
    _ group: [KernelFigures], _ pass: String, ours: KernelTiming, theirs: KernelTiming
  ) -> Chart {
    let size = ElementCount(group.first?.size ?? 0).text
    let longest = group.flatMap { [$0[ours], $0[theirs]] }.compactMap { $0 }.max() ?? 1
    var marks: [any Mark] = []
    let copies = group.compactMap { $0[.memcpy] }.sorted()
    if !copies.isEmpty { marks.append(RuleMark(x: copies[copies.count / 2], color: .ink, dash: .dashed)) }
    for (row, one) in group.enumerated() {
      let y = Double(row)
      var end = 0.0
      if let time = one[ours] {
        marks.append(RectangleMark(x0: 0, x1: time, y0: y - 0.38, y1: y, color: .series(0)))
        end = time
      }
      if let time = one[theirs] {
        marks.append(RectangleMark(x0: 0, x1: time, y0: y, y1: y + 0.38, color: .series(1)))
        end = max(end, time)
      }
      if let ratio = one.ratio(ours, to: theirs) {
        // A text alone, beside the longer bar.
        marks.append(
          RectangleMark(
            x0: end, x1: end + longest * 0.1, y0: y - 0.4, y1: y + 0.4, opacity: 0, text: Text.fixed(ratio, 2)))
      }
    }
    return Chart(
      title: "\(size) elements, \(pass)",
      x: Axis("ns per element", domain: 0...(longest * 1.12)), y: Axis(scale: .categories(group.map(\.title))),
      width: width, height: Double(group.count) * rowHeight + 84, hasGrid: true, marks: marks)
  }
}
