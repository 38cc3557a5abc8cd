internal import Charts
public import Diagnostics
internal import NeuralNetworks
public import Remedies
internal import Statistics
internal import Studies

/// What a diagnosis says, in sentences that claim no more than the figures.
public enum DiagnosisVerdict {
  /// What is wrong and since when, and what restores learning: two sentences.
  public static func text(_ diagnosis: Diagnosis) -> String { "\(cause(diagnosis)) \(remedy(diagnosis))" }

  /// The finding that the others follow from; nil where nothing was found.
  public static func root(_ diagnosis: Diagnosis) -> Diagnostics.Finding? {
    diagnosis.findings.first { $0.severity == .problem && $0.followsFrom == nil } ?? diagnosis.findings.first
  }

  static func cause(_ diagnosis: Diagnosis) -> String {
    let record = diagnosis.record
    let figures = Figures(isClassification: record.targets.isClassification)
    let what = figures.isClassification ? "validation accuracy" : "validation R²"
    let others =
      "a healthy one \(score(diagnosis.reference.score, figures)), a constant prediction "
      + score(record.targets.constantScore, figures)
    let reached =
      record.epochs.last.map { $0.isDiverged || !$0.validation.score.isFinite } ?? false
      ? "the network diverges (\(others) \(what))"
      : record.epochs.isEmpty
        ? "the network was not trained (\(others) \(what))"
        : "the network comes to \(score(record.epochs.last?.validation.score ?? .nan, figures)) \(what), \(others)"
    guard let root = root(diagnosis) else {
      return diagnosis.isHarmed
        ? "No cause that is known here was found, but \(reached)."
        : "Nothing was found that would keep it from learning: \(reached)."
    }
    let place = "\(root.kind.title) \(time(root, record))\(places(root, record))"
    guard root.severity == .problem || diagnosis.isHarmed else {
      return "It learns: \(reached). \(place), did no harm."
    }
    return "\(place): \(reached)."
  }

  static func remedy(_ diagnosis: Diagnosis) -> String {
    let figures = Figures(isClassification: diagnosis.record.targets.isClassification)
    let tried = diagnosis.trials.count
    let seeds = "\(diagnosis.unchanged.count) seeds each"
    guard tried > 0 else { return diagnosis.isHarmed ? "No change was tried." : "Nothing has to be restored." }
    func gain(_ row: RemedyOutcome) -> String {
      "\(row.title) to \(score(row.score, figures)), a gain of \(figures.difference(row.gain.value).dropFirst()) "
        + "\(figures.isClassification ? "percentage points" : "of R²") (95 % interval "
        + "\(figures.differenceInterval(row.gain)), \(seeds))"
    }
    let restoring = diagnosis.restoring
    let better = diagnosis.byGain.filter { $0.improves && $0.gain.value > 0 }
    if let best = restoring.first {
      return restoring.count == 1
        ? "Of \(tried) change\(tried == 1 ? "" : "s") tried alone one restores learning: \(gain(best))."
        : "Of \(tried) changes tried alone \(restoring.count) restore learning, best of all \(gain(best))."
    }
    let lead =
      diagnosis.isHarmed
      ? "None of the \(tried) change\(tried == 1 ? "" : "s") tried alone restores learning (\(seeds))"
      : "It learns with fresh seeds as well, so there is nothing to restore"
    guard let best = better.first else { return lead + "." }
    return lead + (diagnosis.isHarmed ? "; closest comes " : "; better still is ") + gain(best) + "."
  }

  /// "before the first step", "since step 31 (epoch 1)"
  static func time(_ finding: Diagnostics.Finding, _ record: RunRecord) -> String {
    if finding.step == 0 { return "before the first step" }
    let epoch = (finding.step + record.stepsPerEpoch - 1) / max(1, record.stepsPerEpoch)
    return "since step \(finding.step)" + (record.stepsPerEpoch > 0 ? " (epoch \(epoch))" : "")
  }

  /// ", in hidden 1 to hidden 10"; empty for a finding about no layer.
  static func places(_ finding: Diagnostics.Finding, _ record: RunRecord) -> String {
    let names = layerNames(finding, record)
    return names.isEmpty ? "" : ", in \(names)"
  }

  /// "hidden 1 to hidden 10", or "hidden 2, hidden 5 and hidden 7"
  static func layerNames(_ finding: Diagnostics.Finding, _ record: RunRecord) -> String {
    let known = record.moments.first?.layers ?? []
    let layers = Set(finding.layers).sorted().compactMap { number in known.first { $0.layer == number } }
    guard let first = layers.first, let last = layers.last, layers.count > 1 else { return layers.first?.name ?? "" }
    if last.layer - first.layer == layers.count - 1 { return "\(first.name) to \(last.name)" }
    if layers.count > 6 { return "\(layers.count) layers from \(first.name) to \(last.name)" }
    return Finding.list(layers.map(\.name))
  }

  private static func score(_ value: Double, _ figures: Figures) -> String {
    value.isFinite ? figures.score(value) : "no score"
  }
}
