import Datasets
import Randomness
import Statistics
import Studies

/// One table, its rows in other orders and with other splits: what a study says should not depend on either.
struct RowOrders: Sendable {
  let dataset: Dataset
  let plan: StudyPlan

  /// What one study of them said of each activation.
  struct Said: Sendable {
    var verdicts: [String: Verdict] = [:]
    var scores: [String: Double] = [:]
  }

  struct Outcome: Encodable {
    var name: String
    var studies: Int
    /// Activations that one study called better and another worse.
    var opposites: [String]
    /// The farthest that a mean score lay below the activation's median over all studies, and whose it was, in points.
    var farthestBehind: Double
    var farthest: String
    /// Verdicts counted, by activation.
    var verdicts: [String: [String: Int]]
  }

  /// - Parameters:
  ///   - order: the rows are shuffled; 0 leaves them as they are.
  ///   - splitSeed: of the splits.
  func said(order: Int, splitSeed: Int, isCancelled: () -> Bool) throws -> Said? {
    var rows = Array(0..<dataset.examples.count)
    if order > 0 {
      var stream = RandomStream(seed: UInt64(order), purpose: .test, index: 77)
      stream.shuffle(&rows)
    }
    let shuffled = Dataset(
      name: dataset.name, description: dataset.description, inputShape: dataset.inputShape,
      examples: dataset.examples.selecting(rows), scaling: dataset.scaling, columns: dataset.columns,
      targetName: dataset.targetName)
    var own = plan
    own.splitSeed = UInt64(splitSeed)
    own.data[0].summary = try DataSummary(shuffled, splitSeed: own.splitSeed)
    guard let result = try OneThread.result(own, shuffled, isCancelled: isCancelled) else { return nil }
    var said = Said()
    for row in result.settings[0].leaderboard {
      said.verdicts[row.choice.description] = row.verdict
      said.scores[row.choice.description] = row.score?.value
    }
    return said
  }

  func outcome(_ all: [Said]) -> Outcome {
    var outcome = Outcome(
      name: dataset.name, studies: all.count, opposites: [], farthestBehind: 0, farthest: "", verdicts: [:])
    for choice in plan.contenders.map(\.description) {
      let verdicts = all.compactMap { $0.verdicts[choice] }
      for verdict in verdicts { outcome.verdicts[choice, default: [:]][verdict.rawValue, default: 0] += 1 }
      if verdicts.contains(.better), verdicts.contains(.worse) { outcome.opposites.append(choice) }
      let scores = all.compactMap { $0.scores[choice] }.sorted()
      guard let least = scores.first else { continue }
      let behind = 100 * (scores[scores.count / 2] - least)
      if behind > outcome.farthestBehind { (outcome.farthestBehind, outcome.farthest) = (behind, choice) }
    }
    return outcome
  }
}
