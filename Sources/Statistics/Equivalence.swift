/// Two one-sided t tests of paired differences (Schuirmann 1987, doi:10.1007/BF01068419): is the mean within ±margin?
public enum Equivalence {
  /// The p-value that the mean lies within ±margin: the larger of those of "above −margin" and of "below margin". Nil for
  /// fewer than two differences.
  ///
  /// Equal differences within the margin are all on the same side of both ends, and only that is used: p = 2⁻ⁿ, so that
  /// five of them suffice at 5 %; see ``Sample/pairedP(_:)``.
  public static func p(_ differences: [Double], margin: Double) -> Double? {
    guard differences.count > 1 else { return nil }
    let m = Sample.mean(differences)
    if Sample.areEqual(differences) { return abs(m) < margin ? Sample.signs(differences.count) : 1 }
    let n = Double(differences.count)
    let error = Sample.deviation(differences) / n.squareRoot()
    // The nearer end decides.
    return StudentT.upperTail((margin - abs(m)) / error, freedom: n - 1)
  }

  /// Whether equivalence is shown at `level`: at 5 %, whether the 90 % interval fits into the margin.
  public static func isShown(_ differences: [Double], margin: Double, level: Double = 0.05) -> Bool {
    guard let p = p(differences, margin: margin) else { return false }
    return p < level
  }
}
