import Statistics
import Testing

@Suite struct RanksTests {
  /// Demšar 2006, table 6: areas under the curve of four learners on fourteen data sets. The two .975 of the thirteenth
  /// have the ranks 2 and 3 there, so they were unequal before they were rounded.
  static let demsar: [[Double]] = [
    [0.763, 0.768, 0.771, 0.798], [0.599, 0.591, 0.590, 0.569], [0.954, 0.971, 0.968, 0.967],
    [0.628, 0.661, 0.654, 0.657], [0.882, 0.888, 0.886, 0.898], [0.936, 0.931, 0.916, 0.931],
    [0.661, 0.668, 0.609, 0.685], [0.583, 0.583, 0.563, 0.625], [0.775, 0.838, 0.866, 0.875], [1, 1, 1, 1],
    [0.940, 0.962, 0.965, 0.962], [0.619, 0.666, 0.614, 0.669], [0.972, 0.981, 0.9751, 0.975],
    [0.957, 0.978, 0.946, 0.970],
  ]

  @Test func ranksWithTies() {
    #expect(Ranks.of([0.9, 0.5, 0.9, 0.7]) == [1.5, 4, 1.5, 3])
    #expect(Ranks.of([1, 1, 1]) == [2, 2, 2])
    #expect(Ranks.of([0.1, -.infinity, -.infinity]) == [1, 2.5, 2.5])
    #expect(Ranks.of([]).isEmpty && Ranks.average([]).isEmpty)
  }

  /// As published: ranks 3.143, 2.000, 2.893, 1.964; χ² = 9.28 (without the correction for ties, which is 1 − 78/840);
  /// F = 3.69 from that; the critical difference for four learners is 1.25.
  @Test func published() throws {
    let found = try #require(Ranks.friedman(Self.demsar))
    #expect(zip(found.averageRanks, [3.143, 2, 2.893, 1.964]).allSatisfy { abs($0 - $1) < 5e-4 })
    let uncorrected = found.chiSquared * (1 - 78.0 / 840)
    #expect(abs(uncorrected - 9.28) < 0.01)
    #expect(abs(13 * uncorrected / (14 * 3 - uncorrected) - 3.69) < 0.01)
    #expect(abs(try #require(Ranks.criticalDifference(methods: 4, tasks: 14)) - 1.25) < 0.005)
  }

  /// `scipy.stats.friedmanchisquare`, and F with `scipy.stats.f.sf` from it; the first with ties.
  @Test func againstSciPy() throws {
    var tied = Self.demsar
    tied[12][2] = 0.975
    let first = try #require(Ranks.friedman(tied))
    #expect(abs(first.chiSquared - 10.952380952380956) < 1e-12)
    #expect(abs(first.chiSquaredP - 0.011986176325417788) < 1e-12)
    #expect(abs(first.f - 4.585889570552149) < 1e-12)
    #expect(abs(first.p - 0.007628838730725745) < 1e-12)
    let scores = [
      [0.198, -1.324, -0.248, 0.42, 1.136], [1.11, -0.553, -0.785, 0.749, 1.635], [1.273, -1.233, -0.958, 1.6, 0.203],
      [-0.732, -0.084, -1.163, -0.629, -0.488], [0.287, 0.553, -0.063, -0.589, 0.41],
      [1.83, -1.643, -0.257, -0.981, -0.173],
    ]
    let found = try #require(Ranks.friedman(scores))
    #expect(abs(found.chiSquared - 7.733333333333334) < 1e-12)
    #expect(abs(found.chiSquaredP - 0.10184966488235932) < 1e-12)
    #expect(abs(found.f - 2.3770491803278695) < 1e-12)
    #expect(abs(found.p - 0.08638022737579992) < 1e-12)
  }

