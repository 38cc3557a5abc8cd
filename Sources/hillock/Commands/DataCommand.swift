import ArgumentParser
import Foundation

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "List, look at, convert and fetch data sets.",
    discussion: """
      DATA is the name of a generated or fetched data set, a folder with MNIST's or CIFAR-10's files, a CSV file \
      (.csv or .csv.gz), or an .npz file with x_train, y_train and perhaps x_test, y_test, or with x and y.
      """,
    subcommands: [
      DataListCommand.self, DataInfoCommand.self, DataExportCommand.self, DataFetchCommand.self,
    ])

  /// "9.9 MB"
  static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1_000: "\(bytes) B"
    case ..<1_000_000: String(format: "%.1f kB", Double(bytes) / 1e3)
    case ..<1_000_000_000: String(format: "%.1f MB", Double(bytes) / 1e6)
    default: String(format: "%.2f GB", Double(bytes) / 1e9)
    }
  }
}
