/// A share that was counted.
public enum Share {
  /// The share with Clopper and Pearson's interval (1934, doi:10.1093/biomet/26.4.404), which holds at least as often as it
  /// says. Nil for a count of none.
  public static func interval(_ count: Int, of total: Int, confidence: Double = 0.95) -> Estimate? {
    guard total > 0 else { return nil }
    let tail = (1 - confidence) / 2
    return Estimate(
      value: Double(count) / Double(total),
      low: count == 0 ? 0 : Beta.quantile(tail, Double(count), Double(total - count + 1)),
      high: count == total ? 1 : Beta.quantile(1 - tail, Double(count + 1), Double(total - count)))
  }
}
