public import Activations
internal import Foundation

/// A figure with its interval.
public struct Estimate: Codable, Hashable, Sendable {
  public var value: Double
  public var low: Double
  public var high: Double

  public init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

/// What the comparison with the baseline came to.
public enum Verdict: String, Codable, Hashable, Sendable {
  case baseline, better, worse, equivalent, undecided
  /// It diverged with half of the final seeds or more, or at every rate.
  case diverged
}

/// One activation's line of the leaderboard.
public struct LeaderboardRow: Codable, Hashable, Sendable {
  /// From 1, by mean score.
  public var rank: Int
  public var activation: Activation
  /// The learning rate that won on the validation part; nil if every tuning trial diverged.
  public var learningRate: Double?
  /// Whether the winning rate stands at an end of the grid, so that a better one may lie outside.
  public var isRateAtEdge: Bool
  /// Mean test score over the final seeds with its 95 % interval; nil if every final trial diverged.
  public var score: Estimate?
  /// Test score by final seed, in the plan's order; nil where the trial diverged.
  public var scores: [Double?]
  public var testLoss: Double?
  /// Mean difference of the paired scores to the baseline's with its 95 % interval; nil for the baseline itself.
  public var difference: Estimate?
  /// Holm's corrected p-value of the paired difference; nil where there is none.
  public var adjustedP: Double?
  public var verdict: Verdict
  /// About how many more seeds would decide an undecided comparison.
  public var moreSeedsNeeded: Int?
  /// Diverged trials of both phases, and all trials of both phases.
  public var divergedTrials: Int
  public var trials: Int
  public var millisecondsPerEpoch: Double

  public init(
    rank: Int, activation: Activation, learningRate: Double?, isRateAtEdge: Bool, score: Estimate?, scores: [Double?],
    testLoss: Double?, difference: Estimate?, adjustedP: Double?, verdict: Verdict, moreSeedsNeeded: Int?,
    divergedTrials: Int, trials: Int, millisecondsPerEpoch: Double
  ) {
    self.rank = rank
    self.activation = activation
    self.learningRate = learningRate
    self.isRateAtEdge = isRateAtEdge
    self.score = score
    self.scores = scores
    self.testLoss = testLoss
    self.difference = difference
    self.adjustedP = adjustedP
    self.verdict = verdict
    self.moreSeedsNeeded = moreSeedsNeeded
    self.divergedTrials = divergedTrials
    self.trials = trials
    self.millisecondsPerEpoch = millisecondsPerEpoch
  }
}

/// What the study was run on. Shown, stored, and needed to repeat it.
public struct StudyEnvironment: Codable, Hashable, Sendable {
  public var hillockVersion: String
  public var processor: String
  public var cores: Int
  public var instructionSet: String
  public var oneDNNVersion: String
  public var system: String

  public init(
    hillockVersion: String, processor: String, cores: Int, instructionSet: String, oneDNNVersion: String,
    system: String
  ) {
    self.hillockVersion = hillockVersion
    self.processor = processor
    self.cores = cores
    self.instructionSet = instructionSet
    self.oneDNNVersion = oneDNNVersion
    self.system = system
  }
}

/// What the data are.
public struct DataSummary: Codable, Hashable, Sendable {
  public var name: String
  /// One sentence.
  public var description: String
  public var trainCount: Int
  public var validationCount: Int
  public var testCount: Int
  public var inputShape: [Int]
  /// Names of the classes; empty for regression.
  public var classNames: [String]
  public var isClassification: Bool

  public init(
    name: String, description: String, trainCount: Int, validationCount: Int, testCount: Int, inputShape: [Int],
    classNames: [String], isClassification: Bool
  ) {
    self.name = name
    self.description = description
    self.trainCount = trainCount
    self.validationCount = validationCount
    self.testCount = testCount
    self.inputShape = inputShape
    self.classNames = classNames
    self.isClassification = isClassification
  }
}

/// Everything that a report, or a program that reads `--json`, needs to know of a study.
public struct StudyResult: Codable, Hashable, Sendable {
  public var plan: StudyPlan
  public var data: DataSummary
  public var environment: StudyEnvironment
  /// Best first.
  public var leaderboard: [LeaderboardRow]
  /// Differences smaller than this count as equivalent.
  public var equivalenceMargin: Double
  /// The finished final trials, in the plan's order of activations and seeds.
  public var finalTrials: [TrialRecord]
  /// The finished tuning trials, without their layers' probes.
  public var tuningTrials: [TrialRecord]
  /// Wall-clock seconds of all the sessions that ran trials.
  public var seconds: Double

  public init(
    plan: StudyPlan, data: DataSummary, environment: StudyEnvironment, leaderboard: [LeaderboardRow],
    equivalenceMargin: Double, finalTrials: [TrialRecord], tuningTrials: [TrialRecord], seconds: Double
  ) {
    self.plan = plan
    self.data = data
    self.environment = environment
    self.leaderboard = leaderboard
    self.equivalenceMargin = equivalenceMargin
    self.finalTrials = finalTrials
    self.tuningTrials = tuningTrials
    self.seconds = seconds
  }

  /// What the score is called: accuracy or R².
  public var scoreName: String { data.isClassification ? "accuracy" : "R²" }
}

extension StudyResult {
  /// The same without the times, which no two runs share: what has to be the same whenever a study is repeated.
  public var figures: StudyResult {
    var copy = self
    copy.seconds = 0
    for i in copy.leaderboard.indices { copy.leaderboard[i].millisecondsPerEpoch = 0 }
    for i in copy.finalTrials.indices { copy.finalTrials[i].millisecondsPerEpoch = 0 }
    for i in copy.tuningTrials.indices { copy.tuningTrials[i].millisecondsPerEpoch = 0 }
    return copy
  }

  /// JSON with sorted keys.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
