import Activations
import ArgumentParser
import Datasets
import Foundation
import NeuralNetworks
import OneDNN

struct BenchLearningCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning", abstract: "Show whether a kernel's accuracy changes what a network learns.",
    discussion: """
      Trains the same network from the same seeds with our kernels, with oneDNN's of the same functions, and, as a \
      control, with ours of the baseline instruction set, which differ from the best ones in last digits alone. Shows \
      accuracy and loss on test data by seed, the paired differences with 95 % t intervals, and how far the weights drift \
      apart: rounding errors of any size grow in training, so that only differences beyond the control's tell something.
      """)

  @Argument(help: "Activations that oneDNN has too.")
  var names: [String] = ["gelu", "gelu-tanh"]
  @Option(
    help: ArgumentHelp(
      "Data with classes: digits, moons, circles, spirals, xor, a folder of IDX files, or a CSV file.",
      valueName: "name or path"))
  var data = "digits"
  @Option(help: "At most so many training examples.")
  var trainLimit: Int?
  @Option(help: "Units of the hidden layers.")
  var hidden = "256,128"
  @Option(help: "Passes over the training data.")
  var epochs = 10
  @Option(help: "How many seeds.")
  var seeds = 5
  @Option(help: "Examples in a training step.")
  var batch = 128
  @Option(help: "Learning rate at the start.")
  var rate = 0.05
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      let report = try measure()
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
      } else {
        print(report.text)
      }
    }
  }

  private func measure() throws -> LearningReport {
    func expect(_ isRight: Bool, _ problem: String) throws { if !isRight { throw UsageError(problem) } }
    try expect((1...10_000).contains(epochs), "--epochs \(epochs); expected 1 to 10000")
    try expect((1...1000).contains(seeds), "--seeds \(seeds); expected 1 to 1000")
    try expect(batch > 0, "--batch \(batch); expected at least 1")
    try expect(rate > 0 && rate.isFinite, "--rate \(rate); expected a number above 0")
    try expect(trainLimit ?? 1 > 0, "--train-limit \(trainLimit ?? 0); expected at least 1")
    let activations = try names.map { name in
      let activation = try Activation(name)
      guard OneDNNKernels(activation) != nil else {
        throw UsageError("oneDNN \(OneDNN.version) has no \(activation); there is nothing to compare with")
      }
      return activation
    }
    let hidden = try Typed.hiddenLayers(hidden, depth: hidden.split(separator: ",").count)
    let data = try Dataset.loadOrCached(data, task: .classification).prepared(trainLimit: trainLimit)
    guard data.task == .classification else { throw UsageError("--data \(data.name): expected classes to tell apart") }
    try expect(batch <= data.train.count, "--batch \(batch); there are \(data.train.count) training examples")
    let comparison = LearningComparison(data: data, hidden: hidden, epochs: epochs, batch: batch, rate: rate)
    // Without a second build of ours, the control would be the same bits.
    let kernels = LearningComparison.Kernel.allCases.filter { $0 != .baseline || InstructionSet.best != .baseline }
    let progress = ProgressLine()
    defer { progress.end() }
    let functions = try activations.map { activation in
      var runs: [LearningRun] = []
      for seed in 1...seeds {
        progress.show("\(activation): seed \(seed) of \(seeds)")
        runs += try comparison.run(activation, kernels: kernels, seed: UInt64(seed))
      }
      return LearningReport.Function(activation, network: comparison.network(activation).description, runs: runs)
    }
    return LearningReport(
      data: data.description, instructionSet: InstructionSet.best.rawValue, oneDNN: OneDNN.version, epochs: epochs,
      batch: batch, rate: rate, functions: functions)
  }
}
