/// One result that is off.
public struct ErrorPoint: Sendable, Hashable, Codable {
  /// In ULP, or in the units of `AccuracyPromise.nearZero`.
  public var error: Double
  public var x: Double
  public var found: Double
  public var exact: Double

  /// The larger error of two; of equal ones that at the smaller x, so that the order of merging does not matter.
  static func worse(_ a: ErrorPoint?, _ b: ErrorPoint?) -> ErrorPoint? {
    guard let a, let b else { return a ?? b }
    return a.error > b.error || (a.error == b.error && a.x <= b.x) ? a : b
  }
}

/// How often something happened that never should.
public struct Tally: Sendable, Hashable, Codable {
  public private(set) var count = 0
  /// The smallest x where it happened; nil if that is NaN.
  public private(set) var x: Double?

  public init() {}

  mutating func add(_ count: Int, at x: Double) {
    guard count > 0 else { return }
    self.count += count
    if !x.isNaN { self.x = min(self.x ?? x, x) }
  }

  mutating func merge(_ other: Tally) {
    count += other.count
    if let theirs = other.x { x = min(x ?? theirs, theirs) }
  }
}

/// What never should happen.
public struct Violations: Sendable, Hashable, Codable {
  /// A function that never falls gave less for the next larger number.
  public var monotonicity = Tally()
  /// A function that never has one sign gave a number of that sign.
  public var sign = Tally()
  /// NaN gave a number, or a number NaN.
  public var nan = Tally()
  /// ±∞ did not give the limit, as rounded.
  public var limits = Tally()

  public init() {}

  public var count: Int { monotonicity.count + sign.count + nan.count + limits.count }

  mutating func merge(_ other: Violations) {
    monotonicity.merge(other.monotonicity)
    sign.merge(other.sign)
    nan.merge(other.nan)
    limits.merge(other.limits)
  }
}

/// What was found of one function, f or f′.
public struct Findings: Sendable, Hashable, Codable {
  /// How many finite numbers were tried.
  public var inputs = 0
  /// Results that are the exact value as rounded.
  public var correctlyRounded = 0
  /// The largest error in ULP; nil if there is none.
  public var worst: ErrorPoint?
  /// The largest error near a zero of f′ where larger numbers cancel, in the units of `AccuracyPromise.nearZero`; nil
  /// if there is none.
  public var nearZero: ErrorPoint?
  public var violations = Violations()

  public init() {}

  public var shareCorrectlyRounded: Double { inputs > 0 ? Double(correctlyRounded) / Double(inputs) : 1 }

  mutating func merge(_ other: Findings) {
    inputs += other.inputs
    correctlyRounded += other.correctlyRounded
    worst = ErrorPoint.worse(worst, other.worst)
    nearZero = ErrorPoint.worse(nearZero, other.nearZero)
    violations.merge(other.violations)
  }
}

/// What was found of a candidate.
public struct CandidateFindings: Sendable, Hashable, Codable {
  /// The candidate's name.
  public var candidate: String
  public var value: Findings
  /// Nil if it has no derivative.
  public var derivative: Findings?

  /// Whether a promise is kept, and nothing happened that never should.
  public func keeps(_ promise: AccuracyPromise) -> Bool {
    func isWithin(_ point: ErrorPoint?, _ bound: Double) -> Bool { point.map { $0.error <= bound } ?? true }
    guard isWithin(value.worst, promise.value), value.violations.count == 0 else { return false }
    guard let derivative else { return true }
    return isWithin(derivative.worst, promise.derivative) && isWithin(derivative.nearZero, promise.nearZero)
      && derivative.violations.count == 0
  }
}
