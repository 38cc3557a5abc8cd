public import Activations
internal import Randomness

/// The error of f over x: the largest in each column of a picture.
public struct ErrorCurve: Sendable, Codable {
  /// Whose it is.
  public var candidate: String
  public var points: [Point]

  public struct Point: Sendable, Codable {
    /// The middle of a column.
    public var x: Double
    /// The largest error in it, in ULP.
    public var error: Double

    public init(x: Double, error: Double) {
      self.x = x
      self.error = error
    }
  }

  public init(candidate: String, points: [Point]) {
    self.candidate = candidate
    self.points = points
  }

  /// Nil if the activation has no reference.
  /// - Parameter samples: numbers tried in each column.
  public static func curves(
    _ activation: Activation, _ candidates: [Candidate<Float>], range: ClosedRange<Double>, columns: Int = 400,
    samples: Int = 500
  ) -> [ErrorCurve]? {
    guard let reference = Reference(activation, in: Float.self), columns > 0 else { return nil }
    var stream = RandomStream(seed: 3, purpose: .accuracy)
    let width = (range.upperBound - range.lowerBound) / Double(columns)
    let points = (0..<columns * samples).map { i in
      Float(range.lowerBound + width * (Double(i / samples) + stream.uniformDouble()))
    }
    let exact = points.map { reference.value(Wide($0)) }
    return candidates.map { candidate in
      let found = SampledMeasurement.results(candidate.forward, points)
      let largest = (0..<columns).map { column in
        let worst = (column * samples..<(column + 1) * samples).reduce(Wide(0)) { max($0, ulps(found[$1], exact[$1])) }
        return Point(x: range.lowerBound + width * (Double(column) + 0.5), error: Double(worst))
      }
      return ErrorCurve(candidate: candidate.name, points: largest)
    }
  }
}
