/// When a race stops giving seeds to a comparison: successive elimination (Even-Dar, Mannor & Mansour 2006, *Journal of
/// Machine Learning Research* 7, 1079–1105) at a few looks, whose levels spend alpha (Lan & DeMets 1983,
/// doi:10.1093/biomet/70.3.659).
///
/// The data are looked at after ``firstLook`` seeds and then each time there are ``growth`` times as many. Look k of 1, 2 …
/// has the level alpha / (k (k + 1)), half of alpha at the first; all levels together, without end, sum to alpha. At each
/// look the comparisons still open are judged by the rule of ``Judgements`` at that look's level. What is decided stays
/// decided and gets no more seeds.
///
/// **Why at most a share of alpha of all races calls a method better or worse that is neither.** Let m₀ comparisons be
/// without a true difference. Holm's procedure at look k, level αₖ, compares p-values with αₖ over the number of
/// comparisons that it has not rejected yet, at this look or an earlier one (group-sequential Holm: Maurer & Bretz 2013,
/// doi:10.1080/19466315.2013.807748). Up to the first false rejection those include all m₀, so that the first has a
/// p-value below αₖ / m₀; by how likely that is for each of m₀ comparisons at each look, the sum is at most Σ m₀ αₖ / m₀ =
/// Σ αₖ = alpha. This holds however the comparisons depend on each other (they share the baseline's runs), for any number
/// of looks, and whenever the race is broken off, because it needs no more than valid p-values at fixed numbers of seeds.
/// For the same reason a comparison that left as equivalent, or that has too few pairs, is **not** taken out of the
/// count: those that remain are the ones that look most different, and to test them as if they were all there ever were
/// is to choose the extremes of many and to correct for few.
/// For equivalence, which is not corrected for the comparisons, each wrong one has a probability of at most Σ αₖ = alpha.
///
/// The p-values are valid for normal differences, and too large rather than too small for others that are symmetric, as
/// the differences of two methods with the same distribution are. For differences that are themselves as skewed as an
/// exponential distribution (a method that is a little better but for rare collapses, beside a baseline that always gives
/// the same) the t test of five or ten is not valid, and races of one comparison err in 11 % rather than 5 %, with more
/// comparisons in more.
///
/// The intervals of a race's differences are those of a fixed number of seeds: stopping when a difference shows makes it
/// seem somewhat larger than it is.
public struct RaceRule: Codable, Hashable, Sendable {
  /// The share of races in which any method may be called better or worse falsely.
  public var alpha: Double
  /// Seeds before the first look; fewer than two count as two.
  public var firstLook: Int
  /// How many times as many seeds there are from look to look: √2 by default, so 5, 7, 10, 14, 20, 28, 40, 57 …
  public var growth: Double

  public init(alpha: Double = 0.05, firstLook: Int = 5, growth: Double = 2.0.squareRoot()) {
    self.alpha = alpha
    self.firstLook = firstLook
    self.growth = growth
  }

  /// The numbers of seeds after which to look, up to `seeds`: firstLook · growth^(k − 1), rounded, each more than the one
  /// before.
  public func looks(upTo seeds: Int) -> [Int] {
    var looks: [Int] = []
    var exact = Double(max(2, firstLook))
    var next = max(2, firstLook)
    while next <= seeds {
      looks.append(next)
      exact *= growth
      let rounded = exact.rounded()
      // Also for a growth that is none.
      guard !(rounded > Double(seeds)) else { break }
      next = rounded > Double(next) ? Int(rounded) : next + 1
    }
    return looks
  }

  /// The level of look k, counted from 1: alpha / (k (k + 1)).
  public func level(look: Int) -> Double { alpha / (Double(look) * Double(look + 1)) }
}

/// A comparison's judgement in a race.
public struct RaceJudgement: Codable, Hashable, Sendable {
  /// At the look that decided it, or the last one there was; before the first look, of all pairs there are.
  public var judgement: Judgement
  /// The number of seeds at the look that decided it; nil while it is open.
  public var decidedAtSeeds: Int?

  public init(judgement: Judgement, decidedAtSeeds: Int?) {
    self.judgement = judgement
    self.decidedAtSeeds = decidedAtSeeds
  }
}

