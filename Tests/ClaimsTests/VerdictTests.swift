import Claims
import Testing

/// Each claim's rule on made-up effects: what it must say of each outcome.
@Suite struct VerdictTests {
  /// An effect that lies clearly on one side of its bound, or on both.
  private enum Side: CaseIterable { case met, refuted, open }

  private func effect(_ criterion: Criterion, _ side: Side) -> Effect {
    let limits = criterion.bound.limits
    let (low, high) = (limits.min() ?? 0, limits.max() ?? 0)
    let unit = max(1, high - low)
    let (inside, outside): (Double, Double) =
      switch criterion.bound {
      case .above: (high + unit, high - unit)
      case .atLeast: (high + unit, high - unit)
      case .below: (low - unit, low + unit)
      case .atMost: (low - unit, low + unit)
      case .within: ((low + high) / 2, high + unit)
      }
    switch side {
    case .met: return Effect(criterion.effect, .exact(inside))
    case .refuted: return Effect(criterion.effect, .exact(outside))
    case .open:
      return Effect(criterion.effect, .bounds(inside, low: min(inside, outside), high: max(inside, outside)))
    }
  }

  /// Criteria that bound the same effect from two sides cannot all be made to fail or hold: those of one effect each.
  private func distinct(_ rule: Rule) -> Bool {
    let names = (rule.criteria + rule.otherwise).map(\.effect)
    return Set(names).count == names.count
  }

  private func verdict(_ rule: Rule, _ side: Side, otherwise: Side? = nil, premise: Bool = true) -> ClaimVerdict {
    let effects =
      rule.criteria.map { effect($0, side) } + rule.otherwise.map { effect($0, otherwise ?? side) }
    return rule.judge(Evidence(premises: [Premise("it learned", premise)], effects: effects)).verdict
  }

  @Test(arguments: Claim.all) func everyOutcomeIsPossible(_ claim: Claim) {
    let rule = claim.rule
    guard distinct(rule) else { return }
    switch rule.kind {
    case .all, .any:
      #expect(verdict(rule, .met) == .holds)
      #expect(verdict(rule, .refuted) == .doesNotHold)
      #expect(verdict(rule, .open) == .undecided)
    case .onlyIf(let condition):
      #expect(verdict(rule, .met, otherwise: .met) == .holds)
      #expect(verdict(rule, .met, otherwise: .refuted) == .holdsOnlyIf(condition))
      #expect(verdict(rule, .met, otherwise: .open) == .undecided)
      #expect(verdict(rule, .refuted, otherwise: .refuted) == .doesNotHold)
      #expect(verdict(rule, .open, otherwise: .refuted) == .undecided)
    }
  }

  @Test(arguments: Claim.all) func aFailedPremiseIsNoVerdict(_ claim: Claim) {
    guard case .notTested(let reason) = verdict(claim.rule, .met, premise: false) else {
      Issue.record("a verdict in spite of the premise")
      return
    }
    #expect(reason.contains("it learned"))
  }

  @Test(arguments: Claim.all) func aMissingEffectIsNoVerdict(_ claim: Claim) {
    for left in claim.rule.criteria.indices {
      let dropped = claim.rule.criteria[left].effect
      let effects = (claim.rule.criteria + claim.rule.otherwise).filter { $0.effect != dropped }.map {
        effect($0, .met)
      }
      guard case .notTested = claim.rule.judge(Evidence(effects: effects)).verdict else {
        Issue.record("a verdict without '\(dropped)'")
        return
      }
    }
  }

  @Test func numbersThatAreNoneShowNothing() {
    let rule = Rule.all(Criterion("x", .above(0)))
    for values: Effect.Values in [.exact(.nan), .samples([1, .nan, 2]), .samples([1]), .samples([]), .share(0, of: 0)] {
      guard case .notTested = rule.judge(Evidence(effects: [Effect("x", values)])).verdict else {
        Issue.record("a verdict of \(values)")
        return
      }
    }
  }

  @Test func oneOfAnyAndAllOfAll() {
    let criteria = [Criterion("a", .above(0)), Criterion("b", .above(0))]
    let mixed = Evidence(effects: [Effect("a", .exact(1)), Effect("b", .exact(-1))])
    #expect(Rule(kind: .any, criteria: criteria, otherwise: []).judge(mixed).verdict == .holds)
    #expect(Rule(kind: .all, criteria: criteria, otherwise: []).judge(mixed).verdict == .doesNotHold)
  }

  @Test func boundsJudgeIntervals() {
    #expect(Bound.above(0).judge(low: 0, high: 1) == nil)
    #expect(Bound.atLeast(0).judge(low: 0, high: 1) == true)
    #expect(Bound.above(0).judge(low: -1, high: 0) == false)
    #expect(Bound.atLeast(0).judge(low: -1, high: 0) == nil)
    #expect(Bound.below(0).judge(low: 0, high: 1) == false)
    #expect(Bound.atMost(0).judge(low: 0, high: 1) == nil)
    #expect(Bound.within(-1, 1).judge(low: -1, high: 1) == true)
    #expect(Bound.within(-1, 1).judge(low: 0, high: 2) == nil)
    #expect(Bound.within(-1, 1).judge(low: 1.5, high: 2) == false)
    #expect(Bound.above(0).judge(low: .nan, high: .nan) == nil)
  }
}
