public import Datasets
public import NeuralNetworks

/// What was found in one run whose truth is known.
public struct FindingTrial: Codable, Hashable, Sendable {
  /// The fault's name, or the activation's and data's of a healthy run.
  public var name: String
  public var seed: UInt64
  /// What should have been found first; nil for a healthy run.
  public var expected: Finding.Kind?
  public var findings: [Finding]
  public var validationScore: Double?
  /// Whether a healthy run learned; a planted fault counts in any case.
  public var isHealthy: Bool

  /// Whether the first finding is the one that was planted.
  public var isNamedFirst: Bool { expected != nil && findings.first?.kind == expected }
  public var hasProblem: Bool { findings.contains { $0.severity == .problem } }

  public static func planted(
    _ fault: PlantedFault, data: PreparedData, seed: UInt64, thresholds: Thresholds = .init()
  ) throws(NetworkError) -> FindingTrial {
    let record = try follow(try fault.setup(data, seed: seed))
    return FindingTrial(
      name: fault.name, seed: seed, expected: fault.kind,
      findings: Examination(record, thresholds: thresholds).findings(),
      validationScore: record.epochs.last?.validation.score, isHealthy: false)
  }

  public static func healthy(
    _ run: HealthyRun, data: PreparedData, thresholds: Thresholds = .init()
  ) throws(NetworkError) -> FindingTrial {
    let record = try follow(try run.setup(data))
    let last = record.epochs.last
    return FindingTrial(
      name: "\(run.activation) on \(run.bed.data), \(run.bed.layers)", seed: run.seed, expected: nil,
      findings: Examination(record, thresholds: thresholds).findings(), validationScore: last?.validation.score,
      isHealthy: !(last?.isDiverged ?? true) && last?.validation.score ?? 0 >= run.bed.passing)
  }

  private static func follow(_ setup: RunSetup) throws(NetworkError) -> RunRecord {
    let watch = try RunWatch(try setup.begin())
    try watch.runAll()
    return watch.record
  }
}
