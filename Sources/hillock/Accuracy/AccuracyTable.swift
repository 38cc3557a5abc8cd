import Accuracy
import Charts
import Foundation
import Reports

/// What was found, as a table for people.
enum AccuracyTable {
  static func text(_ report: AccuracyReport) -> String {
    let parts = report.parts.map { part in
      let inputs = part.functions.first?.results.first?.value.inputs ?? 0
      let heading = "\(part.numbers), \(Text.grouped(inputs)) numbers (\(part.inputs)), \(duration(part.seconds))"
      return Terminal.bold(heading) + "\n\n" + table(part).text + footnotes(part)
    }
    let results = report.parts.flatMap { $0.functions.flatMap(\.results) }.compactMap(\.isKept)
    let broken = results.filter { !$0 }.count
    let verdict =
      broken == 0
      ? "All \(results.count) promises are kept." : "\(broken) of \(results.count) promises are broken."
    return (parts + [explanation, verdict]).joined(separator: "\n\n")
  }

  private static let explanation = """
    ULP: units of the last place of the exact value as rounded. Exact: correctly rounded results. Near 0: the largest error \
    of f′ where it passes through zero, in half ULPs of its largest magnitude.
    """

  private static func table(_ part: AccuracyReport.Part) -> Table {
    var table = Table([
      ("function", .left), ("by", .left), ("f: ULP", .right), ("at", .right), ("exact", .right), ("f′: ULP", .right),
      ("at", .right), ("exact", .right), ("near 0", .right), ("violations", .left), ("promise", .left),
    ])
    for function in part.functions {
      for (i, result) in function.results.enumerated() {
        let slope = result.derivative
        table.rows.append([
          i == 0 ? function.activation : "", result.by, number(result.value.worst?.error ?? 0),
          place(result.value.worst), share(result.value), slope.map { number($0.worst?.error ?? 0) } ?? "",
          place(slope?.worst), slope.map(share) ?? "", slope?.nearZero.map { number($0.error) } ?? "",
          violations(result), result.isKept.map { $0 ? "kept" : "broken" } ?? "",
        ])
      }
    }
    return table
  }

  private static func footnotes(_ part: AccuracyReport.Part) -> String {
    let errors = part.functions.flatMap { $0.sieve ?? [] }.compactMap { $0?.error }
    guard let largest = errors.max() else { return "" }
    return
      "\n\nThe Double kernels that sieved these numbers were off by at most \(number(largest)) ULP of Double where they "
      + "were checked."
  }

  private static func number(_ error: Double) -> String {
    if error.isInfinite { return "∞" }
    return String(format: error < 1_000 ? "%.3f" : "%.1e", error)
  }

  private static func place(_ point: ErrorPoint?) -> String {
    guard let point, point.error > 0 else { return "" }
    return String(format: "%.6g", point.x).replacingOccurrences(of: "-", with: "−")
  }

  /// Rounded down, so that 100 % means all.
  private static func share(_ figures: AccuracyReport.Figures) -> String {
    String(format: "%.2f %%", (figures.shareCorrectlyRounded * 10_000).rounded(.down) / 100)
  }

  private static func violations(_ result: AccuracyReport.Result) -> String {
    var parts: [String] = []
    for (name, figures) in [("f", result.value), ("f′", result.derivative)] {
      guard let found = figures?.violations else { continue }
      for (kind, tally) in [
        ("falls", found.monotonicity), ("wrong sign", found.sign), ("NaN", found.nan), ("limit", found.limits),
      ] where tally.count > 0 {
        parts.append(
          "\(name) \(kind) \(Text.grouped(tally.count))" + (tally.x.map { String(format: " (%.6g)", $0) } ?? ""))
      }
    }
    return parts.joined(separator: ", ")
  }

  private static func duration(_ seconds: Double) -> String {
    seconds < 60 ? String(format: "%.1f s", seconds) : "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
  }
}
