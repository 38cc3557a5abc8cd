import ArgumentParser
import Charts
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Reports
import Studies

struct AutopsyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "autopsy", abstract: "Train one network and say what became of every hidden unit.",
    discussion: """
      Trains as 'hillock train' does, and counts for how many examples each unit is active: before the first step, after \
      steps 1, 2, 4, 8 … of the first epoch and at every epoch's end. Units are born dead, died, revived, sparse, dead on \
      one batch only, or alive. The run is then gone through again to find the step that killed, and what in it did.
      """)

  @OptionGroup var dataOptions: DataOptions
  @Option(help: "At most so many training examples. (default: all)")
  var trainLimit: Int?
  @OptionGroup var networkOptions: NetworkOptions
  @OptionGroup var planOptions: TrainingPlanOptions
  @Option(help: "What is counted on: train, validation or test.")
  var part = "train"
  @Option(help: "Percentage of examples below which a unit counts as sparse.")
  var sparse = Autopsy.usualSparseShare * 100
  @Option(help: "Counts in each epoch, evenly spaced.")
  var counts = 1
  @Option(help: "So many deaths are narrowed down to one step, some of every wave; 0 for none.")
  var localise = 32
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the pictures go: autopsy-timeline.svg and autopsy-map.svg. (default: none are drawn)", valueName: "folder")
  )
  var output: String?
  @Flag(help: "Print all of it as JSON, unit by unit.")
  var json = false

  func run() throws {
    try reporting {
      let data = try dataOptions.load().prepared(trainLimit: trainLimit)
      let (examples, name) = try part(of: data)
      guard (0...100).contains(sparse) else { throw UsageError("--sparse \(sparse); expected 0 to 100") }
      guard (1...10_000).contains(counts) else { throw UsageError("--counts \(counts); expected 1 to 10000") }
      guard (0...1_000_000).contains(localise) else {
        throw UsageError("--localise \(localise); expected 0 to 1000000")
      }
      let network = try networkOptions.network(for: data)
      let run = try TrainingRun(network: network, plan: try planOptions.plan(for: data), data: data)
      if let output { try OutputFile.makeFolder(output) }
      if !json { TrainingText.describe(run) }
      Interrupt.watch()
      let recorder = try AutopsyRecorder(
        run, on: examples, part: name,
        options: .init(sparseShare: sparse / 100, censusesPerEpoch: counts, localisedDeaths: localise))
      while !run.isFinished {
        guard
          let epoch = try TrainingText.watching(run, { progress in try recorder.runEpoch(progress: progress) })
        else { throw Stopped(done: run.epochs.count, total: run.plan.epochs, unit: "epochs") }
        if !json { Terminal.printNow(TrainingText.line(epoch, data)) }
      }
      try show(try autopsy(recorder))
    }
  }

  private func part(of data: PreparedData) throws -> (Examples, String) {
    switch part.lowercased() {
    case "train", "training": (data.train, "training")
    case "validation": (data.validation, "validation")
    case "test": (data.test, "test")
    default: throw UsageError("--part \(part); expected train, validation or test")
    }
  }

  private func autopsy(_ recorder: AutopsyRecorder) throws -> Autopsy {
    let line = ProgressLine()
    defer { line.end() }
    return try recorder.autopsy { done, total in
      line.show("looking for steps \(ProgressLine.bar(done, of: total)) \(done)/\(total) deaths")
      return !Interrupt.isRequested
    }
  }

  private func show(_ autopsy: Autopsy) throws {
    var written: [String] = []
    if let output {
      try OutputFile.write(AutopsyCharts.timeline(autopsy).svg(), to: "\(output)/autopsy-timeline.svg")
      written.append("\(output)/autopsy-timeline.svg")
      if let map = AutopsyCharts.map(autopsy) {
        try OutputFile.write(map.svg(), to: "\(output)/autopsy-map.svg")
        written.append("\(output)/autopsy-map.svg")
      }
    }
    if json {
      print(try JSONText.of(autopsy))
      return
    }
    print("")
    print(AutopsyText.screen(autopsy))
    if !written.isEmpty { print("wrote " + written.joined(separator: " and ")) }
  }
}
