import ArgumentParser
import Datasets

/// Which data a network is trained or judged on.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Data: digits, moons, circles, spirals, xor, mnist, fashion-mnist, cifar10 (see hillock data), a folder of IDX or "
        + "CIFAR-10 files, a CSV file, or an .npz file.", valueName: "name or path"))
  var data: String
  @Option(help: "Column of a CSV file to predict. (default: the last one)")
  var target: String?
  @Option(help: "classification or regression. (default: by the target's content)")
  var task: String?

  func load() throws -> Dataset {
    try Dataset.loadOrCached(data, target: target, task: try Typed.task(task))
  }
}
