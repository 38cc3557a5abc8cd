import Activations
import ArgumentParser
import Datasets
import Diagnostics
import NeuralNetworks
import Studies

struct PreflightRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Predict for one network, or for one with each of several activations.",
    discussion: """
      The prediction starts from the data's own moments. What the theory does not cover, such as pooling, is said; an \
      initialised network is then measured instead.
      """)

  @OptionGroup var dataOptions: DataOptions
  @OptionGroup var networkOptions: NetworkOptions
  @Option(help: "How many hidden layers of --hidden's units. (default: 3, or as many as --hidden lists)")
  var depth: Int?
  @Option(help: "Networks that are drawn to see whether they are born dead.")
  var trials = 5_000
  @Flag(help: "Measure an initialised network too, and score the prediction.")
  var measure = false
  @Option(help: "Train so many epochs after that, and say whether it learned.")
  var epochs = 0
  @Option(help: "Learning rate of SGD with momentum 0.9 for --epochs.")
  var rate = 0.01
  @Option(help: "Examples of the batch that is measured, and of those that are trained on.")
  var batch = 128
  @Option(help: "Seed of initial weights, data order and drawn networks.")
  var seed: UInt64 = 1
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      guard (0...10_000_000).contains(trials) else { throw UsageError("--trials \(trials); expected 0 to 10000000") }
      guard (0...10_000).contains(epochs) else { throw UsageError("--epochs \(epochs); expected 0 to 10000") }
      guard rate > 0, rate.isFinite else { throw UsageError("--rate \(rate); expected a finite number above 0") }
      guard (2...1 << 20).contains(batch) else { throw UsageError("--batch \(batch); expected 2 to \(1 << 20)") }
      if depth != nil, networkOptions.hidden == nil, networkOptions.network != nil || networkOptions.layers != nil {
        throw UsageError("--depth is for --hidden; --network and --layers have the depth that they list")
      }
      let names = try names()
      let data = try dataOptions.load().prepared()
      let check = Preflight(
        data: data, trials: trials, measures: measure || epochs > 0, epochs: epochs, rate: rate,
        batch: min(batch, data.train.count), seed: seed)
      let results = try results(try names.map { try network($0, data) }, check)
      if json { return print(try JSONText.of(results)) }
      print(
        results.count == 1
          ? PreflightText.page(results[0], data: data) : PreflightText.overview(results, data: data))
    }
  }

  /// Several networks at once where they are only reckoned with; trainers use their threads as they are told.
  private func results(_ networks: [Network], _ check: Preflight) throws -> [Preflight.Result] {
    if check.epochs > 0 { Interrupt.watch() }
    let progress = CountedProgress("preflight", total: networks.count, unit: "networks")
    defer { progress.end() }
    let found = Workers.map(count: networks.count, threads: Workers.available) { i in
      defer { if networks.count > 1 { progress.add() } }
      return Swift.Result { try check.run(networks[i]) }
    }
    return try found.enumerated().map { i, result in
      guard let result else { throw Stopped(done: i, total: networks.count, unit: "networks") }
      return try result.get()
    }
  }

  /// The activations that the network is to be tried with; nil where it has its own.
  private func names() throws -> [String?] {
    guard networkOptions.network == nil, networkOptions.layers == nil else { return [nil] }
    if networkOptions.activation.lowercased() == "all" { return Activation.all.map(\.name) }
    return Typed.parts(networkOptions.activation)
  }

  private func network(_ activation: String?, _ data: PreparedData) throws -> Network {
    var options = networkOptions
    if let activation { options.activation = activation }
    if let depth {
      let widths = try Typed.hiddenLayers(options.hidden ?? "64", depth: depth)
      options.hidden = widths.map(String.init).joined(separator: ",")
      // No hidden layers at all: the output layer alone.
      if widths.isEmpty { (options.hidden, options.layers) = (nil, "dense \(data.outputCount)") }
    }
    if options.layers != nil, data.inputShape.count > 1, depth == 0 {
      options.layers = "flatten, \(options.layers ?? "")"
    }
    return try options.network(for: data)
  }
}
