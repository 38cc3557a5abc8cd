import ArgumentParser
import Foundation
import Reports
import Studies

struct BenchTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Time one training step of five networks.",
    discussion: """
      A: 2-16-16-2, batch 64. B: 784-256-128-10, batch 128 (Bm: with Mish). C: 784-[128]×40-10 with batch normalisation, \
      batch 128. D: 28×28 → conv 3×3×32 → conv 3×3×64 → max-pool 2 → dense 128 → dense 10, batch 128. SiLU where nothing else is said; softmax cross-entropy; SGD with momentum 0.9. The best of several runs.
      """)

  @Option(help: "Cases, separated by commas.")
  var cases = "A,B,Bm,C,D"
  @Option(help: "Threads for one network.")
  var threads = 1
  @Option(help: "Time exactly so many steps, once.")
  var steps: Int?
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      if let steps, steps < 1 { throw UsageError("--steps \(steps); expected at least 1") }
      try Workers.check(threads: threads)
      let chosen = try TrainingCase.named(cases)
      var table = Table([("case", .left), ("µs per step", .right), ("network", .left)])
      var figures: [String: Double] = [:]
      for one in chosen {
        let time = try steps.map { try one.run(steps: $0, threads: threads) } ?? one.measure(threads: threads)
        figures[one.name] = time
        table.rows.append([one.name, String(format: "%.1f", time), one.description])
      }
      if json {
        print(try JSONText.of(figures))
      } else {
        print(table.text)
      }
    }
  }
}
