import ArgumentParser
import Diagnostics
import Foundation
import Reports
import Studies

struct BenchProbesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probes", abstract: "Measure what looking into the layers adds to training.",
    discussion: """
      The networks of 'hillock bench train', trained on random examples with SGD, once as they are and once followed as \
      'hillock train' follows them, epoch by epoch in turn. The share is what being followed takes, everything included, \
      of the training time: the median over the rounds, with the least and the greatest. Times are the processor's. Long \
      runs are read more often, but not for a greater share.
      """)

  @Option(help: "Cases, separated by commas.")
  var cases = "B,C"
  @Option(help: "Rounds; more are steadier.")
  var rounds = 5
  @Option(help: "Epochs of a run.")
  var epochs = 5
  @Option(help: "Steps of an epoch.")
  var steps = 300
  @Option(help: "Threads for one network.")
  var threads = 1
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      for (name, value) in [("rounds", rounds), ("epochs", epochs), ("steps", steps)] {
        guard (1...1_000).contains(value) else { throw UsageError("--\(name) \(value); expected 1 to 1000") }
      }
      try Workers.check(threads: threads)
      let chosen = try TrainingCase.named(cases)
      let total = chosen.count * rounds * epochs
      let progress = CountedProgress("probes", total: total, unit: "epochs")
      defer { progress.end() }
      Interrupt.watch()
      var figures: [ProbeBench.Figures] = []
      for (i, one) in chosen.enumerated() {
        var passed = i * rounds * epochs
        let found = try ProbeBench(one: one, epochs: epochs, steps: steps, threads: threads).run(rounds: rounds) { _ in
          passed += 1
          progress.add()
          return !Interrupt.isRequested
        }
        guard let found else { throw TrainingInterrupted(done: passed, total: total) }
        figures.append(found)
      }
      progress.end()
      print(json ? try JSONText.of(figures) : Self.table(figures).text)
    }
  }

  private static func table(_ all: [ProbeBench.Figures]) -> Table {
    var table = Table([
      ("case", .left), ("steps", .right), ("µs: step", .right), ("probe", .right), ("sketched", .right),
      ("begin", .right), ("probes", .right), ("share", .right), ("from – to", .right), ("estimated", .right),
      ("bytes: probe", .right), ("sketched", .right),
    ])
    func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
    for one in all {
      table.rows.append([
        one.name, "\(one.steps)", String(format: "%.0f", one.microsecondsPerStep),
        String(format: "%.0f", one.microsecondsPerProbe), String(format: "%.0f", one.microsecondsPerSketchedProbe),
        String(format: "%.0f", one.microsecondsToBegin), "\(one.probes)", percent(one.share),
        "\(percent(one.shares.min() ?? 0)) – \(percent(one.shares.max() ?? 0))", percent(one.estimatedShare),
        "\(one.bytesPerProbe)", "\(one.bytesPerSketchedProbe)",
      ])
    }
    return table
  }
}
