import Activations
import Foundation
import Reports
import Studies

/// The leaderboard as a table, and its finding in words.
enum LeaderboardText {
  static func table(_ result: StudyResult) -> String {
    let figures = Figures(result)
    var table = Table([
      ("#", .right), ("activation", .left), (result.scoreName, .right), ("95 % interval", .left),
      ("to \(result.plan.baseline.title)", .right), ("95 % interval", .left), ("verdict", .left), ("rate", .right),
      ("diverged", .right), ("ms/epoch", .right),
    ])
    for row in result.leaderboard {
      table.rows.append([
        String(row.rank), row.activation.description, row.score.map { figures.score($0.value) } ?? "–",
        row.score.map(figures.interval) ?? "", row.difference.map { figures.difference($0.value) } ?? "",
        row.difference.map(figures.differenceInterval) ?? "", figures.verdict(row),
        row.learningRate.map { figures.rate($0) + (row.isRateAtEdge ? "*" : "") } ?? "–",
        "\(row.divergedTrials)/\(row.trials)", figures.milliseconds(row.millisecondsPerEpoch),
      ])
    }
    var text = table.text
    if result.leaderboard.contains(where: \.isRateAtEdge) {
      text += "\n* at the edge of the rates that were tried: a better one may lie beyond"
    }
    return text
  }

  static func finding(_ result: StudyResult) -> String { Finding.text(result) }
}
