import Statistics
import Testing

@Suite struct BootstrapTests {
  static let values = [0.012, 0.004, -0.003, 0.009, 0.021, 0.007]

  /// The limit of many resamples: all 6⁶ of them, enumerated with NumPy, give z₀ = 0.01577, a = 0.01555 and the ends
  /// 0.0028333 and 0.0146667 (SciPy's BCa with a million resamples has the same).
  @Test func meanAgainstAllResamples() throws {
    let found = try #require(Bootstrap.interval(Self.values))
    #expect(abs(found.value - 0.05 / 6) < 1e-15)
    #expect(abs(found.low - 0.0028333) < 0.0004 && abs(found.high - 0.0146667) < 0.0004)
    let ninety = try #require(Bootstrap.interval(Self.values, confidence: 0.9))
    #expect(abs(ninety.low - 0.0036667) < 0.0004 && abs(ninety.high - 0.0136667) < 0.0004)
  }

  /// Skewed values, where BCa differs much from the t interval (−0.35 to 5.40): SciPy 1.17, four million resamples.
  @Test func meanOfSkewedValues() throws {
    let values = [
      7.7, 0.08, 1.52, 0.57, 0.64, 0.81, 0.13, 0.79, 0.42, 27.74, 1.25, 0.7, 0.75, 0.51, 0.35, 0.68, 1.62, 0.79, 2.61,
      0.82,
    ]
    let found = try #require(Bootstrap.interval(values))
    #expect(abs(found.low - 0.951) < 0.04 && abs(found.high - 8.127) < 0.35)
  }

  /// Efron & Tibshirani, *An Introduction to the Bootstrap* (1993), table 14.2: the variance of their spatial data A, 171.5,
  /// has the 90 % interval (115.8, 259.6) by BCa with 2,000 resamples, where percentiles give (100.8, 233.9). A million
  /// resamples have (115.50, 261.03) with SciPy's BCa, and (97.92, 235.65) with NumPy's percentiles.
  @Test func publishedVariance() throws {
    let values: [Double] = [
      48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
    ]
    func variance(_ values: [Double]) -> Double {
      let m = Sample.mean(values)
      return Sample.mean(values.map { ($0 - m) * ($0 - m) })
    }
    let found = try #require(Bootstrap.interval(values, confidence: 0.9, statistic: variance))
    #expect(abs(found.value - 171.534) < 1e-3)
    #expect(abs(found.low - 115.5) < 2 && abs(found.high - 261) < 3)
    let percentiles = try #require(Bootstrap.stratified([values], confidence: 0.9) { variance($0[0]) })
    #expect(abs(percentiles.low - 97.9) < 2 && abs(percentiles.high - 235.7) < 3)
  }

  @Test func sameSeedSameInterval() {
    #expect(Bootstrap.interval(Self.values) == Bootstrap.interval(Self.values))
    #expect(
      Bootstrap.interval(Self.values, resamples: 500, seed: 1)
        != Bootstrap.interval(Self.values, resamples: 500, seed: 2))
  }

  @Test func degenerate() throws {
    #expect(Bootstrap.interval([]) == nil)
    #expect(Bootstrap.interval([0.5]) == Estimate(value: 0.5, low: 0.5, high: 0.5))
    #expect(Bootstrap.interval([0.25, 0.25, 0.25]) == Estimate(value: 0.25, low: 0.25, high: 0.25))
    let rounded = try #require(Bootstrap.interval([0.3 - 0.2, 0.2 - 0.1, 0.9 - 0.8]))
    #expect(rounded.low == rounded.high)
    #expect(Bootstrap.interval([1, 2, 3], resamples: 0) == nil)
    #expect(Bootstrap.interval([1, .nan]) == nil)
    // No resample exceeds the greatest value: z₀ has no finite value.
    let greatest = try #require(Bootstrap.interval([1, 2, 3, 9]) { $0.max() ?? 0 })
    #expect(greatest.value == 9 && greatest.low <= 3 && greatest.high == 9)
    #expect(Bootstrap.stratified([]) { _ in 1 } == nil)
    #expect(Bootstrap.stratified([[], []]) { _ in 1 } == nil)
    #expect(Bootstrap.stratified([[2], [4]]) { $0[0][0] + $0[1][0] } == Estimate(value: 6, low: 6, high: 6))
  }
}

@Suite struct PermutationTests {
  /// Darwin's maize (in eighths of an inch), the example of Fisher 1935, section 21: 863 of 32,768 sums are 314 or more, so
  /// p = 2 · 863 / 32,768.
  @Test func darwin() {
    let differences: [Double] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    #expect(Permutation.pairedP(differences) == 1726.0 / 32_768)
  }

  /// Enumerated with NumPy. Equal sums that rounding makes unequal have to count.
  @Test func exact() {
    #expect(Permutation.pairedP(BootstrapTests.values) == 0.0625)
    #expect(Permutation.pairedP([0.92 - 0.90, 0.91 - 0.90, 0.94 - 0.93, 0, 0.89 - 0.90, 0.93 - 0.90]) == 0.25)
    #expect(Permutation.pairedP([0.1, 0.1, 0.1, 0.1, 0.1]) == 2.0 / 32)
    #expect(Permutation.pairedP([0, 0, 0]) == 1)
    #expect(Permutation.pairedP([0.3]) == 1)
    #expect(Permutation.pairedP([]) == nil)
  }

  /// Seventeen pairs are one too many to enumerate; the one that is 0 leaves the p-value of the others as it is.
  @Test func drawnAgreesWithExact() throws {
    let differences: [Double] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48, 0, 0]
    let found = try #require(Permutation.pairedP(differences))
    #expect(abs(found - 1726.0 / 32_768) < 4 * 0.00224)
    #expect(found == Permutation.pairedP(differences))
    #expect(found != Permutation.pairedP(differences, seed: 9))
    let far = [Double](repeating: 1, count: 100)
    #expect(Permutation.pairedP(far) == 1.0 / 10_000)
    #expect(Permutation.pairedP(far, resamples: 0) == 1)
  }
}
