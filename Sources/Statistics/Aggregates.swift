/// Figures over many runs on several tasks (Agarwal et al. 2021, arXiv:2108.13264). Scores of different tasks have to be
/// brought to one scale before.
public enum Aggregates {
  /// The mean of the middle half of the values; nil for none. Where a quarter of them is no whole number, the outermost
  /// values that remain count by the fraction that remains of them.
  ///
  /// Diverged runs, as −∞, do no harm as long as they are no more than a quarter.
  public static func interquartileMean(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let quarter = Double(sorted.count) / 4
    var sum = 0.0
    for (i, value) in sorted.enumerated() {
      // How much of the value's place, from i to i + 1, lies between the quartiles.
      let weight = min(Double(i + 1), 3 * quarter) - max(Double(i), quarter)
      if weight > 0 { sum += weight * value }
    }
    return sum / (2 * quarter)
  }

  /// The interquartile mean of all runs of all tasks, tasks[t] being the runs on task t, with a percentile interval by a
  /// bootstrap within each task. A task with more runs has more weight. Nil if there are no runs.
  public static func interquartileMean(
    _ tasks: [[Double]], confidence: Double = 0.95, resamples: Int = Bootstrap.resamples, seed: UInt64 = 0
  ) -> Estimate? {
    Bootstrap.stratified(tasks, confidence: confidence, resamples: resamples, seed: seed) { runs in
      interquartileMean(runs.flatMap { $0 }) ?? .nan
    }
  }

  /// The performance profile: for each threshold τ, the share of runs that score τ or more, as the mean over tasks of the
  /// share on each (after Dolan & Moré 2002, doi:10.1007/s101070100263). It falls from 1 to 0 as τ grows; a method whose
  /// profile lies above another's everywhere is better whatever is asked. Tasks without runs are left out; empty if none
  /// remains.
  public static func performanceProfile(_ tasks: [[Double]], at thresholds: [Double]) -> [Double] {
    let tasks = tasks.filter { !$0.isEmpty }
    guard !tasks.isEmpty else { return [] }
    return thresholds.map { share(tasks, $0) }
  }

  /// The performance profile with a percentile interval at each threshold, by a bootstrap within each task. The intervals
  /// hold one by one, not for the whole curve at once.
  public static func performanceProfile(
    _ tasks: [[Double]], at thresholds: [Double], confidence: Double, resamples: Int = Bootstrap.resamples,
    seed: UInt64 = 0
  ) -> [Estimate] {
    let tasks = tasks.filter { !$0.isEmpty }
    return thresholds.compactMap { threshold in
      Bootstrap.stratified(tasks, confidence: confidence, resamples: resamples, seed: seed) { share($0, threshold) }
    }
  }

  private static func share(_ tasks: [[Double]], _ threshold: Double) -> Double {
    var sum = 0.0
    for runs in tasks {
      var reached = 0
      for run in runs where run >= threshold { reached += 1 }
      sum += Double(reached) / Double(runs.count)
    }
    return sum / Double(tasks.count)
  }
}
