import Activations
import ArgumentParser
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Reports
import Studies

/// Makes the figures and pictures of Documentation/preflight.md.
struct PreflightScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Hold predictions against measurements and training, over activations, depths and initialisations.",
    discussion: """
      Trains each network with SGD with momentum 0.9 at several rates and takes the best. Writes gradient.svg, \
      variance.svg, points.csv and score.json into the output folder.
      """)

  @Option(help: ArgumentHelp("The data.", valueName: "name or path"))
  var data = "digits"
  @Option(help: "At most so many training examples.")
  var trainLimit = 2_000
  @Option(help: "Activations, or all.")
  var activations = "all"
  @Option(help: "Numbers of hidden layers.")
  var depths = "5,10,20,40,80"
  @Option(help: "Units of each.")
  var width = 64
  @Option(help: "One or two initialisations.")
  var initializations = "lecun,variance-preserving"
  @Option(help: "Learning rates, from the first to be tried to the last.")
  var rates = "0.01,0.1,0.001"
  @Option(help: "Passes over the training data.")
  var epochs = 15
  @Option(help: "Examples in a batch.")
  var batch = 64
  @Option(help: "Seed of initial weights and data order.")
  var seed: UInt64 = 1
  @Option(help: "Networks at once, one thread each. (default: all cores)")
  var jobs: Int?
  @Option(name: .shortAndLong, help: ArgumentHelp("Where the files go.", valueName: "folder"))
  var output: String

  func run() throws {
    try reporting {
      let jobs = jobs ?? Workers.available
      try Workers.check(threads: jobs)
      guard epochs > 0, epochs <= 10_000 else { throw UsageError("--epochs \(epochs); expected 1 to 10000") }
      guard (1...100_000).contains(width) else { throw UsageError("--width \(width); expected 1 to 100000") }
      let starts = try Typed.parts(initializations).map { name in
        guard let found = Initialization(rawValue: name.lowercased()) else {
          throw UsageError(
            "--initializations: '\(name)'; expected one or two of "
              + Initialization.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return found
      }
      guard starts.count <= 2 else {
        throw UsageError("--initializations: \(starts.count); a picture shows two at most")
      }
      let data = try Dataset.loadOrCached(data).prepared(trainLimit: trainLimit)
      guard (2...data.train.count).contains(batch) else {
        throw UsageError("--batch \(batch); expected 2 to \(data.train.count), the training examples")
      }
      let grid = SignalGrid(
        data: data, inputs: InputMoments(data.train), width: width,
        rates: try Typed.numbers("--rates", rates, "above 0") { $0 > 0 }, epochs: epochs, batch: batch, seed: seed)
      var cases: [SignalGrid.Case] = []
      for activation in try Typed.activations(activations) {
        for start in starts {
          for depth in try Typed.numbers("--depths", depths, of: "layers", 1...1000) {
            cases.append(.init(activation: activation, initialization: start, depth: depth))
          }
        }
      }
      try write(try points(cases, grid, jobs: jobs), starts, data)
    }
  }

  private func points(_ cases: [SignalGrid.Case], _ grid: SignalGrid, jobs: Int) throws -> [SignalPoint] {
    Interrupt.watch()
    // The deepest first, so that no thread is left with one at the end.
    let order = cases.indices.sorted { cases[$0].depth > cases[$1].depth }
    let progress = CountedProgress("networks", total: cases.count, unit: "networks")
    let found = Workers.map(count: cases.count, threads: jobs) { i in
      defer { progress.add() }
      return Swift.Result { try grid.point(cases[order[i]]) }
    }
    progress.end()
    var points = [SignalPoint?](repeating: nil, count: cases.count)
    for (i, result) in found.enumerated() {
      guard let result else { throw Stopped(done: i, total: cases.count, unit: "networks") }
      points[order[i]] = try result.get()
    }
    return points.compactMap { $0 }
  }

  private struct Report: Encodable {
    var data: String
    var width: Int
    var epochs: Int
    var rates: String
    var all: SignalScoreSummary
    var byInitialization: [String: SignalScoreSummary]
    var points: [SignalPoint]
  }

  private func write(_ points: [SignalPoint], _ starts: [Initialization], _ data: PreparedData) throws {
    try OutputFile.makeFolder(output)
    let parts = starts.map { start in
      (start.rawValue, SignalScoreSummary(points.filter { $0.initialization == start }))
    }
    let report = Report(
      data: data.description, width: width, epochs: epochs, rates: rates, all: SignalScoreSummary(points),
      byInitialization: Dictionary(parts, uniquingKeysWith: { $1 }), points: points)
    let note = " (\(width) units, \(data.name))"
    try OutputFile.write(
      SignalCharts.svg(points, .gradient, initializations: starts, note: note), to: "\(output)/gradient.svg")
    try OutputFile.write(
      SignalCharts.svg(points, .square, initializations: starts, note: note), to: "\(output)/variance.svg")
    try OutputFile.write(SignalGrid.csv(points), to: "\(output)/points.csv")
    try OutputFile.write(try JSONText.of(report) + "\n", to: "\(output)/score.json")
    print(SignalGrid.text(report.all, title: "all"))
    for (name, summary) in parts { print(SignalGrid.text(summary, title: name)) }
    print("wrote gradient.svg, variance.svg, points.csv and score.json to \(output)")
  }
}
