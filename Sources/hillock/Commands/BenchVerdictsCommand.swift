import ArgumentParser
import Datasets
import Foundation
import NeuralNetworks
import Reports
import Statistics
import Studies
import Synchronization

struct BenchVerdictsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdicts", abstract: "How often studies of data without a difference say that there is one.",
    discussion: """
      Eight kinds of studies with the real trainer, on data on which no activation can be better than another; at most 5 % \
      of the studies may call one better or worse. With --table instead: a study of a table with its rows in other orders, \
      and with other seeds of the splits, which must never say the opposite.
      """)

  @Option(help: "Studies of each kind, or orders and seeds of splits of each table.")
  var studies: Int?
  @Option(help: ArgumentHelp("Only the kinds with these numbers, from 1.", valueName: "numbers"))
  var kinds: String?
  @Option(help: ArgumentHelp("A CSV file whose last column is predicted. Given again, for several.", valueName: "file"))
  var table: [String] = []
  @Option(help: "Activations for tables, separated by commas.")
  var activations = "relu,tanh,gelu,swish,sigmoid"
  @Option(help: "Studies at once, one thread each. (default: all cores)")
  var jobs: Int?
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      let count = studies ?? (table.isEmpty ? 200 : 20)
      guard (1...100_000).contains(count) else { throw UsageError("--studies \(count); expected 1 to 100000") }
      guard jobs ?? 1 > 0 else { throw UsageError("--jobs \(jobs ?? 0); expected at least 1") }
      Interrupt.watch()
      if table.isEmpty { try nulls(count) } else { try tables(count) }
    }
  }

  private func nulls(_ count: Int) throws {
    let all = NullStudy.all
    let chosen = try kinds.map { try Typed.numbers("--kinds", $0, of: "kinds", 1...all.count) } ?? Array(1...all.count)
    var outcomes: [NullStudy.Outcome] = []
    for number in chosen {
      let kind = all[number - 1]
      let clock = ContinuousClock()
      let began = clock.now
      let found = try each(count, kind.name) { try kind.verdicts($0, isCancelled: { Interrupt.isRequested }) }
      let wrong = found.count { $0.contains { $0 == .better || $0 == .worse } }
      let outcome = NullStudy.Outcome(
        name: kind.name, studies: found.count, falseStudies: wrong, seconds: (clock.now - began) / .seconds(1))
      outcomes.append(outcome)
      if !json { Terminal.printNow("\(number). " + Self.line(outcome)) }
    }
    let whole = NullStudy.Outcome(
      name: "all", studies: outcomes.reduce(0) { $0 + $1.studies },
      falseStudies: outcomes.reduce(0) { $0 + $1.falseStudies }, seconds: outcomes.reduce(0) { $0 + $1.seconds })
    print(json ? try JSONText.of(outcomes + [whole]) : Self.line(whole))
  }

  private static func line(_ outcome: NullStudy.Outcome) -> String {
    "\(outcome.name): \(outcome.falseStudies) of \(outcome.studies) studies with a false verdict"
      + String(
        format: " (%.1f %%, 95 %% interval %.1f to %.1f), %.0f s",
        100 * Double(outcome.falseStudies) / Double(max(1, outcome.studies)), 100 * outcome.low, 100 * outcome.high,
        outcome.seconds)
  }

  private func tables(_ count: Int) throws {
    var outcomes: [RowOrders.Outcome] = []
    for path in table {
      let dataset = try Dataset.loadOrCached(path)
      var plan = StudyFile().plan
      plan.activations = try Typed.parts(activations).map { try ActivationChoice($0) }
      plan.baseline = plan.activations[0]
      plan.grid = Grid(depths: [2], widths: [16])
      plan.data = [StudyData(source: path, summary: try DataSummary(dataset))]
      plan.hasReferences = false
      plan.epochs = try TrainingLength.settle(
        plan, SettingData([dataset.name: dataset]), jobs: jobs ?? Workers.available)
      let orders = RowOrders(dataset: dataset, plan: plan)
      let said = try each(2 * count, dataset.name) { place in
        try orders.said(
          order: place < count ? place : 0, splitSeed: place < count ? 0 : 1 + place - count,
          isCancelled: { Interrupt.isRequested })
      }
      let outcome = orders.outcome(said)
      outcomes.append(outcome)
      if !json { Terminal.printNow(Self.line(outcome)) }
    }
    if json { print(try JSONText.of(outcomes)) }
  }

  private static func line(_ outcome: RowOrders.Outcome) -> String {
    let counts = outcome.verdicts.sorted { $0.key < $1.key }.map { choice, verdicts in
      "  \(choice): " + verdicts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
    return "\(outcome.name), \(outcome.studies) studies: "
      + (outcome.opposites.isEmpty
        ? "no opposite verdicts" : "OPPOSITE verdicts on \(outcome.opposites.joined(separator: ", "))")
      + String(format: "; farthest below its own median: %.1f points (", outcome.farthestBehind)
      + "\(outcome.farthest))\n"
      + counts.joined(separator: "\n")
  }

  /// Many studies at once; the first error ends it.
  private func each<R: Sendable>(_ count: Int, _ name: String, _ work: @escaping @Sendable (Int) throws -> R?) throws
    -> [R]
  {
    let line = ProgressLine()
    defer { line.end() }
    let done = Mutex(0)
    let found = Workers.map(count: count, threads: jobs ?? Workers.available) { place -> Result<R?, any Error> in
      let result = Result { try work(place) }
      let finished = done.withLock { done in
        done += 1
        return done
      }
      line.show("\(name) \(ProgressLine.bar(finished, of: count)) \(finished)/\(count) studies")
      return result
    }
    if Interrupt.isRequested { throw Stopped(done: found.count { $0 != nil }, total: count, unit: "studies") }
    return try found.compactMap { try $0?.get() }
  }
}
