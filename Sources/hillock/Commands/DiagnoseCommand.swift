import Activations
import ArgumentParser
import Diagnostics
import Foundation
import Models
import NeuralNetworks
import Remedies
import Reports
import Studies

struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose", abstract: "Find what keeps a network from learning, and try what helps.",
    discussion: """
      A run is the folder of 'hillock train', or a study's folder: then a trial is chosen by --activation, --seed and \
      --setting, the worst of those that fit. The run's layers are read from before the first step on, and its findings \
      named, the cause first. Then the run is repeated on several fresh seeds, as it is and with one change at a time.
      """)

  @Argument(help: ArgumentHelp("The folder of a run or of a study.", valueName: "run"))
  var path: String?
  @Option(help: "Of a study: the trial's activation.")
  var activation: String?
  @Option(help: "Of a study: the trial's seed.")
  var seed: UInt64?
  @Option(help: "Of a study: the trial's setting, from 1.")
  var setting: Int?
  @Option(help: "Fresh seeds that every remedy is tried on.")
  var seeds = 5
  @Option(help: "Where remedies set in: start, or checkpoint, for those that leave the parameters as they are.")
  var from = Origin.start
  @Option(help: "Passes over the training data that the run and its forks get. (default: the run's own)")
  var epochs: Int?
  @Option(help: "Only remedies whose name contains this; several times for several.")
  var only: [String] = []
  @Flag(inversion: .prefixedNo, help: "Try what may help.")
  var remedies = true
  @Option(
    help: ArgumentHelp("Another limit for findings: 'dead-share=0.3'. See --limits.", valueName: "name=value"))
  var limit: [String] = []
  @Flag(help: "List the limits with their reasons.")
  var limits = false
  @Option(help: "Runs at once. (default: the machine's processors)")
  var jobs: Int?
  @Flag(help: "Print as JSON.")
  var json = false
  @Option(help: ArgumentHelp("Also write a page with the evidence, the remedies and pictures.", valueName: "file.html"))
  var report: String?

  enum Origin: String, ExpressibleByArgument, CaseIterable { case start, checkpoint }

  func run() throws {
    try reporting {
      let thresholds = try Self.thresholds(limit)
      if limits { return print(DiagnosisText.limits(thresholds)) }
      guard let path else { throw UsageError("no run; expected the folder of a run or of a study") }
      guard (2...1000).contains(seeds) else { throw UsageError("--seeds \(seeds); expected 2 to 1000") }
      let jobs = jobs ?? Workers.available
      try Workers.check(threads: jobs)
      var run = try DiagnosedRun(path, trial: .init(activation: activation, seed: seed, setting: setting))
      if let epochs {
        guard (1...100_000).contains(epochs) else { throw UsageError("--epochs \(epochs); expected 1 to 100000") }
        if epochs != run.setup.plan.epochs { (run.record, run.setup.plan.epochs) = (nil, epochs) }
      }
      Interrupt.watch()
      let diagnosis = try diagnose(run, thresholds, jobs)
      print(json ? try JSONText.of(diagnosis) : DiagnosisText.screen(diagnosis))
      if let report {
        try OutputFile.write(try DiagnosisReport.html(diagnosis, command: TypedCommand.line), to: report)
        // With --json, standard output is for a program.
        if !json { print("\nwrote \(report)") }
      }
    }
  }

  private func diagnose(_ run: DiagnosedRun, _ thresholds: Thresholds, _ jobs: Int) throws -> Diagnosis {
    var doctor = Diagnostician(run.setup, name: run.name)
    doctor.thresholds = thresholds
    doctor.seeds = seeds
    doctor.only = only
    doctor.triesRemedies = remedies
    if from == .checkpoint {
      guard let state = run.state else {
        throw UsageError(
          "--from checkpoint; \(run.name) has none: expected a run of 'hillock train' after an epoch, not diverged")
      }
      doctor.checkpoint = state
    }
    let line = ProgressLine()
    defer { line.end() }
    let record = try run.record ?? follow(doctor, line)
    let progress = CountedProgress("trying", total: 0, unit: "runs")
    defer { progress.end() }
    let found = try doctor.diagnose(record) { count, work in
      progress.expect(count)
      return Workers.map(count: count, threads: jobs) { i in
        defer { progress.add() }
        return work(i)
      }.map { $0 ?? nil }
    }
    guard let found else { throw TrainingInterrupted(done: 0, total: run.setup.plan.epochs) }
    return found
  }

  private func follow(_ doctor: Diagnostician, _ line: ProgressLine) throws -> RunRecord {
    let record = try doctor.follow { share in
      line.show("repeating the run \(ProgressLine.bar(Int(share * 1000), of: 1000))")
      return !Interrupt.isRequested
    }
    guard let record else { throw TrainingInterrupted(done: 0, total: doctor.setup.plan.epochs) }
    return record
  }

  /// - Throws: `UsageError` for a name that is none, with the nearest.
  static func thresholds(_ typed: [String]) throws -> Thresholds {
    var result = Thresholds()
    for text in typed {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite, value > 0 else {
        throw UsageError("--limit \(text); expected a name, = and a number above 0, such as dead-share=0.3")
      }
      guard let limit = Thresholds.all.first(where: { $0.name == parts[0] }) else {
        let near = NearestMatch.find(parts[0], among: Thresholds.all.map(\.name))
        throw UsageError(
          "--limit \(parts[0]) is no limit" + (near.map { "; did you mean '\($0)'?" } ?? "; --limits lists them"))
      }
      result[keyPath: limit.path] = value
    }
    return result
  }
}
