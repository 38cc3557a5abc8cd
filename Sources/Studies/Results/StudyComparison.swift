public import Statistics

/// Two studies side by side.
public struct StudyComparison: Codable, Hashable, Sendable {
  public struct Row: Codable, Hashable, Sendable {
    public var choice: ActivationChoice
    public var first: Estimate?
    public var second: Estimate?
    public var firstRank: Int
    public var secondRank: Int
    public var firstVerdict: Verdict
    public var secondVerdict: Verdict
    /// Second minus first, paired by seed on the same data; nil on other data, where scores mean different things.
    public var difference: Estimate?
    /// Holm's corrected p-value of the difference.
    public var adjustedP: Double?
  }

  public struct Pair: Codable, Hashable, Sendable {
    public var firstTitle: String
    public var secondTitle: String
    public var isSameData: Bool
    public var isSameSetting: Bool
    public var metric: Metric
    /// In the first study's order.
    public var rows: [Row]
    /// Kendall's τ-b of the two rankings' scores: 1 where they agree, −1 where one is the other turned around (Kendall
    /// 1945, doi:10.1093/biomet/33.3.239); nil for fewer than two activations.
    public var rankCorrelation: Double?
  }

  public var pairs: [Pair]

  /// Settings are paired where they are the same; otherwise by their titles; two studies of one setting each are paired
  /// whatever they are.
  /// - Throws: `StudyError.plan` if they have nothing in common.
  public init(_ first: StudyResult, _ second: StudyResult) throws(StudyError) {
    pairs = []
    var left = second.settings
    for a in first.settings {
      let match =
        left.firstIndex { $0.setting == a.setting } ?? left.firstIndex { $0.title == a.title }
        ?? (first.settings.count == 1 && second.settings.count == 1 ? 0 : nil)
      guard let match else { continue }
      let pair = Self.pair(a, left.remove(at: match))
      if !pair.rows.isEmpty { pairs.append(pair) }
    }
    guard !pairs.isEmpty else {
      throw .plan("the two studies have no setting with a common activation; there is nothing to compare")
    }
    // One family of all comparisons.
    let tested = pairs.indices.flatMap { p in
      pairs[p].rows.indices.filter { pairs[p].rows[$0].adjustedP != nil }.map { (p, $0) }
    }
    let adjusted = Sample.holm(tested.map { pairs[$0.0].rows[$0.1].adjustedP ?? 1 })
    for ((p, r), value) in zip(tested, adjusted) { pairs[p].rows[r].adjustedP = value }
  }

  private static func pair(_ a: SettingResult, _ b: SettingResult) -> Pair {
    let isSameData = a.data.fingerprint == b.data.fingerprint
    var rows: [Row] = []
    for row in a.leaderboard {
      guard let other = b.row(row.choice) else { continue }
      let differences =
        isSameData && a.metric == b.metric ? Self.differences(row, other, diverged: a.metric.diverged(a.data)) : []
      rows.append(
        Row(
          choice: row.choice, first: row.score, second: other.score, firstRank: row.rank, secondRank: other.rank,
          firstVerdict: row.verdict, secondVerdict: other.verdict, difference: Sample.interval(differences),
          adjustedP: Sample.pairedP(differences)))
    }
    return Pair(
      firstTitle: a.title, secondTitle: b.title, isSameData: isSameData, isSameSetting: a.setting == b.setting,
      metric: a.metric, rows: rows,
      rankCorrelation: kendall(
        rows.compactMap { row in row.first.flatMap { x in row.second.map { (x.value, $0.value) } } }))
  }

  /// Second minus first by common seed, a diverged run counted as elsewhere.
  private static func differences(_ first: LeaderboardRow, _ second: LeaderboardRow, diverged: Double) -> [Double] {
    zip(second.seedsRun, second.scores).compactMap { seed, score in
      guard let place = first.seedsRun.firstIndex(of: seed) else { return nil }
      return (score ?? diverged) - (first.scores[place] ?? diverged)
    }
  }

  private static func kendall(_ points: [(Double, Double)]) -> Double? {
    guard points.count > 1 else { return nil }
    var (agree, ties, tiesOther, pairs) = (0.0, 0.0, 0.0, 0.0)
    for i in points.indices {
      for j in points.indices.dropFirst(i + 1) {
        let (x, y) = (points[i].0 - points[j].0, points[i].1 - points[j].1)
        pairs += 1
        if x == 0 { ties += 1 }
        if y == 0 { tiesOther += 1 }
        if x != 0, y != 0 { agree += (x > 0) == (y > 0) ? 1 : -1 }
      }
    }
    let scale = ((pairs - ties) * (pairs - tiesOther)).squareRoot()
    return scale > 0 ? agree / scale : nil
  }
}
