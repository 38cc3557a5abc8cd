/// Something that was found to be wrong with a run, with what shows it.
public struct Finding: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    case notFinite = "not-finite"
    case inputScaling = "input-scaling"
    case outputLayer = "output-layer"
    case constantUnits = "constant-units"
    case duplicateUnits = "duplicate-units"
    case fewDirections = "few-directions"
    case varianceCollapse = "variance-collapse"
    case varianceBlowUp = "variance-blow-up"
    case saturatedUnits = "saturated-units"
    case deadUnits = "dead-units"
    case meanShift = "mean-shift"
    case vanishingGradient = "vanishing-gradient"
    case explodingGradient = "exploding-gradient"
    case updatesTooLarge = "updates-too-large"
    case updatesTooSmall = "updates-too-small"
    case memorising

    /// As a person says it.
    public var title: String {
      switch self {
      case .notFinite: "Numbers that are not finite"
      case .inputScaling: "Poorly scaled inputs"
      case .outputLayer: "Wrong output layer for the loss"
      case .constantUnits: "Constant units"
      case .duplicateUnits: "Duplicate units"
      case .fewDirections: "Outputs with few directions"
      case .varianceCollapse: "Collapsing variance"
      case .varianceBlowUp: "Growing variance"
      case .saturatedUnits: "Saturated units"
      case .deadUnits: "Dead units"
      case .meanShift: "Shifted means"
      case .vanishingGradient: "Vanishing gradient"
      case .explodingGradient: "Exploding gradient"
      case .updatesTooLarge: "Updates too large"
      case .updatesTooSmall: "Updates too small"
      case .memorising: "Memorising instead of learning"
      }
    }
  }

  public enum Severity: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
    /// Nothing to be done.
    case note
    /// The mechanism is there, but the network learns all the same.
    case warning
    /// The mechanism is there, and the network does not learn as it could.
    case problem

    public static func < (a: Severity, b: Severity) -> Bool {
      let order = allCases
      return (order.firstIndex(of: a) ?? 0) < (order.firstIndex(of: b) ?? 0)
    }
  }

  /// A number that was measured, beside the limit that it broke; or a sentence, where there is nothing to measure.
  public struct Evidence: Codable, Hashable, Sendable {
    public var what: String
    /// Nil for a sentence, as is its limit.
    public var value: Double?
    public var limit: Double?
    /// Where the limit comes from.
    public var reason: String

    public init(what: String, value: Double, limit: Double, reason: String) {
      self.what = what
      self.value = value
      self.limit = limit
      self.reason = reason
    }

    public init(_ sentence: String) {
      what = sentence
      reason = ""
    }
  }

  public var kind: Kind
  public var severity: Severity
  /// The layers' numbers, from 0; empty where it is about none.
  public var layers: [Int]
  /// Steps made when it was first seen; 0 before training.
  public var step: Int
  /// One sentence: what, where, since when, and why.
  public var statement: String
  public var evidence: [Evidence]
  /// The finding that this one follows from, if it does.
  public var followsFrom: Kind?

  public init(
    _ kind: Kind, severity: Severity = .warning, layers: [Int] = [], step: Int = 0, _ statement: String,
    evidence: [Evidence], followsFrom: Kind? = nil
  ) {
    self.kind = kind
    self.severity = severity
    self.layers = layers
    self.step = step
    self.statement = statement
    self.evidence = evidence
    self.followsFrom = followsFrom
  }
}
