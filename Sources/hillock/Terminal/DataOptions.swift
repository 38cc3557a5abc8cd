import ArgumentParser
import Datasets
import Models

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

  /// Where the data come from, with the parts of it that are used.
  func source(trainLimit: Int?, scaling: String) throws -> DataSource {
    let chosen: DataSource.Scaling
    switch scaling.lowercased() {
    case "standard": chosen = .standard
    case "none": chosen = .plain(factor: 1)
    default:
      guard let factor = Double(scaling), factor.isFinite, factor != 0 else {
        throw UsageError("--scaling \(scaling); expected standard, none or a factor such as 255")
      }
      chosen = .plain(factor: factor)
    }
    return DataSource(
      data: data, target: target, task: try Typed.task(task), trainLimit: trainLimit, scaling: chosen)
  }

  func load() throws -> Dataset {
    try Dataset.loadOrCached(data, target: target, task: try Typed.task(task))
  }
}
