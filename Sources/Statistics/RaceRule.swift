#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// When a race stops giving replicates to a comparison: looks that are fixed beforehand, each with a share of alpha.
///
/// At each look the comparisons are judged as by ``Simultaneous``, from intervals that hold for all comparisons and all
/// looks at once (repeated confidence intervals: Jennison & Turnbull 1989, doi:10.1111/j.2517-6161.1989.tb01433.x). What
/// is decided stays decided and needs no more replicates. Alpha is spent by Lan and DeMets' function (1983,
/// doi:10.1093/biomet/70.3.659), nearly nothing at early looks and most of it at the last.
///
/// With independent increments the level of look k is the p-value that the least of all comparisons reaches at this look,
/// and at none before reached that look's level, with the probability that the function gives look k: the whole race is
/// simulated without differences, with the correlations that the data show at each look, shrunk. Without (overlapping
/// splits of one table, where later looks are no new data) each look is simulated by itself, with the increment as its
/// alpha, and the sum over the looks is a bound (Bonferroni). Where an increment is too small for the draws, its level is
/// the increment over the number of comparisons. The levels never depend on which comparisons are still open: those that
/// remain are the ones that look most different, and to correct for them alone would be to choose the extremes of many and
/// to correct for few.
///
/// All this holds for normal differences, and for others that are symmetric, as the differences of two methods with the
/// same distribution are. Where the differences themselves are as skewed as an exponential distribution (a method that is a
/// little better but for rare collapses, beside a baseline that always gives the same), the t test of few replicates is not
/// valid: simulated races of one such comparison up to 80 replicates err in 7 %, of seven in 17 %.
public struct RaceRule: Codable, Hashable, Sendable {
  /// The share of races in which any method may be called better or worse falsely.
  public var alpha: Double
  /// The numbers of replicates at which one looks, ascending; the last is the most there will be, fixed before the first
  /// look.
  public var looks: [Int]
  /// What share of the last look's information there is at each: the variance of the mean difference at the last look over
  /// that at this one. Ascending; the last is 1.
  public var information: [Double]
  /// Whether each look adds independent draws to those of the one before.
  public var hasIndependentIncrements: Bool

  /// Looks from 5 replicates on to `most`. `information` of a number of replicates may be in any unit; without it, it is
  /// that number.
  public init(
    alpha: Double = 0.05, most: Int, hasIndependentIncrements: Bool = true, information: ((Int) -> Double)? = nil
  ) {
    self.init(
      alpha: alpha, looks: Self.looks(to: most), hasIndependentIncrements: hasIndependentIncrements,
      information: information)
  }

  /// With looks of one's own, ascending.
  public init(
    alpha: Double = 0.05, looks: [Int], hasIndependentIncrements: Bool = true, information: ((Int) -> Double)? = nil
  ) {
    self.alpha = alpha
    self.looks = looks
    self.hasIndependentIncrements = hasIndependentIncrements
    let found = looks.map { information?($0) ?? Double($0) }
    let whole = found.last ?? 1
    var before = 0.0
    self.information = found.map { value in
      let share = value / whole
      before = max(before, share.isNaN ? 0 : min(1, share))
      return before
    }
    if !looks.isEmpty { self.information[looks.count - 1] = 1 }
  }

  /// Numbers of replicates that grow by √2 from look to look, to `most`, which is always the last: 5, 7, 10, 14, 20 … A look
  /// less than half a step before the last is left out.
  public static func looks(from first: Int = 5, to most: Int) -> [Int] {
    let last = max(1, most)
    var looks: [Int] = []
    var exact = Double(max(2, first))
    while exact * 2.0.squareRoot().squareRoot() < Double(last) {
      let look = Int(exact.rounded())
      if look > looks.last ?? 0 { looks.append(look) }
      exact *= 2.0.squareRoot()
    }
    return looks + [last]
  }

  /// The alpha that is spent by the time that there is the share `information` of it all: 2 − 2Φ(z_{α/2}/√information), of
  /// O'Brien and Fleming's kind.
  public func spent(_ information: Double) -> Double { Self.spent(information, alpha) }

  static func spent(_ information: Double, _ alpha: Double) -> Double {
    guard information > 0 else { return 0 }
    return 2 * Normal.cumulative(Normal.quantile(alpha / 2) / min(1, information).squareRoot())
  }

  /// The level that look k, counted from 0, has at least: its increment of alpha over the number of comparisons. With the
  /// last look it serves to plan.
  public func leastLevel(look k: Int, comparisons: Int) -> Double {
    increment(k, alpha: alpha) / Double(max(1, comparisons))
  }

  /// The alpha of look k, counted from 0, alone.
  func increment(_ k: Int, alpha: Double) -> Double {
    Self.spent(information[k], alpha) - (k > 0 ? Self.spent(information[k - 1], alpha) : 0)
  }

  /// At what alpha a race would give look k just this probability of a first crossing: the p-value that has to do with all
  /// looks (repeated p-values, Jennison & Turnbull 1989, with the boundaries before left where they are).
  func repeatedP(_ probability: Double, look k: Int) -> Double {
    // Beyond, the increments of early looks are no longer ascending in alpha.
    let most = 0.3
    let limit = increment(k, alpha: most)
    if probability >= limit { return limit > 0 ? min(1, most * probability / limit) : 1 }
    var (low, high) = (log(Families.least), log(most))
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if increment(k, alpha: exp(middle)) < probability { low = middle } else { high = middle }
    }
    return exp(high)
  }
}

/// A comparison's judgement in a race.
public struct RaceJudgement: Codable, Hashable, Sendable {
  /// At the look that decided it, or the last one that there was.
  public var judgement: Judgement
  /// Which of the rule's looks decided it, counted from 0; nil while it is open.
  public var decidedAtLook: Int?

  public init(judgement: Judgement, decidedAtLook: Int?) {
    self.judgement = judgement
    self.decidedAtLook = decidedAtLook
  }
}
