import ArgumentParser
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Reports
import Studies

struct BenchFindingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "findings", abstract: "Measure how often planted faults are found, and how often healthy runs alarm.",
    discussion: """
      Every planted fault with several seeds on generated digits: right if the first finding is the fault. Every \
      activation on several data sets and networks without a fault: a false alarm if a finding is a problem. Healthy runs \
      that did not learn are left out and counted.
      """)

  @Option(help: "Seeds for each planted fault.")
  var seeds = 5
  @Option(help: "The first seed: others than 1 are runs that the thresholds were not chosen on.")
  var seed: UInt64 = 1
  @Option(help: "Data that faults are planted in.")
  var data = "digits"
  @Option(help: "Only the faults of these names.")
  var only: [String] = []
  @Option(help: "Runs at once. (default: the machine's processors)")
  var jobs: Int?
  @Flag(help: "Print as JSON.")
  var json = false

  private struct Result: Encodable {
    var planted: [FindingTrial]
    var healthy: [FindingTrial]
  }

  func run() throws {
    try reporting {
      guard (1...1000).contains(seeds) else { throw UsageError("--seeds \(seeds); expected 1 to 1000") }
      let faults = try chosen()
      let bed = try Dataset.loadOrCached(data, task: .classification).prepared(trainLimit: 2_000)
      let runs = only.isEmpty ? HealthyRun.all(seed: seed) : []
      let healthyData = try Dictionary(
        uniqueKeysWithValues: Set(runs.map(\.bed.data)).map { ($0, try Dataset.load($0).prepared(trainLimit: 2_000)) })
      let (total, plantedCount) = (faults.count * seeds + runs.count, faults.count * seeds)
      let progress = CountedProgress("findings", total: total, unit: "runs")
      Interrupt.watch()
      let results = Workers.map(count: total, threads: jobs ?? Workers.available) { i in
        defer { progress.add() }
        return Swift.Result<FindingTrial, any Error> {
          if i < plantedCount {
            return try .planted(faults[i / seeds], data: bed, seed: seed + UInt64(i % seeds))
          }
          let run = runs[i - plantedCount]
          return try .healthy(run, data: healthyData[run.bed.data] ?? bed)
        }
      }
      progress.end()
      let trials = try results.compactMap { try $0?.get() }
      guard trials.count == total else { throw TrainingInterrupted(done: trials.count, total: total) }
      let (planted, healthy) = (Array(trials[..<plantedCount]), Array(trials[plantedCount...]))
      if json { return print(try JSONText.of(Result(planted: planted, healthy: healthy))) }
      show(planted, faults)
      if !healthy.isEmpty { show(healthy) }
    }
  }

  private func chosen() throws -> [PlantedFault] {
    try only.isEmpty
      ? PlantedFault.all
      : only.map { name in
        guard let fault = PlantedFault.all.first(where: { $0.name == name }) else {
          throw UsageError("--only \(name); expected one of " + PlantedFault.all.map(\.name).joined(separator: ", "))
        }
        return fault
      }
  }

  private func show(_ planted: [FindingTrial], _ faults: [PlantedFault]) {
    var table = Table([
      ("planted", .left), ("what", .left), ("named first", .right), ("otherwise", .left), ("score", .right),
    ])
    for fault in faults {
      let trials = planted.filter { $0.name == fault.name }
      let others = trials.filter { !$0.isNamedFirst }.map { $0.findings.first?.kind.rawValue ?? "nothing" }
      let scores = trials.compactMap(\.validationScore).sorted()
      table.rows.append([
        fault.name, fault.description, "\(trials.count { $0.isNamedFirst }) of \(trials.count)",
        Set(others).sorted().joined(separator: ", "),
        scores.isEmpty ? "–" : String(format: "%.2f", scores[scores.count / 2]),
      ])
    }
    print(table.text)
    let right = planted.count { $0.isNamedFirst }
    print(
      String(
        format: "\n%d of %d planted faults of %d kinds are named first: %.1f %%.", right, planted.count, faults.count,
        100 * Double(right) / Double(max(1, planted.count))))
  }

  private func show(_ healthy: [FindingTrial]) {
    let learned = healthy.filter(\.isHealthy)
    let alarms = learned.filter(\.hasProblem)
    print(
      "\(alarms.count) of \(learned.count) healthy runs carry a problem; "
        + "\(learned.count { !$0.findings.isEmpty && !$0.hasProblem }) more a warning. "
        + "\(healthy.count - learned.count) of \(healthy.count) runs did not learn and are left out.")
    for trial in alarms { print("  \(trial.name), seed \(trial.seed): \(trial.findings[0].statement)") }
  }
}
