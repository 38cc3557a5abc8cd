/// The range of independent standard normal deviates: the studentised range with infinitely many degrees of freedom.
public enum StudentizedRange {
  /// P(max − min ≤ q) of `count` deviates: k ∫ φ(z) (Φ(z) − Φ(z − q))^(k − 1) dz, z being the greatest.
  ///
  /// By the trapezium rule, whose error for so smooth an integrand that vanishes at both ends is below the rounding.
  public static func cumulative(_ q: Double, count: Int) -> Double {
    guard count > 1 else { return q >= 0 ? 1 : 0 }
    guard q > 0 else { return 0 }
    let step = 0.0625
    let others = count - 1
    var sum = 0.0
    for i in -144...144 {
      let z = Double(i) * step
      // The difference of the smaller tails, or digits are lost where both values are near 1.
      let inside =
        z > 0 ? Normal.cumulative(q - z) - Normal.cumulative(-z) : Normal.cumulative(z) - Normal.cumulative(z - q)
      guard inside > 0 else { continue }
      var power = 1.0
      for _ in 0..<others { power *= inside }
      sum += Normal.density(z) * power
    }
    return min(1, Double(count) * sum * step)
  }

  /// The q with P(max − min ≥ q) = `tail`, by bisection.
  public static func upperQuantile(_ tail: Double, count: Int) -> Double {
    guard tail > 0 else { return .infinity }
    var low = 0.0
    var high = 40.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if 1 - cumulative(middle, count: count) > tail { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
