import ArgumentParser
import Datasets
import Diagnostics
import Foundation
import Models
import NeuralNetworks
import Studies

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train one network on a data set and keep its weights.",
    discussion: """
      Writes network.yaml and weights.safetensors into the output folder, for 'hillock evaluate' and 'hillock predict', \
      and after every epoch checkpoint.safetensors. Interrupted, the same command with --resume goes on from there with \
      the same bits.
      """)

  @OptionGroup var dataOptions: DataOptions
  @Option(help: "At most so many training examples. (default: all)")
  var trainLimit: Int?
  @Option(
    help: """
      What is done to inputs: standard (mean 0 and deviation 1), none (as they are in the data, pixels from 0 to 1), or a \
      factor on these, such as 255.
      """)
  var scaling = "standard"
  @OptionGroup var networkOptions: NetworkOptions
  @OptionGroup var planOptions: TrainingPlanOptions
  @Option(help: "Threads for one network. With more than one, bits may differ from run to run.")
  var threads = 1
  @Option(name: .shortAndLong, help: ArgumentHelp("Where the model goes.", valueName: "folder"))
  var output: String?
  @Flag(help: "Go on from the checkpoint in the output folder.")
  var resume = false
  @Flag(inversion: .prefixedNo, help: "Look into the layers while training, and say at the end if something is wrong.")
  var probe = true
  @Flag(help: "Print the epochs and the result as JSON.")
  var json = false

  func run() throws {
    try reporting {
      try Workers.check(threads: threads)
      let source = try dataOptions.source(trainLimit: trainLimit, scaling: scaling)
      let data = try source.prepared(try dataOptions.load())
      let folder = output ?? "model-" + Typed.slug(data.name)
      let checkpoint = "\(folder)/\(Checkpoint.fileName)"
      let (network, plan, state) = try start(data, source, checkpoint)
      let run = try TrainingRun(network: network, plan: plan, data: data, threads: threads, resuming: state)
      let watch = probe ? try watch(run, folder) : nil
      try OutputFile.makeFolder(folder)
      if !json { TrainingText.describe(run) }
      Interrupt.watch()
      let fingerprint = Self.fingerprint(data, source)
      var kept = 0
      func keepProbes() throws {
        guard let watch else { return }
        kept = watch.record.moments.count
        try ProbeFile.write(watch.record, folder)
      }
      func save() throws {
        // To write all readings after every epoch would take longer than to read.
        if let watch, run.isFinished || watch.record.moments.count > 2 * kept { try keepProbes() }
        try Checkpoint(
          network: network, plan: plan, fingerprint: fingerprint, source: source, state: try run.state()
        ).write(checkpoint)
      }
      // Interrupted in its first epoch, it goes on too.
      if state == nil { try save() }
      while !run.isFinished {
        let epoch = try TrainingText.watching(run) { progress in
          if let watch { return try watch.runEpoch(progress: progress) }
          return try run.runEpoch(progress: progress)
        }
        guard let epoch else {
          try keepProbes()
          throw TrainingInterrupted(done: run.epochs.count, total: plan.epochs)
        }
        if !json { Terminal.printNow(TrainingText.line(epoch, data)) }
        try save()
      }
      let findings = watch.map { Examination($0.record).findings() } ?? []
      if !json { Self.show(findings, folder) }
      try finish(run, network, folder, findings)
    }
  }

  /// What is trained and how, from what was typed or from the checkpoint.
  private func start(_ data: PreparedData, _ source: DataSource, _ checkpoint: String) throws -> (
    Network, TrainingPlan, RunState?
  ) {
    let network = try networkOptions.network(for: data)
    var plan = try planOptions.plan(for: data)
    guard resume else {
      let folder = (checkpoint as NSString).deletingLastPathComponent
      for name in [Checkpoint.fileName] + Model.fileNames {
        if FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
          throw UsageError(
            "\(folder)/\(name) is there already; "
              + (name == Checkpoint.fileName ? "--resume goes on from it, " : "") + "another --output leaves it alone")
        }
      }
      return (network, plan, nil)
    }
    let stored = try Checkpoint(path: checkpoint)
    guard stored.fingerprint == Self.fingerprint(data, source) else {
      throw ModelError(checkpoint, "is of other data than \(dataOptions.data), or of another part of them")
    }
    // More epochs, or another patience, may be asked for; all else must be what it was.
    var same = stored.plan
    (same.epochs, same.patience) = (plan.epochs, plan.patience)
    guard stored.network == network, same == plan else {
      throw ModelError(
        checkpoint, "is of another network or plan; expected the options that it was begun with")
    }
    plan.epochs = max(plan.epochs, stored.state.epochs.count)
    return (network, plan, stored.state)
  }

  /// The data, how many examples of them are trained on, and what is done to them.
  static func fingerprint(_ data: PreparedData, _ source: DataSource?) -> String {
    let whole = "\(data.fingerprint)-\(data.train.count)"
    if case .plain(let factor)? = source?.scaling { return "\(whole)-times-\(factor)" }
    return whole
  }

  /// What follows the run; a run that goes on without its record is not followed.
  private func watch(_ run: TrainingRun, _ folder: String) throws -> RunWatch? {
    if run.epochs.isEmpty { return try RunWatch(run) }
    guard let record = try ProbeFile.read(folder)?.continued(by: run.epochs) else { return nil }
    return try RunWatch(run, record: record)
  }

  /// Problems, and where to go with them.
  private static func show(_ findings: [Finding], _ folder: String) {
    let serious = findings.filter { $0.severity == .problem }
    for finding in serious { print("\(Terminal.bold(finding.kind.title)): \(finding.statement)") }
    if !serious.isEmpty { print("'hillock diagnose \(folder)' tries what may help.") }
  }

  private struct Result: Encodable {
    var epochs: [EpochSummary]
    var bestEpoch: Int?
    var test: Metrics?
    var findings: [Finding]
    var output: String
  }

  private func finish(_ run: TrainingRun, _ network: Network, _ folder: String, _ findings: [Finding]) throws {
    let best = try run.restoreBest()
    if run.epochs.last?.isDiverged ?? false, best == nil {
      if json {
        print(
          try JSONText.of(Result(epochs: run.epochs, bestEpoch: nil, test: nil, findings: findings, output: folder)))
      }
      throw NetworkError("the loss is no longer a number; try a smaller --rate. No model was written")
    }
    let test = try run.trainer.evaluate(run.data.test)
    let score = run.data.task == .classification ? "accuracy" : "R²"
    var notes = [
      "data": run.data.description, "epochs": "\(run.epochs.count)",
      "plan": "\(run.plan.optimizer), \(run.plan.schedule)",
    ]
    notes["test \(score)"] = String(format: "%.4f", test.score)
    try Model(
      network: network, loss: run.plan.loss, data: run.data, parameters: try run.trainer.parameters(),
      statistics: run.trainer.statistics(), notes: notes
    ).write(folder: folder)
    if json {
      print(
        try JSONText.of(Result(epochs: run.epochs, bestEpoch: best, test: test, findings: findings, output: folder)))
      return
    }
    if let best { print("back to epoch \(best), which has the smallest validation loss") }
    print(String(format: "test loss %.4f, ", test.loss) + score + String(format: " %.4f", test.score))
    print("wrote \(folder)/network.yaml and \(folder)/weights.safetensors")
  }
}
