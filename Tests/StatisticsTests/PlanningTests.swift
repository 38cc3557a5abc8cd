import Statistics
import Testing

@Suite struct PlanningTests {
  /// Five differences of the given mean and of deviation 1.
  static func five(_ mean: Double, overlap: Double = 0, shared: Double = 0, margin: Double = 0) -> Comparison {
    Comparison(
      differences: [-2.0, -1, 0, 1, 2].map { mean + $0 / 2.5.squareRoot() }, overlap: overlap, shared: shared,
      margin: margin)
  }

  static func judgement(_ level: Double) -> Judgement { Judgement(replicates: 5, level: level, verdict: .undecided) }

  /// The tables' numbers for effects of 0.2, 0.5 and 0.8 at 5 %: 199, 34, 15 (Cohen 1988; G*Power), and at 5 %/7 54, by
  /// SciPy's noncentral t. For equivalence with one-sided levels of 5 %: 36, 11, 71, 97.
  @Test func replicates() {
    for (effect, level, count) in [(0.2, 0.05, 199), (0.5, 0.05, 34), (0.8, 0.05, 15), (0.5, 0.05 / 7, 54)] {
      let found = Planning.replicatesNeeded(Self.judgement(level), comparison: Self.five(effect))
      #expect(found == count)
    }
    for (mean, margin, count) in [(0.0, 0.5, 36), (0, 1, 11), (0.2, 0.5, 71), (0, 0.3, 97)] {
      let found = Planning.replicatesNeeded(Self.judgement(0.1), comparison: Self.five(mean, margin: margin))
      #expect(found == count)
    }
  }

  @Test func hopeless() {
    #expect(Planning.replicatesNeeded(Self.judgement(0.05), comparison: Self.five(0)) == nil)
    #expect(Planning.replicatesNeeded(Self.judgement(0.05), comparison: Self.five(0.001, margin: 0.001)) == nil)
    // What all replicates share does not go away.
    #expect(Planning.replicatesNeeded(Self.judgement(0.05), comparison: Self.five(0.5, shared: 0.1)) == nil)
    #expect(Planning.replicatesNeeded(Self.judgement(0.05), comparison: Self.five(0.5, overlap: 0.25)) == nil)
    #expect(Planning.replicatesNeeded(Judgement(replicates: 5, verdict: .undecided), comparison: Self.five(1)) == nil)
    let one = Comparison(differences: [1], margin: 0)
    #expect(Planning.replicatesNeeded(Self.judgement(0.05), comparison: one) == nil)
    // Signs: 2 · 2⁻⁶ < 5 %.
    let flat = Comparison(differences: [0.2, 0.2], margin: 0)
    #expect(Planning.replicatesNeeded(Self.judgement(0.05), comparison: flat) == 6)
  }

  /// By SciPy: with 4 degrees of freedom a mean of 3.76106 standard errors is found with probability 0.8 at 5 %.
  @Test func rows() throws {
    let comparison = Self.five(0.5, overlap: 0.25)
    // SE² = 0.45, so 1.8 for the variance over the mean's square.
    let found = try #require(Planning.rowsNeeded(Self.judgement(0.05), comparison: comparison, rows: 1_000))
    #expect(abs(Double(found) - 1_000 * 1.8 * 3.76106026 * 3.76106026) < 20)
    #expect(Planning.rowsNeeded(Self.judgement(0.05), comparison: Self.five(0), rows: 1_000) == nil)
    #expect(Planning.rowsNeeded(Self.judgement(0.05), comparison: Self.five(0.01), rows: 1_000) == nil)
    let within = try #require(
      Planning.rowsNeeded(Self.judgement(0.05), comparison: Self.five(0, margin: 0.5), rows: 1_000))
    #expect(within > 1_000)
    let flat = Comparison(differences: [0.2, 0.2], margin: 0)
    #expect(Planning.rowsNeeded(Self.judgement(0.05), comparison: flat, rows: 10) == nil)
  }
}
