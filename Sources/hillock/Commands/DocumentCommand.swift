import Activations
import ArgumentParser
import Reports

/// Writes what DocC's pages have from the catalogue; `make docs` runs it.
struct DocumentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "document", abstract: "Write a page of documentation for every function, as Markdown for DocC.",
    shouldDisplay: false)

  @Option(name: .shortAndLong, help: "The folder to write to.")
  var output: String
  @Option(help: "A file that 'hillock accuracy --json' printed, for the pages' accuracy.")
  var accuracy: String?
  @Option(help: "A file that 'hillock bench kernels --json' printed, for the pages' cost.")
  var cost: String?

  func run() throws {
    try reporting {
      let accuracy = try accuracy.map { try MeasuredAccuracy.read($0) }
      let cost = try cost.map { try MeasuredCost.read($0) }
      try OutputFile.makeFolder(output)
      func write(_ text: String, _ file: String) throws { try OutputFile.write(text, to: output + "/" + file) }
      for activation in Activation.all {
        let page = FunctionPage(activation: activation, accuracy: accuracy, cost: cost)
        try write(page.text, FunctionPage.name(activation.name) + ".md")
        try write(
          ActivationCharts.svg([activation], withDerivative: true), FunctionPage.picture(activation.name))
      }
      for name in SoftmaxPage.names {
        try write(SoftmaxPage.text(name, accuracy: accuracy, cost: cost), FunctionPage.name(name) + ".md")
      }
      try write(Self.overview, "Catalogue.md")
      print("wrote \(Activation.all.count + SoftmaxPage.names.count) pages to \(output)")
    }
  }

  /// The page that lists the others.
  private static var overview: String {
    let pages = (Activation.all.map(\.name) + SoftmaxPage.names).map { "- <doc:\(FunctionPage.name($0))>" }
    return """
      # Catalogue

      Every activation with its formula, derivative, range, parameters, source, accuracy and cost.

      ## Topics

      ### In the order in which they are taught

      \(pages.joined(separator: "\n"))

      """
  }
}
