/// A share that was counted, with an interval.
public struct Proportion: Codable, Hashable, Sendable {
  public var count: Int
  public var trials: Int

  public init(count: Int, trials: Int) { (self.count, self.trials) = (count, trials) }

  public var value: Double { trials > 0 ? Double(count) / Double(trials) : 0 }

  /// √(p (1 − p) / n)
  public var standardError: Double { (value * (1 - value) / Double(max(1, trials))).squareRoot() }

  /// Wilson's interval of 95 % (1927, doi:10.1080/01621459.1927.10502953), which holds near 0 and 1 too.
  public var interval: ClosedRange<Double> {
    let (n, p, z) = (Double(max(1, trials)), value, 1.959963984540054)
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    // At 0 and at n the ends are exactly 0 and 1.
    return (count == 0 ? 0 : max(0, middle - half))...(count == trials ? 1 : min(1, middle + half))
  }
}
