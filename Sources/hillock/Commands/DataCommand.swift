import ArgumentParser

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
}
