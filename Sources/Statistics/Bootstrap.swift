internal import Randomness

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Intervals by drawing from the sample with replacement. The same values, seed and number of resamples give the same
/// interval.
public enum Bootstrap {
  /// One less than a round number, so that the ends of the usual intervals are resamples rather than between two.
  public static let resamples = 9_999

  /// The mean with its BCa interval. One value, or equal ones, are their own interval. Nil for none.
  ///
  /// Of fewer than some ten values it is too narrow, as every bootstrap is: it is to stand beside the t interval, which
  /// shows whether skewness matters, not in its place.
  public static func interval(
    _ values: [Double], confidence: Double = 0.95, resamples: Int = resamples, seed: UInt64 = 0
  ) -> Estimate? {
    // With rounding, equal values would have resamples on both sides of their mean.
    if !values.isEmpty, Sample.areEqual(values) {
      let m = Sample.mean(values)
      return Estimate(value: m, low: m, high: m)
    }
    return interval(values, confidence: confidence, resamples: resamples, seed: seed, statistic: Sample.mean)
  }

  /// A statistic with its bias-corrected and accelerated interval (Efron 1987, doi:10.1080/01621459.1987.10478410).
  ///
  /// The ends are the quantiles of the resampled statistics at Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z))), z being the normal
  /// quantiles of the confidence. z₀ = Φ⁻¹ of the share of resamples below the statistic (ties by half); a = Σ d³ /
  /// (6 (Σ d²)^1.5), d being the jackknife's mean less its values. Where all resamples lie on one side of the statistic, z₀
  /// is infinite and the quantiles are those of the percentile interval. Resamples of which the statistic is no finite
  /// number are left out. One value is its own interval. Nil if there are no values, no resamples, or the statistic is not
  /// finite.
  public static func interval(
    _ values: [Double], confidence: Double = 0.95, resamples: Int = resamples, seed: UInt64 = 0,
    statistic: ([Double]) -> Double
  ) -> Estimate? {
    guard !values.isEmpty else { return nil }
    let estimate = statistic(values)
    guard estimate.isFinite else { return nil }
    guard values.count > 1 else { return Estimate(value: estimate, low: estimate, high: estimate) }
    let drawn = replicates([values], resamples, seed) { statistic($0[0]) }.filter(\.isFinite).sorted()
    guard !drawn.isEmpty else { return nil }

    let below = drawn.reduce(0) { $0 + ($1 < estimate ? 1 : $1 == estimate ? 0.5 : 0) } / Double(drawn.count)
    let bias = Normal.quantile(below)
    let acceleration = acceleration(values, statistic)
    func end(_ p: Double) -> Double {
      guard bias.isFinite else { return quantile(drawn, p) }
      let z = bias + Normal.quantile(p)
      let scale = 1 - acceleration * z
      // Beyond the pole the correction has left its range; the end is the outermost resample.
      guard scale > 0 else { return z > 0 ? drawn[drawn.count - 1] : drawn[0] }
      return quantile(drawn, Normal.cumulative(bias + z / scale))
    }
    let tail = (1 - confidence) / 2
    return Estimate(value: estimate, low: end(tail), high: end(1 - tail))
  }

  /// A statistic of several strata (tasks, say, each with its runs) with its percentile interval, each stratum being
  /// resampled within itself (as in Agarwal et al. 2021, arXiv:2108.13264). Nil if the statistic of the strata is NaN or
  /// there are no values.
  public static func stratified(
    _ strata: [[Double]], confidence: Double = 0.95, resamples: Int = resamples, seed: UInt64 = 0,
    statistic: ([[Double]]) -> Double
  ) -> Estimate? {
    guard strata.contains(where: { !$0.isEmpty }) else { return nil }
    let estimate = statistic(strata)
    guard !estimate.isNaN else { return nil }
    let drawn = replicates(strata, resamples, seed, statistic).filter { !$0.isNaN }.sorted()
    guard !drawn.isEmpty else { return Estimate(value: estimate, low: estimate, high: estimate) }
    let tail = (1 - confidence) / 2
    return Estimate(value: estimate, low: quantile(drawn, tail), high: quantile(drawn, 1 - tail))
  }

  /// The statistic of `count` resamples.
  private static func replicates(
    _ strata: [[Double]], _ count: Int, _ seed: UInt64, _ statistic: ([[Double]]) -> Double
  ) -> [Double] {
    var random = RandomStream(seed: seed, purpose: .bootstrap)
    var copy = strata
    return (0..<max(0, count)).map { _ in
      for s in strata.indices {
        for i in strata[s].indices { copy[s][i] = strata[s][random.integer(below: strata[s].count)] }
      }
      return statistic(copy)
    }
  }

  /// A sixth of the jackknife values' skewness.
  private static func acceleration(_ values: [Double], _ statistic: ([Double]) -> Double) -> Double {
    let left = values.indices.map { i in
      var others = values
      others.remove(at: i)
      return statistic(others)
    }
    let mean = Sample.mean(left)
    var squares = 0.0
    var cubes = 0.0
    for value in left {
      let d = mean - value
      squares += d * d
      cubes += d * d * d
    }
    let result = cubes / (6 * pow(squares, 1.5))
    return result.isFinite ? result : 0
  }

  /// The p-quantile of sorted values: the (n + 1) p-th of them, or between two.
  private static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    guard p > 0 else { return sorted[0] }
    let place = min(max(p * Double(sorted.count + 1) - 1, 0), Double(sorted.count - 1))
    let index = Int(place)
    let fraction = place - Double(index)
    let low = sorted[index]
    // Also where both are −∞, of which no difference can be taken.
    guard fraction > 0, low.isFinite else { return low }
    return low + fraction * (sorted[index + 1] - low)
  }
}
