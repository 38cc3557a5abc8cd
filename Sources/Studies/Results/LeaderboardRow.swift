/// One activation's line of a setting's leaderboard.
public struct LeaderboardRow: Codable, Hashable, Sendable {
  /// From 1, by mean score.
  public var rank: Int
  public var choice: ActivationChoice
  /// What won on the validation part; nil if every tuning trial diverged.
  public var hyperparameters: Hyperparameters?
  /// Whether the winning rate stands at an end of those that were tried, so that a better one may lie outside.
  public var isRateAtEdge: Bool
  /// Final seeds that the figures rest on.
  public var seeds: Int
  /// Mean test score over them with its 95 % interval, a diverged one counted as `divergedScore`; nil if there is none.
  public var score: Estimate?
  /// Those seeds.
  public var seedsRun: [UInt64]
  /// Test score by `seedsRun`; nil where the trial diverged.
  public var scores: [Double?]
  public var testLoss: Double?
  public var verdict: Verdict
  /// The comparison with the baseline; nil for the baseline itself.
  public var judgement: Judgement?
  /// In a race, the seeds after which the verdict was clear.
  public var decidedAtSeeds: Int?
  /// Letters of the groups that cannot be told apart.
  public var groups: String
  /// The probability that a run of it is better than one of the baseline's.
  public var probabilityOfImprovement: Double?
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
  /// What was tried in tuning.
  public var tried: [TuningResult.Tried]
  /// Means over the final seeds.
  public var curve: [CurvePoint]
  public var layers: [LayerSummary]
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
  public var equivalenceMargin: Double
  /// Best first.
  public var leaderboard: [LeaderboardRow]
  public var failures: [TrialFailure]
}

/// A trial that diverged.
public struct TrialFailure: Codable, Hashable, Sendable {
  public var key: TrialKey
  public var reason: String
}
