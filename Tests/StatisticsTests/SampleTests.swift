import Statistics
import Testing

/// Against SciPy 1.10: `scipy.stats.t.cdf(1.5, 4)` and so on.
@Suite struct SampleTests {
  @Test func studentT() {
    #expect(abs(StudentT.cumulative(1.5, freedom: 4) - 0.896) < 1e-12)
    #expect(abs(StudentT.cumulative(-0.3, freedom: 2.5) - 0.39367118574759863) < 1e-12)
    #expect(abs(StudentT.quantile(0.975, freedom: 4) - 2.7764451051977934) < 1e-10)
    #expect(abs(StudentT.quantile(0.95, freedom: 9) - 1.833112932656237) < 1e-10)
    #expect(abs(StudentT.quantile(0.995, freedom: 1) - 63.656741162871526) < 1e-7)
    #expect(abs(StudentT.twoSided(2.3, freedom: 7) - 0.05499109520437159) < 1e-12)
  }

  @Test func pairedTestAndInterval() throws {
    let a = [0.91, 0.93, 0.92, 0.95, 0.90]
    let b = [0.90, 0.91, 0.925, 0.93, 0.89]
    let p = try #require(Sample.pairedP(zip(a, b).map { $0 - $1 }))
    #expect(abs(p - 0.07432433482636876) < 1e-12)
    let interval = try #require(Sample.interval(a))
    #expect(abs(interval.low - 0.8981161161190002) < 1e-12)
    #expect(abs(interval.high - 0.9458838838809999) < 1e-12)
  }

  @Test func fewAndEqualValues() {
    #expect(Sample.interval([]) == nil)
    #expect(Sample.interval([0.5]) == Estimate(value: 0.5, low: 0.5, high: 0.5))
    #expect(Sample.pairedP([0.1]) == nil)
    #expect(Sample.pairedP([0, 0, 0]) == 1)
    // Signs alone: 2 · 2⁻ⁿ, also where rounding makes equal differences unequal.
    #expect(Sample.pairedP([0.1, 0.1]) == 0.5)
    #expect(Sample.pairedP([0.92 - 0.91, 0.83 - 0.82, 0.94 - 0.93]) == 0.25)
  }

  /// By hand: 0.01·3, then max(0.04·1, …) in steps.
  @Test func holm() {
    let adjusted = Sample.holm([0.01, 0.04, 0.03])
    #expect(zip(adjusted, [0.03, 0.06, 0.06]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(Sample.holm([]).isEmpty)
    #expect(Sample.holm([0.9, 0.8]) == [1, 1])
  }

  @Test func equivalence() {
    #expect(Equivalence.isShown([0.0001, -0.0002, 0.0001, 0], margin: 0.005))
    #expect(!Equivalence.isShown([0.01, -0.02, 0.01, 0], margin: 0.005))
    #expect(!Equivalence.isShown([0], margin: 0.005))
  }
}
