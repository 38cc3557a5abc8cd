#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Methods compared over several tasks by their ranks, after Demšar (2006, *Statistical comparisons of classifiers over
/// multiple data sets*, Journal of Machine Learning Research 7, 1–30).
///
/// Scores are given as tasks × methods, the higher the better: scores[t][m]. Every task has the same methods.
public enum Ranks {
  /// The ranks of scores: 1 for the highest; equal ones share the mean of their places. A diverged run is −∞.
  public static func of(_ scores: [Double]) -> [Double] {
    var ranks = [Double](repeating: 0, count: scores.count)
    for places in ties(scores) {
      for index in places.indices { ranks[index] = Double(places.first + places.last) / 2 + 1 }
    }
    return ranks
  }

  /// The mean rank of each method over the tasks; empty for no tasks.
  public static func average(_ scores: [[Double]]) -> [Double] {
    guard let first = scores.first else { return [] }
    var sums = [Double](repeating: 0, count: first.count)
    for task in scores {
      for (m, rank) in zip(sums.indices, of(task)) { sums[m] += rank }
    }
    return sums.map { $0 / Double(scores.count) }
  }

  /// What Friedman's test says of the hypothesis that all methods are equal.
  public struct Friedman: Codable, Hashable, Sendable {
    public var averageRanks: [Double]
    /// Friedman's statistic, corrected for ties, and its p-value by the χ² distribution, which is too cautious.
    public var chiSquared: Double
    public var chiSquaredP: Double
    /// Iman and Davenport's statistic, and its p-value by the F distribution: the one to use. Infinite if all tasks order
    /// the methods alike; the p-value is then the exact one.
    public var f: Double
    public var p: Double
  }

  /// Friedman's test (1937, doi:10.1080/01621459.1937.10503522) with Iman and Davenport's statistic (1980,
  /// doi:10.1080/03610928008827904). With N tasks, k methods and mean ranks R:
  /// χ² = 12 N / (k (k + 1)) · Σ (R − (k + 1)/2)², divided by 1 − Σ (t³ − t) / (N k (k² − 1)) over all groups of t ties;
  /// F = (N − 1) χ² / (N (k − 1) − χ²), with k − 1 and (k − 1)(N − 1) degrees of freedom.
  ///
  /// Nil for fewer than two tasks or methods, for lists of different lengths, and if all scores of each task are equal.
  public static func friedman(_ scores: [[Double]]) -> Friedman? {
    guard let first = scores.first, scores.count > 1, first.count > 1,
      scores.allSatisfy({ $0.count == first.count })
    else { return nil }
    let tasks = Double(scores.count)
    let methods = Double(first.count)
    let ranks = average(scores)
    let middle = (methods + 1) / 2
    let spread = ranks.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    let tied = scores.reduce(0.0) { sum, task in
      sum + ties(task).reduce(0.0) { $0 + pow(Double($1.indices.count), 3) - Double($1.indices.count) }
    }
    let correction = 1 - tied / (tasks * methods * (methods * methods - 1))
    guard correction > 1e-12 else { return nil }
    let chi = 12 * tasks / (methods * (methods + 1)) * spread / correction
    let greatest = tasks * (methods - 1)
    let chiP = ChiSquared.upperTail(chi, freedom: methods - 1)
    if chi > greatest * (1 - 1e-12) {
      return Friedman(
        averageRanks: ranks, chiSquared: greatest, chiSquaredP: chiP, f: .infinity, p: agreement(first, tasks))
    }
    let f = (tasks - 1) * chi / (greatest - chi)
    return Friedman(
      averageRanks: ranks, chiSquared: chi, chiSquaredP: chiP, f: f,
      p: Beta.upperTailOfF(f, methods - 1, (methods - 1) * (tasks - 1)))
  }

  /// Nemenyi's critical difference (1963): mean ranks that differ by more differ at `level`, all pairs considered.
  /// q / √2 · √(k (k + 1) / (6 N)), q being the studentised range's quantile for k methods. Nil for fewer than two methods or
  /// no tasks.
  public static func criticalDifference(methods: Int, tasks: Int, level: Double = 0.05) -> Double? {
    guard methods > 1, tasks > 0 else { return nil }
    let k = Double(methods)
    let q = StudentizedRange.upperQuantile(level, count: methods) / 2.0.squareRoot()
    return q * (k * (k + 1) / (6 * Double(tasks))).squareRoot()
  }

  /// How likely all tasks are to order the methods as the first does: (Π t! / k!) ^ (N − 1), t being the sizes of its ties.
  private static func agreement(_ scores: [Double], _ tasks: Double) -> Double {
    let orders = lgamma(Double(scores.count) + 1) - ties(scores).reduce(0) { $0 + lgamma(Double($1.indices.count) + 1) }
    return exp(-(tasks - 1) * orders)
  }

  /// Groups of equal scores, the highest first: their places in the order, from 0, and their indices in the list.
  private static func ties(_ scores: [Double]) -> [(first: Int, last: Int, indices: ArraySlice<Int>)] {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var groups: [(first: Int, last: Int, indices: ArraySlice<Int>)] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      groups.append((start, end - 1, order[start..<end]))
      start = end
    }
    return groups
  }
}
