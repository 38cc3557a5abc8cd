import Foundation
import Reports

/// A kernel report in plain text.
enum KernelTables {
  /// Arrays of so many elements do not fit into the caches: memcpy is the limit there.
  static let fromMemory = 4 << 20

  static func text(_ report: KernelReport) -> String {
    let deviation = String(format: "%g", report.inputDeviation)
    let heading =
      "\(report.unit), \(report.statistic); inputs of deviation \(deviation); hillock \(report.instructionSet), oneDNN \(report.oneDNN). "
      + "Ratios are our time divided by the other's."
    return ([heading] + report.groups.map { table($0, report) } + [overheads(report)].compactMap { $0 })
      .joined(separator: "\n\n")
  }

  private struct Column {
    let title: String
    let decimals: Int
    let value: (KernelFigures) -> Double?
  }

  private static func table(_ group: [KernelFigures], _ report: KernelReport) -> String {
    guard let first = group.first else { return "" }
    var columns = [
      Column(title: "forward", decimals: 3) { $0[.forward] },
      Column(title: "backward", decimals: 3) { $0[.backward] },
      Column(title: "both", decimals: 3) { $0[.forwardAndDerivative] },
      Column(title: "fwd+bwd", decimals: 3) { $0[.forwardThenBackward] },
      Column(title: "oneDNN fwd", decimals: 3) { $0[.oneDNNForward] },
      Column(title: "oneDNN bwd", decimals: 3) { $0[.oneDNNBackward] },
      Column(title: "memcpy", decimals: 3) { $0[.memcpy] },
      Column(title: "fwd/oneDNN", decimals: 2) { $0.ratio(.forward, to: .oneDNNForward) },
      Column(title: "bwd/oneDNN", decimals: 2) { $0.ratio(.backward, to: .oneDNNBackward) },
    ]
    if first.size >= fromMemory {
      columns.append(Column(title: "fwd/memcpy", decimals: 2) { $0.ratio(.forward, to: .memcpy) })
    }
    if group.contains(where: { $0[.v3Forward] != nil }) {
      columns.append(Column(title: "fwd/v3", decimals: 2) { $0.ratio(.forward, to: .v3Forward) })
      columns.append(Column(title: "bwd/v3", decimals: 2) { $0.ratio(.backward, to: .v3Backward) })
    }
    if first.threads > 1, report.kernels.contains(where: { $0.threads == 1 && $0.size == first.size }) {
      columns.append(Column(title: "fwd/1 thread", decimals: 2) { ratioToOneThread($0, report) })
    }
    var table = Table([("function", .left)] + columns.map { ($0.title, .right) })
    for one in group {
      table.rows.append(
        [one.title]
          + columns.map { column in column.value(one).map { String(format: "%.\(column.decimals)f", $0) } ?? "" })
    }
    let title = "\(ElementCount(first.size).text) elements, \(threads(first.threads))"
    return ([Terminal.bold(title), table.text] + notes(group, report)).joined(separator: "\n")
  }

  private static func ratioToOneThread(_ one: KernelFigures, _ report: KernelReport) -> Double? {
    let single = report.kernels.first {
      $0.threads == 1 && $0.size == one.size && $0.name == one.name && $0.channels == one.channels
    }
    guard let a = one[.forward], let b = single?[.forward], b > 0 else { return nil }
    return a / b
  }

  /// The geometric means, and where the other one was faster.
  private static func notes(_ group: [KernelFigures], _ report: KernelReport) -> [String] {
    var lines: [String] = []
    if let first = group.first,
      let means = report.geometricMeans.first(where: { $0.size == first.size && $0.threads == first.threads })
    {
      lines.append(
        String(format: "geometric means to oneDNN: forward %.2f, backward %.2f, over ", means.forward, means.backward)
          + means.functions.joined(separator: ", "))
    }
    let v3 = [(KernelTiming.forward, KernelTiming.v3Forward), (.backward, .v3Backward)].map { pair in
      group.compactMap { $0.ratio(pair.0, to: pair.1) }
    }
    if let forward = v3[0].max(), let backward = v3[1].max() {
      lines.append(
        String(
          format: "to the build for x86-64-v3: geometric means %.2f and %.2f, largest %.2f and %.2f",
          KernelReport.geometricMean(v3[0]), KernelReport.geometricMean(v3[1]), forward, backward))
    }
    let passes = [
      ("forward", KernelTiming.forward, KernelTiming.oneDNNForward), ("backward", .backward, .oneDNNBackward),
    ]
    for (pass, ours, theirs) in passes {
      let slower = group.compactMap { one in
        // 1.00 as it is shown is as fast.
        one.ratio(ours, to: theirs).flatMap { $0 >= 1.005 ? "\(one.title) \(String(format: "%.2f", $0))" : nil }
      }
      if !slower.isEmpty { lines.append("slower than oneDNN's \(pass): " + slower.joined(separator: "; ")) }
    }
    return lines
  }

  private static func overheads(_ report: KernelReport) -> String? {
    if report.overheads.isEmpty { return nil }
    var table = Table([("function", .left), ("forward, µs", .right), ("backward, µs", .right)])
    for one in report.overheads {
      table.rows.append([
        one.name, String(format: "%.2f", one.forwardMicroseconds), String(format: "%.2f", one.backwardMicroseconds),
      ])
    }
    let title = "a call at 4 Ki elements, over 4,096 times an element's time at 64 Ki"
    return [Terminal.bold(title), table.text, "below 0 where 64 Ki elements do not fit into the nearest cache"]
      .joined(separator: "\n")
  }

  static func threads(_ count: Int) -> String { count == 1 ? "one thread" : "\(count) threads" }
}
