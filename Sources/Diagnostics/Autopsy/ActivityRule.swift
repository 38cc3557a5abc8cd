public import Activations

/// When a unit is active for an example.
public enum ActivityRule: Codable, Hashable, Sendable {
  /// f is exactly 0 up to here and grows without limit beyond: active where z is larger, so that a unit which is active
  /// for no example puts out 0 for all of them and gets no gradient. Exact.
  case zeroOutput(upTo: Float)
  /// All others: active where |f′| is above this number, which is `LayerReading.deadShareOfSlope` of its largest magnitude.
  /// A unit that is active for no example puts out what it puts out, but cannot learn. Functions with a floor and a
  /// ceiling, such as ReLU6, come under this rule too: a unit at the ceiling learns as little as one at the floor.
  case slope(above: Float)

  public init(_ activation: Activation) {
    if let end = activation.endOfZeros, activation.facts.limits.atPlusInfinity == .infinity {
      self = .zeroOutput(upTo: end)
    } else {
      self = .slope(above: Float(LayerReading.deadShareOfSlope * activation.steepestSlope))
    }
  }

  /// "output exactly 0 (z ≤ 0)"
  public var text: String {
    switch self {
    case .zeroOutput(let end): "output exactly 0 (z ≤ \(Figure.text(Double(end))))"
    case .slope(let least): "|f′| at most \(Figure.text(Double(least)))"
    }
  }
}

extension Activation {
  /// The right end of the half line on which f and f′ are exactly 0, or nil where there is none. f that merely underflows
  /// to 0 far from the origin, as GELU's does, has none.
  var endOfZeros: Float? {
    guard facts.limits.atMinusInfinity == 0 else { return nil }
    let places = (facts.kinks + [0]).map { Float($0) }
    return places.sorted(by: >).first { end in
      let left = (-3...30).map { end - Self.power(ofTen: $0) } + [end]
      return left.allSatisfy { value($0) == 0 && derivative($0) == 0 } && value(end + 0.01) != 0
    }
  }

  private static func power(ofTen exponent: Int) -> Float {
    (0..<abs(exponent)).reduce(Float(1)) { power, _ in exponent < 0 ? power / 10 : power * 10 }
  }
}
