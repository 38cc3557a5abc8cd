/// Comparisons of several methods with a baseline in one or more settings, judged together: with probability 1 − alpha all
/// intervals hold at once.
///
/// The intervals are those of the single-step max-T procedure (Hothorn, Bretz & Westfall 2008, doi:10.1002/bimj.200810425;
/// Westfall & Young 1993): mean ± t(p*/2, freedom) · standard error, where p* is the level at which the least p-value of
/// all lies with probability alpha when there is no difference anywhere. Each comparison has its own variance; none is
/// pooled, because methods differ in how much their scores vary. Comparisons of one setting share the baseline's runs and
/// the replicates, and so are correlated, which makes p* larger than Bonferroni's alpha/m. The correlations are those of the
/// differences, shrunk toward 0 (Schäfer & Strimmer 2005, doi:10.2202/1544-6115.1175), and the law of the least p-value is
/// simulated: rows of normal deviates with these correlations, of each column its own t. What is compared is p-values, so
/// that different degrees of freedom can stand side by side.
public enum Simultaneous {
  /// Comparisons with fewer replicates are never decided.
  public static let fewest = 5

  /// A family of more comparisons than this is not simulated: Bonferroni's bound stands in for its correlations.
  public static let mostSimulated = 200

  /// So many nanoseconds of simulation, roughly, and no more.
  static let budget = 4.5e8

  /// Judges all comparisons of a study together. Each of `families` holds the comparisons of one setting, whose differences
  /// are in the same order of replicates; those of different settings are taken as independent.
  ///
  /// The same comparisons, seed and draws give the same judgements. For large studies there are fewer draws for each
  /// family, at least 1,000; where draws are too few to tell, p* goes to Bonferroni's bound and never beyond, as it does
  /// for families of more than ``mostSimulated`` comparisons.
  public static func judge(
    _ families: [[Comparison]], alpha: Double = 0.05, fewest: Int = fewest, draws: Int = 20_000, seed: UInt64 = 0
  ) -> [[Judgement]] {
    let counts = families.map { $0.map(\.replicates) }
    let share = share(of: draws, columnsAndRows: counts.map { ($0.count, $0.max() ?? 0) })
    let found = families.indices.map { f in
      crossings(families[f], counts[f], draws: share, seed: seed, index: f)
    }
    let gone = [Double](repeating: 0, count: families.count)
    let level = Families.level(found, gone: gone, alpha: alpha)
    return families.map { family in
      family.map { comparison in
        Judgement(comparison, level: level, fewest: fewest) { Families.crossed(found, gone, $0) }
      }
    }
  }

  /// The law of a family's least p-value at one look by itself.
  static func crossings(
    _ family: [Comparison], _ counts: [Int], draws: Int, seed: UInt64, index: Int
  ) -> Crossings {
    let used = counts.map { $0 > 1 }
    let number = used.count(where: \.self)
    guard number > 1, family.count <= mostSimulated else { return Crossings(bound: number) }
    var paths = NullPaths(columns: family.count, draws: draws, seed: seed, index: index)
    let correlations = Correlation.shrunk(family.map(\.differences))
    paths.advance(to: counts.map(rows), factor: Correlation.factor(correlations, count: family.count))
    return paths.crossings(used)
  }

  /// With more than 64 rows t hardly changes, and the p-values depend on each other no less.
  private static func rows(_ count: Int) -> Int { min(count, 64) }

  /// How many draws each family can have.
  static func share(of draws: Int, columnsAndRows: [(Int, Int)]) -> Int {
    var cost = 0.0
    for (columns, rows) in columnsAndRows where columns > 1 && columns <= mostSimulated {
      cost += NullPaths.cost(columns: columns, rows: rows)
    }
    return min(draws, max(1_000, Int(budget / max(cost, 1))))
  }
}
