import Diagnostics
import Foundation
import NeuralNetworks
import Remedies
import Reports
import Statistics
import Studies

/// A diagnosis on one screen.
enum DiagnosisText {
  static func screen(_ diagnosis: Diagnosis) -> String {
    var parts = [head(diagnosis)]
    if diagnosis.findings.isEmpty { parts.append("Nothing was found that would keep it from learning.") }
    for (i, finding) in diagnosis.findings.enumerated() { parts.append(text(finding, isFirst: i == 0)) }
    if !diagnosis.trials.isEmpty { parts.append(remedies(diagnosis)) }
    return parts.joined(separator: "\n\n")
  }

  private static func head(_ diagnosis: Diagnosis) -> String {
    let record = diagnosis.record
    let score = record.epochs.last.map { $0.isDiverged ? "diverged" : number($0.validation.score) } ?? "–"
    let what = record.targets.isClassification ? "validation accuracy" : "validation R²"
    return "\(Terminal.bold(diagnosis.run)): \(record.network.brief)\n"
      + "\(record.epochs.count) epochs at rate \(record.plan.learningRate), \(what) \(score); "
      + "a constant \(number(record.targets.constantScore)), a healthy network "
      + "(\(diagnosis.reference.description)) \(number(diagnosis.reference.score))"
  }

  private static func text(_ finding: Diagnostics.Finding, isFirst: Bool) -> String {
    let title = "\(finding.severity.rawValue.uppercased())  \(finding.kind.title)"
    let follows = finding.followsFrom.map { "; follows from: \($0.title.lowercased())" } ?? ""
    var lines = [(isFirst ? Terminal.bold(title) : title) + follows, "  " + finding.statement]
    // The rest is in the JSON.
    guard isFirst else { return lines.joined(separator: "\n") }
    for one in finding.evidence {
      guard let value = one.value, let limit = one.limit else {
        lines.append("  " + one.what)
        continue
      }
      lines.append(
        "  \(one.what): \(Brief.text(value)), limit \(Brief.text(limit))"
          + (one.reason.isEmpty ? "" : " – \(one.reason)"))
    }
    return lines.joined(separator: "\n")
  }

  private static func remedies(_ diagnosis: Diagnosis) -> String {
    var table = Table([
      ("tried", .left), ("score", .right), ("gain", .right), ("95 % interval", .right), ("time", .right), ("", .left),
    ])
    let unchanged = diagnosis.unchanged.map(\.score)
    table.rows.append([
      "unchanged", number(Sample.mean(unchanged)), "", "", "1.0×",
      failures(diagnosis.unchanged),
    ])
    for trial in diagnosis.trials {
      table.rows.append([
        trial.title, number(trial.score), signed(trial.gain.value),
        "\(signed(trial.gain.low)) … \(signed(trial.gain.high))", trial.cost.map { String(format: "%.1f×", $0) } ?? "–",
        trial.restores ? "restores learning" : trial.improves ? "better" : failures(trial.forks),
      ])
    }
    let best = diagnosis.restoring
    let seeds = diagnosis.unchanged.count
    let verdict =
      !diagnosis.isHarmed
      ? "The run learns as it is: nothing to restore."
      : best.isEmpty
        ? "None of these changes alone restores learning (\(seeds) seeds each)."
        : best.count == 1
          ? "One change restores learning: \(best[0].title) (\(seeds) seeds each)."
          : "\(best.count) of \(diagnosis.trials.count) changes restore learning, best of all \(best[0].title) (\(seeds) seeds "
            + "each)."
    return table.text + "\n\n" + verdict
  }

  private static func failures(_ forks: [ForkOutcome]) -> String {
    let diverged = forks.count { $0.diverged }
    return diverged == 0 ? "" : "\(diverged) of \(forks.count) diverged"
  }

  static func limits(_ thresholds: Thresholds) -> String {
    var table = Table([("limit", .left), ("value", .right), ("of what, and why", .left)])
    for limit in Thresholds.all {
      table.rows.append([limit.name, Brief.text(thresholds[keyPath: limit.path]), "\(limit.meaning): \(limit.reason)"])
    }
    return table.text
  }

  private static func number(_ score: Double) -> String { String(format: "%.3f", score) }
  private static func signed(_ gain: Double) -> String { (gain < 0 ? "−" : "+") + String(format: "%.3f", abs(gain)) }
}
