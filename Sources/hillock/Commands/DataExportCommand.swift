import ArgumentParser
import Datasets

struct DataExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a data set as a .csv or .npz file.",
    discussion: """
      A CSV file has a column for each input and the target last. An .npz file has float32 inputs in their shape, and \
      the number of the class (int64) or what is to be predicted (float32), as x_train, y_train, x_test and y_test, or \
      as x and y where the data have no test part of their own. Numbers are as loaded: images are 0 to 1.
      """)

  @Argument(help: ArgumentHelp("A name, a folder, a CSV file or an .npz file.", valueName: "data"))
  var data: String
  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write, .csv or .npz.", valueName: "file"))
  var output: String
  @Option(help: "all, train or test.")
  var part = "all"
  @Option(help: "Column of a CSV file to predict. (default: the last one)")
  var target: String?
  @Option(help: "classification or regression. (default: by the target's content)")
  var task: String?
  @Option(help: "Seed of generated data.")
  var seed: UInt64 = 0

  func run() throws {
    try reporting {
      let name = output.lowercased()
      guard name.hasSuffix(".csv") || name.hasSuffix(".npz") else {
        throw UsageError("--output \(output); expected a file that ends with .csv or .npz")
      }
      guard let part = DatasetPart(rawValue: part.lowercased()) else {
        throw UsageError("--part \(part); expected all, train or test")
      }
      let data = try Dataset.load(
        data, target: target, task: try Typed.task(task), seed: seed, cacheFolder: DataFolder.path)
      if name.hasSuffix(".csv") {
        try data.writeCSV(output, part: part)
      } else {
        try data.writeNPZ(output, part: part)
      }
      print("wrote \(output): \(data.description)\(part == .all ? "" : ", the \(part.rawValue) part")")
    }
  }
}