  /// Where all tasks agree, F is infinite and its p-value would be 0; three tasks that order two methods alike are no more
  /// than two coins that fall like a third.
  @Test func perfectAgreement() throws {
    let found = try #require(Ranks.friedman([[2, 1], [3, 2], [9, 0]]))
    #expect(found.f == .infinity && abs(found.p - 0.25) < 1e-12 && found.chiSquared == 3)
    // A tie: three orders are possible, not six.
    let tied = try #require(Ranks.friedman([[2, 1, 1], [5, 3, 3]]))
    #expect(tied.f == .infinity && abs(tied.p - 1.0 / 3) < 1e-12)
  }

  @Test func degenerate() {
    #expect(Ranks.friedman([]) == nil)
    #expect(Ranks.friedman([[1, 2, 3]]) == nil)
    #expect(Ranks.friedman([[1], [2]]) == nil)
    #expect(Ranks.friedman([[1, 2], [1]]) == nil)
    #expect(Ranks.friedman([[1, 1], [2, 2]]) == nil)
    #expect(Ranks.criticalDifference(methods: 1, tasks: 5) == nil)
    #expect(Ranks.criticalDifference(methods: 5, tasks: 0) == nil)
  }

  /// Demšar 2006, table 5a: q at 5 % and 10 % for 2 to 10 methods, to the digits given there.
  @Test func criticalValues() throws {
    let five = [1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164]
    let ten = [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920]
    for (level, values) in [(0.05, five), (0.1, ten)] {
      for (methods, q) in zip(2..., values) {
        let difference = try #require(Ranks.criticalDifference(methods: methods, tasks: 7, level: level))
        let k = Double(methods)
        #expect(abs(difference / (k * (k + 1) / 42).squareRoot() - q) < 1e-3)
      }
    }
  }
}

@Suite struct GroupsTests {
  @Test func maximalRuns() {
    // Means 0 to 5 that differ by more than 2: {0,1,2}, {1,2,3}, {2,3,4}, {3,4,5}.
    #expect(Groups.of(6) { $1 - $0 > 2 } == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]])
    #expect(Groups.letters(6) { $1 - $0 > 2 } == ["a", "ab", "abc", "bcd", "cd", "d"])
    let values = [9.0, 8.9, 8.8, 5, 4.9, 1]
    #expect(Groups.letters(6) { values[$0] - values[$1] > 1 } == ["a", "a", "a", "b", "b", "c"])
    #expect(Groups.letters(3) { _, _ in false } == ["a", "a", "a"])
    #expect(Groups.letters(3) { _, _ in true } == ["a", "b", "c"])
    #expect(Groups.of(0) { _, _ in true }.isEmpty && Groups.letters(1) { _, _ in true } == ["a"])
  }

  /// What lies between two that do not differ may differ from both, being measured with less noise.
  @Test func lettersSayWhatThePairsSaid() {
    #expect(Groups.letters(3) { $0 == 0 && $1 == 1 || $0 == 1 && $1 == 2 } == ["a", "b", "a"])
    var state: UInt64 = 1
    for count in [5, 8, 13] {
      for _ in 0..<50 {
        var pairs = [[Bool]](repeating: [Bool](repeating: false, count: count), count: count)
        for i in 0..<count {
          for j in (i + 1)..<max(i + 1, count) {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            pairs[i][j] = state >> 62 == 0
          }
        }
        let groups = Groups.of(count) { pairs[$0][$1] }
        #expect(Set(groups).count == groups.count && Set(groups.joined()).count == count)
        for i in 0..<count {
          for j in (i + 1)..<max(i + 1, count) {
            #expect(groups.contains { $0.contains(i) && $0.contains(j) } != pairs[i][j])
          }
        }
      }
    }
  }

  @Test func beyondTheAlphabet() {
    let letters = Groups.letters(60) { _, _ in true }
    #expect(letters[25] == "z" && letters[26] == "A" && letters[51] == "Z" && letters[52] == "a1")
    #expect(Set(letters).count == 60)
  }
}
