import ArgumentParser
import Datasets
import Foundation
import Reports
import Studies

struct StudyCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what a study would cost, and whether it can be run, without running it.",
    discussion: """
      Settles how long to train, where nothing is said, counts the trials, trains a few steps in every setting to measure their time on this machine, and estimates the \
      size of the study's file.
      """)

  @OptionGroup var options: StudyOptions
  @Option(help: "Trials at once, one thread each. (default: all cores)")
  var jobs: Int?
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      guard jobs ?? 1 > 0 else { throw UsageError("--jobs \(jobs ?? 0); expected at least 1") }
      let input = try StudyInput(try options.studyFile(), jobs: jobs ?? Workers.available)
      let line = ProgressLine()
      Interrupt.watch()
      let cost: StudyCost
      do {
        defer { line.end() }
        cost = try StudyCost.measure(
          input.plan, input.data, jobs: jobs ?? Workers.available, isCancelled: { Interrupt.isRequested },
          progress: { done, total in
            line.show("measuring \(ProgressLine.bar(done, of: total)) \(done)/\(total) settings")
          })
      }
      if json {
        print(try JSONText.of(cost))
        return
      }
      for text in PlanText.lines(input.plan) { print(text) }
      print("")
      print(text(cost, input.plan))
    }
  }

  private func text(_ cost: StudyCost, _ plan: StudyPlan) -> String {
    var table = Table([("setting", .left), ("trials", .right), ("s/trial", .right), ("time", .right)])
    for row in cost.settings {
      table.rows.append([
        row.title, "\(row.trials)", String(format: "%.2f", row.secondsPerTrial),
        Self.time(row.secondsPerTrial * Double(row.trials) / Double(cost.jobs)),
      ])
    }
    var lines = [table.text, ""]
    lines.append(
      "\(cost.trials) trials, about \(Self.time(cost.seconds)) with \(cost.jobs) at once, "
        + "\(ByteCount.text(cost.bytes)) on disk")
    switch plan.budget {
    case nil: break
    case .trials(let most):
      if most < cost.trials {
        lines.append("A budget of \(most) trials does not last for tuning and the first \(cost.firstLook) seeds.")
      } else {
        lines.append(
          "That is tuning and the first \(cost.firstLook) seeds; a budget of \(most) trials goes on from there.")
      }
    case .seconds(let seconds):
      lines.append(
        cost.seconds > seconds
          ? "A budget of \(Self.time(seconds)) does not last for tuning and the first \(cost.firstLook) seeds: "
            + "expected more, or fewer activations, settings or rates."
          : "That is tuning and the first \(cost.firstLook) seeds; a budget of \(Self.time(seconds)) goes on from there."
      )
    }
    return lines.joined(separator: "\n")
  }

  /// "45 s", "12 min", "3.4 h"
  static func time(_ seconds: Double) -> String {
    seconds < 100
      ? String(format: "%.0f s", seconds)
      : seconds < 6_000 ? String(format: "%.0f min", seconds / 60) : String(format: "%.1f h", seconds / 3_600)
  }
}