extension RaceRule {
  /// Runs the race over again, from its first look to the last one at `seeds` or fewer. `differences[i]` are comparison i's
  /// paired differences (method less baseline) in the order of the seeds, nil where a run diverged; one without a value
  /// for a seed, because it was decided before, needs none.
  ///
  /// For every open comparison the first `seeds` seeds have to be finished: what is missing of them counts as diverged.
  /// Then the judgements depend on nothing else, least of all on how often one asked: the same differences give the same
  /// answer, and more seeds never change what is decided.
  ///
  /// `resamples` are those of the bootstrap and the permutation test; 0 does without both.
  public func judge(
    _ differences: [[Double?]], margin: Double, upTo seeds: Int, resamples: Int = Bootstrap.resamples
  ) -> [RaceJudgement] {
    var standings = differences.map { _ in Standing() }
    let looks = looks(upTo: seeds)
    for (index, seeds) in looks.enumerated() {
      guard standings.contains(where: { $0.verdict == .undecided }) else { break }
      look(index + 1, seeds, differences, margin, &standings)
    }
    return differences.indices.map { i in
      let standing = standings[i]
      let values = Self.values(differences[i], standing.seeds ?? seeds)
      let isOpen = standing.verdict == .undecided
      let judgement = Judgements.describe(
        values, alpha: alpha, adjustedP: standing.adjustedP, equivalenceP: standing.equivalenceP,
        verdict: standing.verdict,
        moreSeedsNeeded: isOpen ? moreSeedsNeeded(values, margin, standing.seeds ?? seeds, seeds, standings) : nil,
        resamples: resamples)
      return RaceJudgement(judgement: judgement, decidedAtSeeds: isOpen ? nil : standing.seeds)
    }
  }

  /// Where a comparison stands after its last look.
  private struct Standing {
    var verdict = Verdict.undecided
    var seeds: Int?
    var adjustedP: Double?
    var equivalenceP: Double?
    /// Whether Holm's procedure still counts it.
    var isCounted: Bool { verdict != .better && verdict != .worse }
  }

  private func look(
    _ number: Int, _ seeds: Int, _ differences: [[Double?]], _ margin: Double, _ standings: inout [Standing]
  ) {
    let counted = standings.indices.filter { standings[$0].isCounted }
    let open = counted.filter { standings[$0].verdict == .undecided }
    let values = differences.indices.map { i in
      standings[i].verdict == .undecided ? Self.values(differences[i], seeds) : []
    }
    // Those decided as equivalent, and those without two pairs, stay in the count as if nothing had been found.
    let adjusted = Statistics.holm(counted.map { Statistics.pairedP(values[$0]) ?? 1 })
    // p < level, said as p · alpha/level < alpha.
    let factor = Double(number) * Double(number + 1)
    for (i, p) in zip(counted, adjusted) where values[i].count > 1 { standings[i].adjustedP = min(1, p * factor) }
    for i in open {
      standings[i].seeds = seeds
      standings[i].equivalenceP = Equivalence.p(values[i], margin: margin).map { min(1, $0 * factor) }
      standings[i].verdict = Judgements.verdict(
        values[i], adjustedP: standings[i].adjustedP, equivalenceP: standings[i].equivalenceP, alpha: alpha)
    }
  }

  /// How many seeds lie between `seeds` and the first look to come that decides with a power of 80 %. The values are those
  /// of the first `used` seeds.
  private func moreSeedsNeeded(
    _ values: [Double], _ margin: Double, _ used: Int, _ seeds: Int, _ standings: [Standing]
  ) -> Int? {
    guard values.count > 1 else { return nil }
    // Of the seeds to come, as many are expected to give a pair as of those seen.
    let yield = Double(values.count) / Double(used)
    let counted = Double(standings.count(where: \.isCounted))
    for (index, look) in looks(upTo: seeds + Power.mostPairs).enumerated() where look > seeds {
      let level = level(look: index + 1)
      let pairs = Int((yield * Double(look)).rounded())
      if Power.decides(
        values, margin: margin, pairs: pairs, level: level / counted, equivalenceLevel: level, power: 0.8)
      {
        return look - seeds
      }
    }
    return Power.mostPairs
  }

  private static func values(_ differences: [Double?], _ seeds: Int) -> [Double] {
    differences.prefix(max(0, seeds)).compactMap { $0 }.filter(\.isFinite)
  }
}
