internal import Charts
internal import Diagnostics
internal import Mustache
internal import NeuralNetworks
public import Remedies
internal import Statistics
internal import Studies

/// A diagnosis as one page that needs nothing else: no script, no font, no file, no network.
public enum DiagnosisReport {
  /// - Parameter command: what repeats the diagnosis.
  public static func html(_ diagnosis: Diagnosis, command: String) throws -> String {
    let record = diagnosis.record
    let figures = Figures(isClassification: record.targets.isClassification)
    let pictures = DiagnosisPictures(diagnosis).all
    var context: [String: Any] = [
      "title": title(diagnosis), "verdict": DiagnosisVerdict.text(diagnosis), "network": network(diagnosis),
      "hasFindings": !diagnosis.findings.isEmpty, "findings": findings(diagnosis),
      "hasEffects": diagnosis.findings.contains { $0.followsFrom != nil }, "hasRemedies": !diagnosis.trials.isEmpty,
      "hasPictures": !pictures.isEmpty,
      "pictures": pictures.map { picture -> [String: Any] in
        [
          "title": picture.title, "text": picture.text, "charts": picture.charts, "isPair": picture.charts.count > 1,
        ]
      },
      "protocol": DiagnosisProtocol.rows(diagnosis).map { ["name": $0.name, "value": $0.value] },
      "limits": limits(diagnosis), "command": command,
    ]
    if let forest = RemedyChart(diagnosis: diagnosis, figures: figures).forest() {
      context.merge(remedies(diagnosis, figures)) { $1 }
      context["forest"] = forest.svg(label: "Forest plot of what every change gained")
    }
    return try MustacheTemplate(string: DiagnosisTemplate.page).render(context)
  }

  private static func title(_ diagnosis: Diagnosis) -> String {
    let root = DiagnosisVerdict.root(diagnosis)
    return diagnosis.isHarmed || root?.severity == .problem
      ? "What is wrong with \(diagnosis.run)?" : "Is anything wrong with \(diagnosis.run)?"
  }

  private static func network(_ diagnosis: Diagnosis) -> String {
    let (record, plan) = (diagnosis.record, diagnosis.record.plan)
    return "\(record.network.brief); \(plan.optimizer) at rate \(Text.short(plan.learningRate, 8)), "
      + "\(record.epochs.count) epoch\(record.epochs.count == 1 ? "" : "s") of \(record.stepsPerEpoch) steps"
  }

  // MARK: - Findings

  /// Those that follow from none that is shown, each with those that follow from it.
  private static func findings(_ diagnosis: Diagnosis) -> [[String: Any]] {
    let kinds = Set(diagnosis.findings.map(\.kind))
    func isEffect(_ finding: Diagnostics.Finding) -> Bool {
      finding.followsFrom.map { $0 != finding.kind && kinds.contains($0) } ?? false
    }
    let roots = diagnosis.findings.filter { !isEffect($0) }
    var shown: Set<Diagnostics.Finding.Kind> = []
    return roots.map { root in
      // Where a kind was found twice, its effects stand below the first.
      let effects =
        shown.insert(root.kind).inserted
        ? diagnosis.findings.filter { isEffect($0) && $0.followsFrom == root.kind } : []
      var context = finding(root, diagnosis)
      context["hasEffects"] = !effects.isEmpty
      context["effects"] = effects.map { finding($0, diagnosis) }
      return context
    }
  }

  private static func finding(_ finding: Diagnostics.Finding, _ diagnosis: Diagnosis) -> [String: Any] {
    let time = DiagnosisVerdict.time(finding, diagnosis.record)
    return [
      "title": finding.kind.title, "severity": finding.severity.rawValue, "statement": finding.statement,
      "when": time.prefix(1).uppercased() + time.dropFirst(),
      "where": DiagnosisVerdict.places(finding, diagnosis.record),
      "evidence": finding.evidence.map {
        [
          "what": $0.what, "value": $0.value.map(number) ?? "", "limit": $0.limit.map(number) ?? "",
          "isMeasured": $0.value != nil, "reason": $0.reason,
        ] as [String: Any]
      },
    ]
  }

  private static func number(_ value: Double) -> String {
    value.isFinite ? Brief.text(value) : value.isNaN ? "not a number" : value > 0 ? "infinite" : "minus infinite"
  }

  private static func limits(_ diagnosis: Diagnosis) -> [[String: Any]] {
    let usual = Thresholds()
    return Thresholds.all.map { limit in
      let value = diagnosis.thresholds[keyPath: limit.path]
      return [
        "name": limit.name, "value": number(value) + (value == usual[keyPath: limit.path] ? "" : "*"),
        "meaning": limit.meaning, "reason": limit.reason,
      ]
    }
  }

  // MARK: - Remedies

  private static func remedies(_ diagnosis: Diagnosis, _ figures: Figures) -> [String: Any] {
    func diverged(_ forks: [ForkOutcome]) -> String {
      let count = forks.count { $0.diverged }
      return count == 0 ? "" : "\(count) of \(forks.count)"
    }
    return [
      "remedy": DiagnosisVerdict.remedy(diagnosis), "scoreName": figures.isClassification ? "accuracy" : "R²",
      "unit": figures.differenceUnit, "seeds": diagnosis.unchanged.count,
      "unchanged": figures.score(diagnosis.unchangedScore), "unchangedDiverged": diverged(diagnosis.unchanged),
      "remedies": diagnosis.byGain.map { row -> [String: Any] in
        let isWorse = row.gain.high < 0
        return [
          "title": row.title, "score": figures.score(row.score), "gain": figures.difference(row.gain.value),
          "interval": row.gain.low.isFinite && row.gain.high.isFinite ? figures.differenceInterval(row.gain) : "–",
          "cost": row.cost.map { Text.fixed($0, 1) + "×" } ?? "–", "diverged": diverged(row.forks),
          "verdict": row.restores ? "restores learning" : row.improves ? "better" : isWorse ? "worse" : "",
          "class": row.restores || row.improves ? "better" : isWorse ? "worse" : "",
        ]
      },
    ]
  }
}
