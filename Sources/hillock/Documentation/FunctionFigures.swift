import Foundation

/// The measured part of a function's page: tables where there are figures, otherwise how to get them.
enum FunctionFigures {
  static func accuracy(_ name: String, _ measured: MeasuredAccuracy?) -> String {
    guard let found = measured?.results(name), !found.isEmpty else {
      return "Not measured for this page. `hillock accuracy \(name)` measures it on your machine."
    }
    let tables = found.map { part, results in
      let inputs = part.inputs == "all" ? "every \(part.numbers) there is" : part.inputs
      return "`\(part.numbers)`, largest error in units of the last place (\(inputs)):\n\n"
        + table(
          ["by", "f", "f′", "f correctly rounded"],
          results.map { [$0.by, ulps($0.value), $0.derivative.map(ulps) ?? "–", share($0.value)] })
    }
    return tables.joined(separator: "\n\n")
  }

  static func cost(_ name: String, _ measured: MeasuredCost?) -> String {
    guard let measured, case let found = measured.kernels(name), !found.isEmpty else {
      return "Not measured for this page. `hillock bench kernels \(name)` measures it on your machine."
    }
    var conditions = "Nanoseconds per element"
    if let set = measured.instructionSet { conditions += ", built for \(set)" }
    if let statistic = measured.statistic { conditions += "; \(statistic)" }
    let passes = ["forward", "backward", "forwardAndDerivative", "memcpy"]
    return conditions + ":\n\n"
      + table(
        ["elements", "threads", "f", "backward", "f and f′", "copying as many bytes"],
        found.map { kernel in
          let rows = kernel.channels.map { " in rows of \($0)" } ?? ""
          return ["\(kernel.size)\(rows)", "\(kernel.threads)"]
            + passes.map { kernel.nanosecondsPerElement[$0].map { String(format: "%.2f", $0) } ?? "–" }
        })
  }

  private static func ulps(_ figures: MeasuredAccuracy.Figures) -> String {
    guard let worst = figures.worst else { return "0" }
    return worst.error.isFinite ? String(format: "%.3g at x = %.6g", worst.error, worst.x) : "\(worst.error)"
  }

  private static func share(_ figures: MeasuredAccuracy.Figures) -> String {
    figures.shareCorrectlyRounded.map { String(format: "%.1f %%", 100 * $0) } ?? "–"
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header, header.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }
}
