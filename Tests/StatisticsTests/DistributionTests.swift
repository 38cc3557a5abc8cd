import Statistics
import Testing

/// Against SciPy 1.17: `scipy.stats.norm.ppf(0.975)`, `scipy.stats.t.isf(1e-6, 4)` and so on.
@Suite struct DistributionTests {
  func expect(
    _ found: Double, _ expected: Double, _ relative: Double = 1e-12, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(abs(found - expected) <= relative * abs(expected), "\(found) is not \(expected)", sourceLocation: location)
  }

  @Test func normal() {
    expect(Normal.quantile(0.975), 1.959963984540054, 1e-14)
    expect(Normal.quantile(0.3), -0.5244005127080409, 1e-14)
    expect(Normal.quantile(1e-10), -6.361340902404056)
    expect(Normal.quantile(1e-300), -37.0470962993612)
    expect(Normal.cumulative(-8.5), 9.47953482220325e-18)
    #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity && Normal.quantile(.nan).isNaN)
    #expect(abs(Normal.quantile(0.5)) < 1e-15)
  }

  @Test func tailsOfStudentT() {
    expect(StudentT.upperQuantile(1e-6, freedom: 4), 41.577854150450975)
    expect(StudentT.upperQuantile(0.025 / 23 / 30, freedom: 4), 16.864740391954008)
    expect(StudentT.upperQuantile(0.3, freedom: 1), 0.7265425280053609)
    expect(StudentT.upperQuantile(1e-12, freedom: 1), 318309886183.7907, 1e-11)
    expect(StudentT.upperQuantile(0.01, freedom: 1000), 2.330082674755513)
    expect(StudentT.upperQuantile(1e-9, freedom: 99), 6.605517608957048)
    expect(StudentT.upperTail(40, freedom: 9), 9.491499224669911e-12)
    expect(StudentT.upperTail(-40, freedom: 9), 1 - 9.491499224669911e-12)
    #expect(StudentT.upperQuantile(0.5, freedom: 3) == 0 && StudentT.upperQuantile(0, freedom: 3) == .infinity)
    for tail in [0.4, 0.1, 1e-3, 1e-8] {
      for freedom in [1.0, 2, 5, 30, 500] {
        expect(StudentT.upperTail(StudentT.upperQuantile(tail, freedom: freedom), freedom: freedom), tail, 1e-11)
      }
    }
  }

  @Test func fisherF() {
    expect(Beta.upperTailOfF(3.2, 4, 20), 0.034831623728782526)
    expect(Beta.upperTailOfF(0.4, 1, 9), 0.5428209573601607)
    expect(Beta.upperTailOfF(40, 7, 63), 7.71502502398111e-21, 1e-11)
    #expect(Beta.upperTailOfF(0, 2, 3) == 1 && Beta.upperTailOfF(.infinity, 2, 3) == 0)
  }

  @Test func chiSquared() {
    expect(ChiSquared.upperTail(11.07, freedom: 5), 0.050009618622405425)
    expect(ChiSquared.upperTail(1.3, freedom: 3), 0.7291330762712481)
    expect(ChiSquared.upperTail(80, freedom: 22), 1.620195270577425e-08)
    expect(ChiSquared.upperTail(0.2, freedom: 1), 0.6547208460185768)
    #expect(ChiSquared.upperTail(0, freedom: 4) == 1 && ChiSquared.upperTail(.infinity, freedom: 4) == 0)
  }

  /// `scipy.stats.studentized_range`, with infinitely many degrees of freedom.
  @Test func studentizedRange() {
    let root = 2.0.squareRoot()
    let found: [(Int, Double, Double, Double)] = [
      (2, 1.9599639845400534, 2.575829303548897, 0.9661051464753106),
      (3, 2.343700586378409, 2.913494337832626, 0.9144574283450421),
      (5, 2.7277743708703763, 3.2546859715288625, 0.789123495036462),
      (10, 3.163683577053373, 3.6462915483829934, 0.48781592602919316),
      (24, 3.6372523316885754, 4.0772754533495705, 0.09374256687728262),
      (50, 3.9923432900094076, 4.404138649420647, 0.0031428109423946487),
    ]
    for (count, five, one, at3) in found {
      expect(StudentizedRange.upperQuantile(0.05, count: count) / root, five, 1e-10)
      expect(StudentizedRange.upperQuantile(0.01, count: count) / root, one, 1e-10)
      expect(StudentizedRange.cumulative(3, count: count), at3, 1e-10)
    }
    #expect(StudentizedRange.cumulative(0, count: 3) == 0 && StudentizedRange.cumulative(20, count: 3) > 1 - 1e-14)
  }
}
