public import Statistics

/// What an experiment says of a claim.
public enum ClaimVerdict: Codable, Hashable, Sendable {
  case holds
  /// Under this condition, and not without it.
  case holdsOnlyIf(String)
  case doesNotHold
  case undecided
  /// Why: a premise that failed, trials that are missing.
  case notTested(String)

  public var title: String {
    switch self {
    case .holds: "holds"
    case .holdsOnlyIf(let condition): "holds only if \(condition)"
    case .doesNotHold: "does not hold"
    case .undecided: "undecided"
    case .notTested: "not tested"
    }
  }
}

/// One criterion with what was measured.
public struct JudgedCriterion: Codable, Hashable, Sendable {
  public var criterion: Criterion
  public var unit: String?
  public var estimate: Estimate?
  /// Numbers that it rests on.
  public var count: Int
  /// Nil for undecided.
  public var isMet: Bool?
  /// Whether it speaks of the absence of a condition.
  public var isOtherwise: Bool
}

/// A claim's verdict with everything that it rests on.
public struct Outcome: Codable, Hashable, Sendable {
  public var claim: String
  public var scale: ClaimScale
  public var verdict: ClaimVerdict
  public var criteria: [JudgedCriterion]
  public var evidence: Evidence
  /// Trials, those that diverged among them, and the processor seconds they took.
  public var trials: Int
  public var diverged: Int
  public var seconds: Double

  public init(
    claim: String, scale: ClaimScale, verdict: ClaimVerdict, criteria: [JudgedCriterion], evidence: Evidence,
    trials: Int, diverged: Int, seconds: Double
  ) {
    self.claim = claim
    self.scale = scale
    self.verdict = verdict
    self.criteria = criteria
    self.evidence = evidence
    self.trials = trials
    self.diverged = diverged
    self.seconds = seconds
  }
}

extension Rule {
  /// The verdict: a pure function of the evidence.
  public func judge(_ evidence: Evidence) -> (verdict: ClaimVerdict, criteria: [JudgedCriterion]) {
    func judged(_ criterion: Criterion, _ isOtherwise: Bool) -> JudgedCriterion {
      let effect = evidence.effects.first { $0.name == criterion.effect }
      let estimate = effect?.estimate(confidence: confidence)
      return JudgedCriterion(
        criterion: criterion, unit: effect?.unit, estimate: estimate, count: effect?.count ?? 0,
        isMet: estimate.flatMap { criterion.bound.judge(low: $0.low, high: $0.high) }, isOtherwise: isOtherwise)
    }
    let own = criteria.map { judged($0, false) }
    let others = otherwise.map { judged($0, true) }
    let all = own + others
    if let failed = evidence.premises.first(where: { !$0.holds }) {
      return (.notTested("premise failed: \(failed.words)"), all)
    }
    if let missing = all.first(where: { $0.estimate == nil }) {
      return (.notTested("not measured: \(missing.criterion.effect)"), all)
    }
    switch kind {
    case .all: return (Self.verdict(Self.conjunction(own)), all)
    case .any:
      let any: Bool? = own.contains { $0.isMet == true } ? true : own.allSatisfy { $0.isMet == false } ? false : nil
      return (Self.verdict(any), all)
    case .onlyIf(let condition):
      switch (Self.conjunction(own), Self.conjunction(others)) {
      case (false?, _): return (.doesNotHold, all)
      case (true?, true?): return (.holds, all)
      case (true?, false?): return (.holdsOnlyIf(condition), all)
      default: return (.undecided, all)
      }
    }
  }

  private static func conjunction(_ criteria: [JudgedCriterion]) -> Bool? {
    if criteria.contains(where: { $0.isMet == false }) { return false }
    return criteria.allSatisfy { $0.isMet == true } ? true : nil
  }

  private static func verdict(_ isMet: Bool?) -> ClaimVerdict {
    switch isMet {
    case true?: .holds
    case false?: .doesNotHold
    case nil: .undecided
    }
  }
}
