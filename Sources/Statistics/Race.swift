extension RaceRule {
  /// Runs the race over again, from its first look on. `families[f][c][k]` is that comparison as it stood at look k, nil
  /// where the look is not complete for it: it stays as it was. `looks` is the number of complete looks.
  ///
  /// The judgements depend on nothing else, least of all on how often one asked: more looks never change what is decided,
  /// and what a decided comparison is at later looks, if given, is not used. As in ``Simultaneous``, families of different
  /// settings are taken as independent, and large races have fewer draws.
  public func judge(
    _ families: [[[Comparison?]]], upTo looks: Int, draws: Int = 20_000, seed: UInt64 = 0
  ) -> [[RaceJudgement]] {
    let cost = families.map { ($0.count, self.looks.last ?? 0) }
    let draws = Simultaneous.share(of: draws, columnsAndRows: cost)
    var race = Race(rule: self, families: families, draws: draws, seed: seed)
    let count = min(looks, self.looks.count, information.count)
    for k in 0..<max(0, count) where race.isOpen { race.look(k) }
    return race.standings.map { $0.map { RaceJudgement(judgement: $0.judgement, decidedAtLook: $0.decidedAtLook) } }
  }
}

/// A race under way.
private struct Race {
  struct Standing {
    var judgement = Judgement(replicates: 0, verdict: .undecided)
    var decidedAtLook: Int?
    /// The comparison as it was last judged, and at which look.
    var latest: (comparison: Comparison, look: Int)?
  }

  let rule: RaceRule
  let families: [[[Comparison?]]]
  let draws: Int
  let seed: UInt64
  var standings: [[Standing]]
  /// One race without differences for each family.
  private var paths: [NullPaths]
  /// How likely each family crossed a boundary before.
  private var gone: [Double]

  init(rule: RaceRule, families: [[[Comparison?]]], draws: Int, seed: UInt64) {
    self.rule = rule
    self.families = families
    self.draws = draws
    self.seed = seed
    standings = families.map { $0.map { _ in Standing() } }
    gone = [Double](repeating: 0, count: families.count)
    paths = families.enumerated().map { f, family in
      let isSimulated = rule.hasIndependentIncrements && family.count <= Simultaneous.mostSimulated
      return NullPaths(columns: family.count, draws: isSimulated ? draws : 1, seed: seed, index: f)
    }
  }

  var isOpen: Bool { standings.contains { $0.contains { $0.decidedAtLook == nil } } }

  mutating func look(_ k: Int) {
    var isNew = families.map { $0.map { _ in false } }
    for f in families.indices {
      for c in families[f].indices where standings[f][c].decidedAtLook == nil {
        guard k < families[f][c].count, let comparison = families[f][c][k] else { continue }
        standings[f][c].latest = (comparison, k)
        isNew[f][c] = true
      }
    }
    let alpha =
      rule.hasIndependentIncrements
      ? RaceRule.spent(rule.information[k], rule.alpha) : rule.increment(k, alpha: rule.alpha)
    let found = families.indices.map { crossings(f: $0, look: k, alpha: alpha) }
    let level = Families.level(found, gone: gone, alpha: alpha)
    let before = Families.crossed(found, gone, 0)
    for f in families.indices {
      for c in families[f].indices where isNew[f][c] {
        guard let comparison = standings[f][c].latest?.comparison else { continue }
        let judgement = Judgement(comparison, level: level, fewest: Simultaneous.fewest) { p in
          rule.repeatedP(Families.crossed(found, gone, p) - before, look: k)
        }
        standings[f][c].judgement = judgement
        if judgement.verdict != .undecided { standings[f][c].decidedAtLook = k }
      }
    }
    guard rule.hasIndependentIncrements else { return }
    for f in families.indices {
      gone[f] += found[f].probability(level)
      if isResolved(alpha), families[f].count <= Simultaneous.mostSimulated {
        paths[f].mark(replicates(f, look: k).map { $0 > 1 }, level: level)
      }
    }
  }

  /// Whether any of the draws is expected to cross.
  private func isResolved(_ alpha: Double) -> Bool { alpha * Double(draws) >= 0.1 }

  private mutating func crossings(f: Int, look k: Int, alpha: Double) -> Crossings {
    let counts = replicates(f, look: k)
    let used = counts.map { $0 > 1 }
    let number = used.count(where: \.self)
    let latest = standings[f].map { $0.latest?.comparison ?? Comparison(differences: [], margin: 0) }
    guard rule.hasIndependentIncrements else {
      guard isResolved(alpha) else { return Crossings(bound: number) }
      return Simultaneous.crossings(latest, counts, draws: draws, seed: seed, index: k * families.count + f)
    }
    guard families[f].count <= Simultaneous.mostSimulated, number > 0 else { return Crossings(bound: number) }
    let correlations = Correlation.shrunk(latest.map(\.differences))
    paths[f].advance(to: counts, factor: Correlation.factor(correlations, count: latest.count))
    return isResolved(alpha) ? paths[f].crossings(used) : Crossings(bound: number)
  }

  /// How many replicates each comparison of a family has at a look; one that was decided, or misses the look, as many as it
  /// had, in proportion.
  private func replicates(_ f: Int, look k: Int) -> [Int] {
    standings[f].map { standing in
      guard let (comparison, look) = standing.latest else { return 0 }
      let count = comparison.replicates
      return look == k ? count : max(count, count * rule.looks[k] / max(1, rule.looks[look]))
    }
  }
}
