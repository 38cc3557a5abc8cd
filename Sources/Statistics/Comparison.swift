/// What the comparison of one method with the baseline rests on. Scores are oriented so that more is better.
public struct Comparison: Hashable, Sendable {
  /// One difference, method less baseline, for each replicate: an independent draw of the data, or one of several
  /// overlapping splits of the same data. Runs within a replicate are averaged before. Those that are not finite are left
  /// out; as placeholders they keep the replicates of a setting's comparisons aligned.
  public var differences: [Double]
  /// n_test / n_train where replicates are overlapping splits of one data set, 0 for independent ones: the mean of J
  /// differences then has the variance S² (1/J + n_test/n_train), because the splits share most of their rows (Nadeau &
  /// Bengio 2003, doi:10.1023/A:1024068626366; Bouckaert & Frank 2004, doi:10.1007/978-3-540-24775-3_3).
  public var overlap: Double
  /// The variance of the mean difference below which it is never taken: the sampling of the distinct test examples.
  public var floor: Double
  /// Variance that all replicates share and that no further one takes away: the sampling of one fixed test part.
  public var shared: Double
  /// The degrees of freedom with which ``shared`` is known.
  public var sharedFreedom: Double
  /// Differences within ± this do not matter.
  public var margin: Double

  public init(
    differences: [Double], overlap: Double = 0, floor: Double = 0, shared: Double = 0,
    sharedFreedom: Double = .infinity, margin: Double
  ) {
    self.differences = differences
    self.overlap = overlap
    self.floor = floor
    self.shared = shared
    self.sharedFreedom = sharedFreedom
    self.margin = margin
  }

  /// The differences that are finite.
  public var finite: [Double] { differences.filter(\.isFinite) }

  /// The number J of differences that are finite.
  public var replicates: Int { differences.count(where: \.isFinite) }

  /// The mean difference; NaN without replicates.
  public var mean: Double { Sample.mean(finite) }

  /// The variance of the mean difference: max(S² (1/J + overlap) + shared, floor), where equal differences have S² = 0.
  public var variance: Double { variance(replicates: replicates) }

  /// The same, were there so many replicates like these.
  func variance(replicates: Int) -> Double {
    max(spread(replicates) + Self.usable(shared), Self.usable(floor))
  }

  /// The degrees of freedom of ``variance``: J − 1, and with a shared part Satterthwaite's (1946, doi:10.2307/3002019)
  /// (a + b)² / (a²/(J − 1) + b²/freedom of b), which lie between the smaller of both and their sum.
  public var freedom: Double {
    let own = Double(replicates - 1)
    let (a, b) = (spread(replicates), Self.usable(shared))
    guard own > 0, b > 0 else { return own }
    let other = sharedFreedom > 0 ? sharedFreedom : 1
    let found = (a + b) * (a + b) / (a * a / own + b * b / other)
    // Beyond a million, t has the normal distribution's quantiles to six digits.
    return found.isFinite ? min(found, own + other, Self.mostFreedom) : min(own + other, Self.mostFreedom)
  }

  static let mostFreedom = 1e6

  /// S² (1/J + overlap)
  private func spread(_ replicates: Int) -> Double {
    let values = finite
    guard values.count > 1, !Sample.areEqual(values) else { return 0 }
    let deviation = Sample.deviation(values)
    return deviation * deviation * (1 / Double(replicates) + Self.usable(overlap))
  }

  private static func usable(_ value: Double) -> Double { value.isFinite ? max(0, value) : 0 }
}

extension Comparison: Codable {
  private enum CodingKeys: String, CodingKey { case differences, overlap, floor, shared, sharedFreedom, margin }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      differences: try values.decode([Double?].self, forKey: .differences).map { $0 ?? .nan },
      overlap: try values.decode(Double.self, forKey: .overlap), floor: try values.decode(Double.self, forKey: .floor),
      shared: try values.decode(Double.self, forKey: .shared),
      sharedFreedom: try values.decodeIfPresent(Double.self, forKey: .sharedFreedom) ?? .infinity,
      margin: try values.decode(Double.self, forKey: .margin))
  }

  /// JSON has neither infinities nor NaN: differences that are not finite become null, and infinite freedom is left out.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(differences.map { $0.isFinite ? $0 : nil }, forKey: .differences)
    try values.encode(overlap, forKey: .overlap)
    try values.encode(floor, forKey: .floor)
    try values.encode(shared, forKey: .shared)
    if sharedFreedom.isFinite { try values.encode(sharedFreedom, forKey: .sharedFreedom) }
    try values.encode(margin, forKey: .margin)
  }
}
