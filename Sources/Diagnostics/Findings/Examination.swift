internal import NeuralNetworks

/// Looks through what was seen of a run and finds what is wrong with it, the cause first.
///
/// Two things make a finding: a mechanism (a layer's gradient vanishes, units died) and harm. Where the mechanism is there
/// but the network learns all the same, it is a warning; where it learns too little, a problem.
///
/// Causes come before what follows from them: inputs and the output layer, then the network as it started, then the
/// gradient, then the steps, then what became of it. A finding that an earlier one accounts for says so.
public struct Examination: Sendable {
  public let record: RunRecord
  public let thresholds: Thresholds
  /// A healthy run on the same data, to compare with.
  public let reference: RunRecord?

  public init(_ record: RunRecord, thresholds: Thresholds = .init(), reference: RunRecord? = nil) {
    self.record = record
    self.thresholds = thresholds
    self.reference = reference
  }

  /// What was found, the most serious first, among those of one severity the cause first.
  public func findings() -> [Finding] {
    var found: [Finding] = []
    for rule in Self.rules {
      guard var finding = rule(self) else { continue }
      if finding.severity == .warning, isHarmed { finding.severity = .problem }
      // Said already.
      if found.contains(where: { $0.kind == finding.kind && $0.severity == .problem && $0.followsFrom == nil }) {
        continue
      }
      finding.followsFrom = found.first { Self.explains($0, finding) }?.kind
      // What follows from something is no problem of its own.
      if finding.followsFrom != nil, finding.severity == .problem { finding.severity = .warning }
      found.append(finding)
    }
    return found.enumerated().sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map(\.element)
  }

  /// In the order of causes.
  private static let rules: [@Sendable (Examination) -> Finding?] = [
    { $0.notFiniteInputs() }, { $0.outputLayer() }, { $0.inputScaling() }, { $0.saturatedAtStart() },
    { $0.constantUnits() }, { $0.duplicateUnits() }, { $0.bornDead() }, { $0.shiftedMeans() }, { $0.varianceAtStart() },
    { $0.vanishingGradient() }, { $0.explodingGradient() }, { $0.fewDirections() }, { $0.strongDecay() },
    { $0.updatesTooLarge() }, { $0.notFinite() }, { $0.diedInTraining() }, { $0.saturatedInTraining() },
    { $0.weightsInTraining() }, { $0.updatesTooSmall() }, { $0.memorising() },
  ]

  /// Whether the run learned less than it should have.
  public var isHarmed: Bool {
    if record.firstNotFinite != nil || record.epochs.last?.isDiverged ?? false { return true }
    if let reference, reference.learnedShare > 0.05 {
      return record.learnedShare < thresholds.referenceShare * reference.learnedShare
    }
    return record.learnedShare < thresholds.learnedShare
  }

  /// Whether what was found first accounts for what was found later: nearly everything follows from bad inputs and from a
  /// network that started badly; what memorises has learned.
  private static func explains(_ cause: Finding, _ effect: Finding) -> Bool {
    guard cause.severity == .problem, cause.followsFrom == nil, effect.kind != .memorising else { return false }
    switch cause.kind {
    case .notFinite, .memorising, .updatesTooSmall: return false
    case .deadUnits, .meanShift, .saturatedUnits:
      return ![.updatesTooLarge, .notFinite].contains(effect.kind) || cause.step == 0
    default: return true
    }
  }

  // MARK: - What the rules read

  /// Before the first step.
  var start: [LayerReading] { record.moments.first?.layers ?? [] }
  /// After the last one.
  var end: [LayerReading] { record.moments.last?.layers ?? [] }
  /// Those with an activation, before the first step.
  var hidden: [LayerReading] { start.filter { $0.activation != nil } }

  func evidence(
    _ what: String, _ value: Double, _ path: WritableKeyPath<Thresholds, Double>, limit: Double? = nil
  ) -> Finding.Evidence {
    Finding.Evidence(
      what: what, value: value, limit: limit ?? thresholds[keyPath: path], reason: thresholds.reason(path))
  }

  /// "hidden 2", or "hidden 2 to hidden 9"
  func names(_ layers: [LayerReading]) -> String {
    guard let first = layers.first, let last = layers.last else { return "no layer" }
    return first.layer == last.layer ? first.name : "\(first.name) to \(last.name)"
  }

  /// An ordinary epoch's name for a step.
  func time(_ step: Int) -> String {
    if step == 0 { return "before the first step" }
    let epoch = (step + record.stepsPerEpoch - 1) / max(1, record.stepsPerEpoch)
    return "after step \(step) (epoch \(epoch))"
  }
}
