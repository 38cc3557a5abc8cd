/// How likely a run of one method is to beat a run of another (Agarwal et al. 2021, arXiv:2108.13264).
public enum Improvement {
  /// P(X > Y) + ½ P(X = Y), each run of x being compared with each of y: Mann and Whitney's U (1947,
  /// doi:10.1214/aoms/1177730491) over its greatest value. Nil if either list is empty.
  ///
  /// A diverged run is −∞: it loses to every finished one.
  public static func probability(_ x: [Double], _ y: [Double]) -> Double? {
    guard !x.isEmpty, !y.isEmpty else { return nil }
    var wins = 0
    for a in x {
      for b in y { wins += a > b ? 2 : a == b ? 1 : 0 }
    }
    return Double(wins) / Double(2 * x.count * y.count)
  }

  /// The mean over tasks of the probability, x[t] and y[t] being the runs on task t, with a percentile interval by a
  /// bootstrap within each task and method. Tasks without a run of either method are left out; nil if none remains.
  ///
  /// Runs that share a seed are resampled as if they did not, which makes the interval wider than it needs to be.
  public static func probability(
    _ x: [[Double]], _ y: [[Double]], confidence: Double = 0.95, resamples: Int = Bootstrap.resamples, seed: UInt64 = 0
  ) -> Estimate? {
    let tasks = zip(x, y).filter { !$0.isEmpty && !$1.isEmpty }
    guard !tasks.isEmpty else { return nil }
    return Bootstrap.stratified(
      tasks.map(\.0) + tasks.map(\.1), confidence: confidence, resamples: resamples, seed: seed
    ) { runs in
      var sum = 0.0
      for t in tasks.indices { sum += probability(runs[t], runs[tasks.count + t]) ?? 0 }
      return sum / Double(tasks.count)
    }
  }
}
