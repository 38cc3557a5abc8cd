import ArgumentParser
import Datasets
import Diagnostics
import Foundation
import Reports
import Studies

struct BenchStoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Time status and report of a study with very many trials.",
    discussion:
      "The trials are made up: 8 epochs, 4 layers, written into a temporary folder that is removed afterwards.")

  @Option(help: "About how many trials.")
  var trials = 100_000
  @Flag(help: "Print as JSON.")
  var json = false

  private struct Figures: Encodable {
    var trials: Int
    var bytes: Int
    var writeSeconds: Double
    var statusSeconds: Double
    var reportSeconds: Double
  }

  func run() throws {
    try reporting {
      guard (1...10_000_000).contains(trials) else { throw UsageError("--trials \(trials); expected 1 to 10000000") }
      let folder = FileManager.default.temporaryDirectory.path + "/hillock-bench-\(UUID().uuidString)"
      try OutputFile.makeFolder(folder)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let figures = try measure(folder)
      if json {
        print(try JSONText.of(figures))
      } else {
        print(
          "\(figures.trials) trials, \(ByteCount.text(figures.bytes)): "
            + String(
              format: "written in %.1f s; status %.2f s, report %.2f s", figures.writeSeconds, figures.statusSeconds,
              figures.reportSeconds))
      }
    }
  }

  private func measure(_ folder: String) throws -> Figures {
    let clock = ContinuousClock()
    func seconds(_ work: () throws -> Void) rethrows -> Double {
      let began = clock.now
      try work()
      return (clock.now - began) / .seconds(1)
    }
    let (plan, path) = (plan, "\(folder)/\(StudyReader.fileName)")
    var count = 0
    let write = try seconds {
      let store = try StudyStore(path: path, plan: plan, environment: .current, command: "hillock bench store")
      let schedule = StudySchedule(plan)
      var table = TrialTable()
      while let (_, keys) = schedule.next(table) {
        for start in stride(from: 0, to: keys.count, by: 2_000) {
          let records = keys[start..<min(keys.count, start + 2_000)].map(Self.record)
          for record in records { table[record.key] = record.outcome }
          try store.add(records, seconds: 1)
        }
      }
      count = table.count
    }
    let status = try seconds { _ = try StudyStatusCommand.status(try StudyReader(folder)) }
    let report = try seconds {
      let result = try Leaderboard.result(try StudyReader(folder).contents())
      try OutputFile.write(StudyReport.html([result]), to: folder + "/report.html")
    }
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    return Figures(trials: count, bytes: size ?? 0, writeSeconds: write, statusSeconds: status, reportSeconds: report)
  }

  /// All activations, with as many depths as make the number of trials.
  private var plan: StudyPlan {
    var plan = StudyFile().plan
    plan.data[0].summary = DataSummary(
      name: "made up", description: "made up", trainCount: 7_000, validationCount: 1_500, testCount: 1_500,
      inputShape: [28, 28], classNames: (0..<10).map(String.init), isClassification: true, outputCount: 10,
      fingerprint: "0")
    let each = StudySchedule(plan).expectedCount
    plan.grid.depths = Array(1...max(1, min(1_000, Int((Double(trials) / Double(each)).rounded()))))
    return plan
  }

  private static func record(_ key: TrialKey) -> TrialRecord {
    let noise = Double((key.seed &* 2_654_435_761 ^ UInt64(key.choice.description.utf8.count) &* 40_503) % 997) / 997
    let score = 0.95 + 0.01 * noise - 0.005 * abs(key.hyperparameters.learningRate - 0.03)
    let epochs = (0...8).map { epoch in
      EpochRecord(
        epoch: epoch, trainLoss: epoch == 0 ? nil : 1 / Double(epoch), validationLoss: 0.2, validationScore: score,
        layers: key.phase == .final ? (0..<4).map { layer(epoch, $0) } : [])
    }
    return TrialRecord(
      key: key,
      outcome: TrialOutcome(
        validationScore: score, validationLoss: 0.2, testScore: key.phase == .tuning ? nil : score, testLoss: 0.2,
        millisecondsPerEpoch: 30), epochs: epochs)
  }

  private static func layer(_ epoch: Int, _ layer: Int) -> LayerProbe {
    LayerProbe(
      layer: layer, name: layer == 3 ? "output" : "hidden \(layer + 1)", preActivationMean: 0,
      preActivationDeviation: 1, outputMean: 0.4, outputDeviation: 0.6, deadShare: 0.01, saturatedShare: 0.5,
      gradientNorm: 0.01 * Double(layer + 1), updateRatio: 0.001)
  }
}
