public import Diagnostics
internal import NeuralNetworks
public import Statistics

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

  public init(
    run: String, record: RunRecord, reference: ReferenceOutcome, findings: [Finding], thresholds: Thresholds,
    origin: Origin = .start, unchanged: [ForkOutcome] = [], trials: [RemedyOutcome] = []
  ) {
    self.run = run
    self.record = record
    self.reference = reference
    self.findings = findings
    self.thresholds = thresholds
    self.origin = origin
    self.unchanged = unchanged
    self.trials = trials
  }

  /// Where forks of a run begin.
  public enum Origin: String, Codable, Hashable, Sendable, CaseIterable {
    /// From new initial weights, with new seeds.
    case start
    /// From the run's last checkpoint, with new data orders.
    case checkpoint
  }

  /// Whether the run, with fresh seeds, comes to less than a healthy one should.
  public var isHarmed: Bool {
    unchanged.isEmpty
      ? Examination(record, thresholds: thresholds).isHarmed
      : Sample.mean(unchanged.map(\.score)) < target
  }

  /// The score from which learning counts as restored.
  public var target: Double {
    record.targets.constantScore + thresholds.referenceShare * (reference.score - record.targets.constantScore)
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

  public init(description: String, score: Double, learnedShare: Double) {
    self.description = description
    self.score = score
    self.learnedShare = learnedShare
  }
}

/// One fork of a run.
public struct ForkOutcome: Codable, Hashable, Sendable {
  public var seed: UInt64
  /// Accuracy, or R², on the validation part; a constant prediction's for a run that diverged.
  public var score: Double
  public var diverged: Bool
  public var learnedShare: Double
  public var secondsPerEpoch: Double

  public init(seed: UInt64, score: Double, diverged: Bool, learnedShare: Double, secondsPerEpoch: Double) {
    self.seed = seed
    self.score = score
    self.diverged = diverged
    self.learnedShare = learnedShare
    self.secondsPerEpoch = secondsPerEpoch
  }
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
  /// Time of an epoch over the unchanged run's, the median over the seeds where neither diverged; nil for none.
  public var cost: Double?
  /// Whether learning is restored: the unchanged run does not come so far, the gain's interval lies above 0, and the mean score comes to at least
  /// `Thresholds.referenceShare` of what the reference reached over a constant prediction.
  public var restores: Bool

  public init(
    title: String, forks: [ForkOutcome], score: Double, gain: Estimate, cost: Double?, restores: Bool
  ) {
    self.title = title
    self.forks = forks
    self.score = score
    self.gain = gain
    self.cost = cost
    self.restores = restores
  }

  /// Whether it is better for certain, restored or not. Runs that diverged count as a constant prediction, which can be
  /// better than a network that learns nothing: not where it is all of them.
  public var improves: Bool { gain.low > 0 && !forks.allSatisfy(\.diverged) }
}
