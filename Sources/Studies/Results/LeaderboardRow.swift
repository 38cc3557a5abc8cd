public import Statistics

/// One activation's line of a setting's leaderboard. Scores and differences are in the metric's own unit and direction.
public struct LeaderboardRow: Codable, Hashable, Sendable {
  /// From 1, by mean score.
  public var rank: Int
  public var choice: ActivationChoice
  /// Others that are the same function, and were not run twice.
  public var twins: [ActivationChoice]
  /// What won on the validation parts, of several splits the middle one; nil if every tuning trial diverged.
  public var hyperparameters: Hyperparameters?
  /// The lowest and the highest rate of all splits, where they differ.
  public var lowestRate: Double?
  public var highestRate: Double?
  /// Tunings, and those whose winning rate stands at an end of what was tried, so that a better one may lie outside.
  public var tunings: Int
  public var tuningsAtEdge: Int
  /// Final seeds that the figures rest on.
  public var seeds: Int
  /// The mean over splits, draws or seeds with its 95 % interval for new examples; a diverged run counts as its metric
  /// says. Nil if there is none; without ends for a single one.
  public var score: Estimate?
  /// Those seeds.
  public var seedsRun: [UInt64]
  /// Test score by `seedsRun`; nil where it diverged.
  public var scores: [Double?]
  /// Means of all metrics that can be had, by name.
  public var metrics: [String: Double]
  public var testLoss: Double?
  public var verdict: Verdict
  /// The comparison with the baseline; nil for the baseline itself.
  public var judgement: Judgement?
  /// In a race, the seeds after which the verdict was clear.
  public var decidedAtSeeds: Int?
  /// What would decide an undecided comparison with a power of 80 %: independent seeds, or rows of data in all.
  public var seedsNeeded: Int?
  public var rowsNeeded: Int?
  /// The probability that a run of it is better than one of the baseline's.
  public var probabilityOfImprovement: Double?
  /// Diverged ones among the final runs.
  public var divergedRuns: Int
  public var runs: Int
  /// Diverged trials among all of its own, tuning included.
  public var divergedTrials: Int
  public var trials: Int
  /// Times, and what follows from them, are nil among the figures that repeat.
  public var millisecondsPerEpoch: Double?
  public var millisecondsPerStep: Double?
  /// Bytes that one batch leaves from the forward for the backward pass.
  public var keptBytes: Int
  /// Whether nothing else is at least as good in score, time and memory, and better in one of them.
  public var isOnParetoFront: Bool?
  /// The mean validation score when the fastest activation is through with all epochs; nil if it is not known.
  public var scoreAtEqualTime: Double?
  /// The rates with which the validation score stays within two margins of the best one.
  public var goodRates: RateRange?
  /// The score with everything tuned for the baseline, and the rank by it.
  public var swapScore: Estimate?
  public var swapRank: Int?
  /// What was tried in tuning, the mean over the splits.
  public var tried: [TuningResult.Tried]
  /// Means over the final seeds.
  public var curve: [CurvePoint]
  public var layers: [LayerSummary]

  /// Whether a quarter of its tunings or more ended at an end of what was tried.
  public var isRateAtEdge: Bool { tuningsAtEdge > 0 && 4 * tuningsAtEdge >= tunings }
}

/// A range of learning rates.
public struct RateRange: Codable, Hashable, Sendable {
  public var low: Double
  public var high: Double
  /// Its width in powers of ten.
  public var decades: Double

  public init(low: Double, high: Double, decades: Double) {
    self.low = low
    self.high = high
    self.decades = decades
  }
}

/// The comparison within one setting.
public struct SettingResult: Codable, Hashable, Sendable {
  public var setting: Setting
  /// What distinguishes it from the study's others.
  public var title: String
  public var data: DataSummary
  public var metric: Metric
  public var equivalenceMargin: Double
  /// Best first.
  public var leaderboard: [LeaderboardRow]
  /// What stands beside the networks; nil before it is run.
  public var references: References?
  /// Distinct test examples, groups of them where they belong together, that the figures rest on, and the splits, draws
  /// or seeds.
  public var testCount: Int
  public var units: Int
  /// Whether training ended too early: the validation loss of more than half of the activations still fell by a fiftieth
  /// of its whole fall in the last quarter.
  public var isStillRising: Bool
  /// Of the one that is recommended: how often examples of each class (rows) were taken for each other (columns), over
  /// all final runs. Empty for regression, and where predictions were not kept.
  public var confusion: [[Int]]
  public var failures: [TrialFailure]

  public func row(_ choice: ActivationChoice) -> LeaderboardRow? {
    leaderboard.first { $0.choice == choice } ?? leaderboard.first { $0.twins.contains(choice) }
  }

  /// What a person is to use: the best of those that are better than the baseline, or the baseline; if that diverged, the
  /// best that did not.
  public var recommended: LeaderboardRow? {
    leaderboard.first { $0.verdict == .better } ?? leaderboard.first { $0.verdict == .baseline }
      ?? leaderboard.first { $0.verdict != .diverged && $0.score != nil }
  }
}

/// A constant guess and a linear model, outside the comparisons.
public struct References: Codable, Hashable, Sendable {
  /// What the networks are worth against something simpler.
  public enum Worth: String, Codable, Hashable, Sendable {
    /// The interval of the difference lies above 0.
    case helps
    /// It lies below the margin: networks are not better by anything that matters.
    case doesNotHelp = "does-not-help"
    case notShown = "not-shown"
  }

  public var constant: Double?
  public var linear: Estimate?
  public var linearRate: Double?
  /// The recommended network less the linear model, and less the constant guess, with 95 % intervals corrected for the
  /// choice among all activations.
  public var overLinear: Estimate?
  public var overConstant: Estimate?
  public var hiddenLayers: Worth
  public var network: Worth
}

/// A trial that diverged.
public struct TrialFailure: Codable, Hashable, Sendable {
  public var key: TrialKey
  public var reason: String
}
