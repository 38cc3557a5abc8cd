/// What a measured effect must be for a claim to hold. Fixed with the claim; the words in which it is told follow from it.
public enum Bound: Codable, Hashable, Sendable {
  case above(Double)
  case atLeast(Double)
  case below(Double)
  case atMost(Double)
  case within(Double, Double)

  /// What an interval says: true if all of it is on the right side, false if all of it is on the wrong one, nil if it
  /// lies on both.
  public func judge(low: Double, high: Double) -> Bool? {
    // What is no number shows nothing.
    guard low <= high else { return nil }
    switch self {
    case .above(let limit): return low > limit ? true : high <= limit ? false : nil
    case .atLeast(let limit): return low >= limit ? true : high < limit ? false : nil
    case .below(let limit): return high < limit ? true : low >= limit ? false : nil
    case .atMost(let limit): return high <= limit ? true : low > limit ? false : nil
    case .within(let least, let most):
      return low >= least && high <= most ? true : high < least || low > most ? false : nil
    }
  }

  public var words: String {
    switch self {
    case .above(let limit): "above \(Words.number(limit))"
    case .atLeast(let limit): "at least \(Words.number(limit))"
    case .below(let limit): "below \(Words.number(limit))"
    case .atMost(let limit): "at most \(Words.number(limit))"
    case .within(let least, let most): "from \(Words.number(least)) to \(Words.number(most))"
    }
  }

  /// The limits, for pictures.
  public var limits: [Double] {
    switch self {
    case .above(let limit), .atLeast(let limit), .below(let limit), .atMost(let limit): [limit]
    case .within(let least, let most): [least, most]
    }
  }
}

/// One effect and its bound.
public struct Criterion: Codable, Hashable, Sendable {
  /// The effect's name, which says what it is.
  public var effect: String
  public var bound: Bound

  public init(_ effect: String, _ bound: Bound) {
    self.effect = effect
    self.bound = bound
  }

  public var words: String { "\(effect) is \(bound.words)" }
}

/// How a claim's verdict follows from its effects.
public struct Rule: Codable, Hashable, Sendable {
  public enum Kind: Codable, Hashable, Sendable {
    /// The claim holds if all criteria do, and does not if one does not.
    case all
    /// It holds if one of them does, and does not if none does. Intervals are the wider for their number (Bonferroni).
    case any
    /// `criteria` speak of a condition, `otherwise` of its absence: shown in the one and refuted in the other, the claim
    /// holds only if the condition does.
    case onlyIf(String)
  }

  public var kind: Kind
  public var criteria: [Criterion]
  public var otherwise: [Criterion]

  /// The share of claims without anything behind them that may come out as holding is at most half of 1 − this: an
  /// interval errs on both sides.
  public static let confidence = 0.95

  public init(kind: Kind, criteria: [Criterion], otherwise: [Criterion] = []) {
    self.kind = kind
    self.criteria = criteria
    self.otherwise = otherwise
  }

  public static func all(_ criteria: Criterion...) -> Rule { Rule(kind: .all, criteria: criteria, otherwise: []) }
  public static func any(_ criteria: [Criterion]) -> Rule { Rule(kind: .any, criteria: criteria, otherwise: []) }
  public static func onlyIf(_ condition: String, _ criteria: [Criterion], otherwise: [Criterion]) -> Rule {
    Rule(kind: .onlyIf(condition), criteria: criteria, otherwise: otherwise)
  }

  /// The confidence of each interval.
  public var confidence: Double {
    kind == .any ? 1 - (1 - Self.confidence) / Double(max(1, criteria.count)) : Self.confidence
  }

  /// The rule in words.
  public var words: String {
    let list = criteria.map(\.words)
    let percent = Words.number((confidence * 1000).rounded() / 10)
    let interval = "its \(percent) % interval (or value, where it is exact)"
    switch kind {
    case .all where list.count == 1:
      return "Holds if \(list[0]), with all of \(interval); does not hold if all of it lies on the other side."
    case .all:
      return "Holds if all of these do, each with \(interval): \(list.joined(separator: "; ")). "
        + "Does not hold if one of them lies wholly on the other side."
    case .any:
      return "Holds if one of these does, each with \(interval): \(list.joined(separator: "; ")). "
        + "Does not hold if all of them lie wholly on the other side."
    case .onlyIf(let condition):
      return
        "Holds if \(list.joined(separator: "; ")); holds only if \(condition), where the same is refuted otherwise: "
        + "\(otherwise.map(\.words).joined(separator: "; ")). Each with \(interval)."
    }
  }
}

/// Numbers in words.
public enum Words {
  /// As few digits as say it: 0.5, 1e−6, −12.
  public static func number(_ value: Double) -> String {
    if let whole = Int(exactly: value), abs(whole) < 1_000_000 { return "\(whole)".replacing("-", with: "−") }
    return "\(value)".replacing("e-0", with: "e-").replacing("-", with: "−")
  }
}
