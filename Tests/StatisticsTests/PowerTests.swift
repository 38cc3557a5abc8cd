import Statistics
import Testing

@Suite struct EquivalenceTests {
  static let differences = [0.0012, -0.0031, 0.0007, 0.0024, -0.0009, 0.0015, -0.0002, 0.0041]

  /// `scipy.stats.ttest_1samp(d, ∓margin, alternative=…)`, the larger of both; the second also by statsmodels 0.15.
  @Test func againstSciPy() throws {
    let expected = [(0.005, 0.0004198240133509727), (0.002, 0.06907891047726718), (0.001, 0.35985196584199525)]
    for (margin, p) in expected {
      #expect(abs(try #require(Equivalence.p(Self.differences, margin: margin)) - p) < 1e-12)
      #expect(abs(try #require(Equivalence.p(Self.differences.map { -$0 }, margin: margin)) - p) < 1e-12)
      // At level p the interval of confidence 1 − 2p touches the margin.
      let interval = try #require(Sample.interval(Self.differences, confidence: 1 - 2 * p))
      #expect(abs(max(-interval.low, interval.high) - margin) < 1e-12)
    }
    #expect(Equivalence.isShown(Self.differences, margin: 0.005))
    #expect(!Equivalence.isShown(Self.differences, margin: 0.005, level: 0.0004))
    #expect(!Equivalence.isShown(Self.differences, margin: 0.002))
    #expect(!Equivalence.isShown(Self.differences, margin: 0))
    #expect(!Equivalence.isShown(Self.differences, margin: -0.1))
  }

  @Test func equalDifferencesHaveSignsAlone() {
    #expect(Equivalence.p([0], margin: 0.1) == nil)
    #expect(Equivalence.p([0, 0], margin: 0.1) == 0.25)
    #expect(Equivalence.p([0.01, 0.01, 0.01, 0.01, 0.01], margin: 0.1) == 1.0 / 32)
    #expect(Equivalence.p([0.2, 0.2, 0.2], margin: 0.1) == 1)
  }
}

@Suite struct PowerTests {
  /// `scipy.stats.nct.sf(t.isf(level / 2, n − 1), n − 1, effect · √n)`.
  @Test func ofDifferenceAgainstSciPy() {
    let expected: [(Double, Int, Double, Double)] = [
      (0.5, 34, 0.05, 0.8077766855149762), (0.8, 15, 0.05, 0.8213099770121604), (1.2, 5, 0.05, 0.5302075631333091),
      (0.9, 10, 0.05 / 7, 0.34565374604811283), (2.5, 3, 0.01, 0.1784913630841616),
      (0.3, 120, 0.05 / 23, 0.5620297927526554), (5, 2, 0.05, 0.42096140914949703),
    ]
    for (effect, pairs, level, power) in expected {
      #expect(abs(Power.ofDifference(effect: effect, pairs: pairs, level: level) - power) < 1e-7)
      #expect(abs(Power.ofDifference(effect: -effect, pairs: pairs, level: level) - power) < 1e-7)
    }
    #expect(Power.ofDifference(effect: 1, pairs: 1) == 0)
    #expect(Power.ofDifference(effect: .infinity, pairs: 5) == 1)
    #expect(abs(Power.ofDifference(effect: 0, pairs: 7) - 0.025) < 1e-7)
  }

  /// The integral by `scipy.integrate.quad`, agreed with by 400,000 simulated studies each.
  @Test func ofEquivalenceAgainstQuadrature() {
    let expected: [(Double, Double, Int, Double, Double)] = [
      (0, 1, 10, 0.05, 0.7952072667058983), (0, 0.5, 35, 0.05, 0.7899818836363536),
      (0.2, 0.5, 60, 0.05, 0.742747353334422), (0, 1.5, 4, 0.05, 0.5422601989548955),
      (0.3, 1, 14, 0.05 / 6, 0.44985179135433195), (0, 3, 2, 0.05, 0.4130295804424531),
    ]
    for (mean, margin, pairs, level, power) in expected {
      let found = Power.ofEquivalence(mean: mean, margin: margin, pairs: pairs, level: level)
      #expect(abs(found - power) < 1e-6)
      let scaled = Power.ofEquivalence(
        mean: -0.01 * mean, margin: 0.01 * margin, deviation: 0.01, pairs: pairs, level: level)
      #expect(abs(scaled - found) < 1e-9)
    }
    #expect(Power.ofEquivalence(mean: 0, margin: 0, pairs: 9) == 0)
    #expect(Power.ofEquivalence(mean: 0, margin: 1, deviation: 0, pairs: 9) == 1)
  }
}
