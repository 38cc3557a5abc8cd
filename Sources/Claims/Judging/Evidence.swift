public import Statistics

/// Something measured, with its uncertainty.
public struct Effect: Codable, Hashable, Sendable {
  public enum Values: Codable, Hashable, Sendable {
    /// One number for each seed; differences are paired by it.
    case samples([Double])
    /// No chance in it: a calculation.
    case exact(Double)
    /// Counted of so many.
    case share(Int, of: Int)
    /// What is surely so and what may be so, by a rule that the measure states.
    case bounds(Double, low: Double, high: Double)
  }

  /// The words by which the rule knows it.
  public var name: String
  public var values: Values
  /// What one is: "points of accuracy", "ns"; nothing if nil.
  public var unit: String?

  public init(_ name: String, _ values: Values, unit: String? = nil) {
    self.name = name
    self.values = values
    self.unit = unit
  }

  /// How many numbers it rests on.
  public var count: Int {
    switch values {
    case .samples(let values): values.count
    case .exact, .bounds: 1
    case .share(_, let count): count
    }
  }

  /// Mean and interval: Student's t for samples, Clopper and Pearson's (1934, doi:10.1093/biomet/26.4.404) for shares.
  ///
  /// Samples that are all equal say nothing of how much they vary. Their signs alone are used: an interval of one point if
  /// so many equal signs are improbable enough, otherwise none.
  /// - Returns: nil for no numbers, fewer than two samples, or any that is not finite.
  public func estimate(confidence: Double) -> Estimate? {
    switch values {
    case .exact(let value): return value.isNaN ? nil : Estimate(value: value, low: value, high: value)
    case .bounds(let value, let low, let high): return Estimate(value: value, low: low, high: high)
    case .share(let count, let total): return Share.interval(count, of: total, confidence: confidence)
    case .samples(let values):
      guard values.count > 1, values.allSatisfy(\.isFinite) else { return nil }
      if Sample.areEqual(values), (0..<values.count).reduce(2, { p, _ in p / 2 }) > 1 - confidence {
        return Estimate(value: values[0], low: -.infinity, high: .infinity)
      }
      return Sample.interval(values, confidence: confidence)
    }
  }
}

/// What must be so for a claim to be tested at all.
public struct Premise: Codable, Hashable, Sendable {
  public var words: String
  public var holds: Bool

  public init(_ words: String, _ holds: Bool) {
    self.words = words
    self.holds = holds
  }
}

/// What an experiment found.
public struct Evidence: Codable, Hashable, Sendable {
  public var premises: [Premise]
  public var effects: [Effect]
  /// What a reader should know besides: sentences.
  public var notes: [String]
  public var picture: Picture?

  public init(premises: [Premise] = [], effects: [Effect], notes: [String] = [], picture: Picture? = nil) {
    self.premises = premises
    self.effects = effects
    self.notes = notes
    self.picture = picture
  }
}

/// Numbers for a claim's picture.
public struct Picture: Codable, Hashable, Sendable {
  public struct Series: Codable, Hashable, Sendable {
    public var name: String
    public var points: [Point]

    public init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  public struct Point: Codable, Hashable, Sendable {
    public var x: Double
    public var y: Double
    /// The interval, where there is one.
    public var low: Double?
    public var high: Double?

    public init(_ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }

    /// The mean of values over seeds with its 95 % interval.
    public init(_ x: Double, _ values: [Double]) {
      let finite = values.filter(\.isFinite)
      let estimate = finite.count > 1 ? Sample.interval(finite) : nil
      self.init(x, Sample.mean(finite), low: estimate?.low, high: estimate?.high)
    }
  }

  public var title: String
  public var x: String
  public var y: String
  public var isXLogarithmic: Bool
  public var isYLogarithmic: Bool
  /// Curves if there are names for no x; otherwise one bar for each.
  public var series: [Series]
  /// Names of the places 0, 1, 2 … on x: then points, not lines, are drawn.
  public var categories: [String]

  public init(
    _ title: String, x: String, y: String, logX: Bool = false, logY: Bool = false, categories: [String] = [],
    _ series: [Series]
  ) {
    self.title = title
    self.x = x
    self.y = y
    isXLogarithmic = logX
    isYLogarithmic = logY
    self.categories = categories
    self.series = series
  }
}
