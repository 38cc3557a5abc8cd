public import Diagnostics
internal import NeuralNetworks
public import Studies

/// What is wrong with a run, and what was tried: the finding, the evidence, the remedies, and what they did.
public struct Diagnosis: Codable, Hashable, Sendable {
  /// What was diagnosed, in words.
  public var run: String
  public var record: RunRecord
  /// A healthy run on the same data, that harm is measured against.
  public var reference: ReferenceOutcome
  public var findings: [Finding]
  public var thresholds: Thresholds
  /// Where the remedies set in.
  public var origin: Origin
  /// The run as it is, with the seeds that the remedies get.
  public var unchanged: [ForkOutcome]
  /// In the order in which they were tried: what the first finding points to first.
  public var trials: [RemedyOutcome]

  /// Where forks of a run begin.
  public enum Origin: String, Codable, Hashable, Sendable, CaseIterable {
    /// From new initial weights, with new seeds.
    case start
    /// From the run's last checkpoint, with new data orders.
    case checkpoint
  }

  /// The remedies that restore learning, the one with the best score first.
  public var restoring: [RemedyOutcome] {
    trials.filter(\.restores).sorted { ($0.score, $1.title) > ($1.score, $0.title) }
  }
}

/// A healthy run on the same data.
public struct ReferenceOutcome: Codable, Hashable, Sendable {
  /// What it is: its layers and how it was trained.
  public var description: String
  public var score: Double
  /// See `RunRecord.learnedShare`.
  public var learnedShare: Double
}

/// One fork of a run.
public struct ForkOutcome: Codable, Hashable, Sendable {
  public var seed: UInt64
  /// Accuracy, or R², on the validation part; a constant prediction's for a run that diverged.
  public var score: Double
  public var diverged: Bool
  public var learnedShare: Double
  public var secondsPerEpoch: Double
}

/// One remedy, tried on several seeds.
public struct RemedyOutcome: Codable, Hashable, Sendable {
  /// `Remedy.title`
  public var title: String
  public var forks: [ForkOutcome]
  /// The mean validation score.
  public var score: Double
  /// The mean difference of the score to the unchanged run with the same seeds, with its 95 % interval (Student's t).
  public var gain: Estimate
  /// Time of an epoch over the unchanged run's.
  public var cost: Double
  /// Whether learning is restored: the gain's interval lies above 0, and the mean score comes to at least
  /// `Thresholds.referenceShare` of what the reference reached over a constant prediction.
  public var restores: Bool
}
