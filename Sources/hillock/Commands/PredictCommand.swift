import ArgumentParser
import Datasets
import Foundation
import Models
import NeuralNetworks

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Predict with a trained network: a CSV table or a NumPy array.",
    discussion: """
      Inputs: an .npy array with a row an example, or a CSV table with the columns that the network was trained on (others \
      are passed over). Outputs: a probability for each class, or the predicted numbers; the CSV table has the likeliest \
      class too. Inputs are as the data were before scaling; bytes of images become 0 to 1.
      """)

  @Argument(help: ArgumentHelp("The folder that 'hillock train' wrote.", valueName: "model"))
  var model: String
  @Argument(help: ArgumentHelp("An .npy or .csv file.", valueName: "inputs"))
  var inputs: String
  @Option(name: .shortAndLong, help: ArgumentHelp("A .csv or .npy file. (default: CSV here)", valueName: "file"))
  var output: String?
  @Option(help: "Threads for oneDNN's products.")
  var threads = 1

  func run() throws {
    try reporting {
      try Workers.check(threads: threads)
      let model = try Model(folder: model)
      let rows = try InputRows.read(
        inputs, shape: model.network.inputShape, columns: model.columns)
      guard rows.count > 0 else { throw UsageError("\(inputs) has no rows") }
      let outputs = try model.predictions(for: rows.values, threads: threads)
      let width = outputs.count / rows.count
      guard let output else {
        print(Self.table(model, outputs, width), terminator: "")
        return
      }
      switch (output as NSString).pathExtension.lowercased() {
      case "npy": try NPYArray(shape: [rows.count, width], values: .float32(outputs)).write(output)
      case "csv": try OutputFile.write(Self.table(model, outputs, width), to: output)
      default: throw UsageError("--output \(output); expected a name that ends with .csv or .npy")
      }
      Terminal.error("wrote \(rows.count) predictions to \(output)")
    }
  }

  private static func table(_ model: Model, _ outputs: [Float], _ width: Int) -> String {
    let names = model.classNames
    let header =
      names.isEmpty ? (0..<width).map { width == 1 ? "prediction" : "prediction \($0 + 1)" } : ["class"] + names
    var lines = [header.map(quoted).joined(separator: ",")]
    for start in stride(from: 0, to: outputs.count, by: width) {
      let row = outputs[start..<start + width]
      var cells = row.map { "\($0)" }
      if !names.isEmpty {
        let best = row.indices.max { row[$0] < row[$1] } ?? start
        cells.insert(quoted(names[best - start]), at: 0)
      }
      lines.append(cells.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    text.contains(where: { ",\"\n\r".contains($0) })
      ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
  }
}
