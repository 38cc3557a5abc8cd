import Activations
import ArgumentParser
import Reports

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw activations as an SVG file that is legible on light and dark grounds.")

  @Argument(help: "Activations, or all.")
  var names: [String]
  @Option(name: .shortAndLong, help: "The SVG file to write.")
  var output: String
  @Flag(help: "Draw the derivative too.")
  var derivative = false
  // A number below 0 begins as an option does.
  @Option(parsing: .unconditional, help: "The left end of the picture.")
  var from = -5.0
  @Option(parsing: .unconditional, help: "The right end of the picture.")
  var to = 5.0

  func run() throws {
    try reporting {
      guard from < to, from.isFinite, to.isFinite, to - from <= 1e6 else {
        throw UsageError("--from \(from) --to \(to); expected a range from left to right")
      }
      let activations = try names.flatMap { try Typed.activations($0) }
      try OutputFile.write(
        ActivationCharts.svg(activations, withDerivative: derivative, range: from...to), to: output)
      print("wrote \(output)")
    }
  }
}
