/// What became of a unit.
public enum UnitFate: Codable, Hashable, Sendable {
  /// Dead before the first step, and ever since.
  case bornDead
  /// Once active, now dead.
  case died(Death)
  /// Active now, and dead before: since its death, or since its birth where that is nil.
  /// - Parameters:
  ///   - revived: the first step after which it was found active again.
  ///   - share: of the examples for which it is active now.
  case revived(died: Death?, revived: Int, share: Double)
  /// Always active for some example, but now for fewer than `Autopsy.sparseShare` of them.
  case sparse(share: Double)
  /// Active for at least that share, but for no example of the first batch: a probe of that batch calls it dead.
  case deadOnThisBatch(share: Double)
  case alive(share: Double)

  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    case bornDead = "born dead"
    case died
    case revived
    case sparse
    case deadOnThisBatch = "dead on this batch"
    case alive

    /// One letter for each unit, in `Autopsy.Moment.states`.
    public var letter: Character {
      switch self {
      case .bornDead: "b"
      case .died: "d"
      case .revived: "r"
      case .sparse: "s"
      case .deadOnThisBatch: "q"
      case .alive: "a"
      }
    }
  }

  public var kind: Kind {
    switch self {
    case .bornDead: .bornDead
    case .died: .died
    case .revived: .revived
    case .sparse: .sparse
    case .deadOnThisBatch: .deadOnThisBatch
    case .alive: .alive
    }
  }

  /// The last time that it died, if it did.
  public var death: Death? {
    get {
      switch self {
      case .died(let death): death
      case .revived(let death, _, _): death
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .died: self = .died(newValue)
      case .revived(_, let step, let share): self = .revived(died: newValue, revived: step, share: share)
      default: break
      }
    }
  }
}

/// How a unit died: what changed between the last moment at which it was active for some example and the first at which
/// it was active for none.
public struct Death: Codable, Hashable, Sendable {
  /// A number before and after.
  public struct Change: Codable, Hashable, Sendable {
    public var before: Double
    public var after: Double

    public init(_ before: Double, _ after: Double) { (self.before, self.after) = (before, after) }
  }

  /// A part of what changed that kills the unit by itself, all else being as it was before: tried by counting again.
  public enum Cause: String, Codable, Hashable, Sendable, CaseIterable {
    /// The bias, or a normalisation's β.
    case bias
    /// The incoming weights, or a normalisation's γ.
    case weights
    /// Both together.
    case ownUpdate = "own update"
    /// What comes in from the layers before.
    case inputs
  }

  /// The number of steps after which it was last known to be active for some example.
  public var after: Int
  /// The number of steps after which it was found dead. One more than `after`: that step killed it.
  public var step: Int
  /// The censuses between which it was found, as numbers of steps: `after` and `step` until a replay narrows them down.
  public var foundAfter: Int
  public var foundStep: Int
  /// From 1: the epoch of `step`.
  public var epoch: Int
  /// Of `step`.
  public var learningRate: Double
  /// The share of examples for which it was active before.
  public var shareBefore: Double
  /// Limits of its pre-activation over the examples.
  public var smallest: Change
  public var largest: Change
  /// Of its own parameters; nil where the unit is not one output of one layer.
  public var bias: Change?
  /// β of a normalisation between.
  public var shift: Change?
  /// ‖w‖ of its incoming weights.
  public var weightNorm: Change?
  /// ‖Δw‖ / ‖w‖ before.
  public var updateRatio: Double?
  /// ∂J/∂b and ‖∂J/∂w‖ of the step that killed it, as the optimiser got them; nil unless a replay found that step.
  public var biasGradient: Double?
  public var weightGradientNorm: Double?
  /// What share of Δw the step's own gradient made, for SGD: the rest is momentum. Δw · (−α ∂J/∂w) / ‖Δw‖².
  public var gradientShare: Double?
  /// What kills it by itself; empty where only all changes together do; nil unless tried.
  public var causes: [Cause]?

  /// Whether a replay found it active before one step and dead after it.
  public var isProved: Bool { causes != nil || biasGradient != nil }

  public var isExact: Bool { step == after + 1 }
}

extension Death {
  /// "its bias fell from 0.1 to −3.2 in one step at rate 0.5 (∂J/∂b 6.6), …"
  public var sentence: String {
    var parts: [String] = []
    let span =
      isExact
      ? "in one step at rate \(Figure.text(learningRate))"
      : "in \(step - after) steps at rate \(Figure.text(learningRate))"
    if let bias = shift ?? bias {
      let verb = bias.after < bias.before ? "fell" : bias.after > bias.before ? "rose" : "stayed"
      let name = shift == nil ? "bias" : "shift β"
      parts.append(
        verb == "stayed"
          ? "its \(name) stayed at \(Figure.text(bias.after)) \(span)"
          : "its \(name) \(verb) from \(Figure.text(bias.before)) to \(Figure.text(bias.after)) \(span)")
    } else {
      parts.append("it went silent \(span)")
    }
    if let norm = weightNorm, let ratio = updateRatio {
      parts.append(
        ratio < 0.0005
          ? "‖w‖ stayed at \(Figure.text(norm.after))"
          : "‖w‖ went from \(Figure.text(norm.before)) to \(Figure.text(norm.after)) (Δw is \(Figure.percent(ratio)) of w)"
      )
    }
    parts.append(
      "z went from \(Self.range(smallest.before, largest.before)) to \(Self.range(smallest.after, largest.after))")
    if let share = gradientShare, share < 0.5 {
      parts.append(
        share < 0.005
          ? "moved by momentum alone"
          : "\(Figure.percent(share)) of the change was that step’s gradient, the rest momentum")
    } else if let norm = weightGradientNorm {
      parts.append("‖∂J/∂w‖ was \(Figure.text(norm))")
    }
    return parts.joined(separator: ", ") + (causes.map { "; " + Self.text($0) } ?? "")
  }

  private static func range(_ low: Double, _ high: Double) -> String {
    "\(Figure.text(low)) … \(Figure.text(high))"
  }

  private static func text(_ causes: [Cause]) -> String {
    if causes.isEmpty { return "neither its own update nor the new inputs alone, but both together killed it" }
    var names: [String] = []
    if causes.contains(.bias) { names.append("the bias alone would have killed it") }
    if causes.contains(.weights) { names.append("the weights alone would have") }
    if causes.contains(.ownUpdate), names.isEmpty { names.append("bias and weights together killed it") }
    if causes.contains(.inputs) { names.append("what comes in from below alone would have") }
    if names[0].hasSuffix("would have") { names[0] += " killed it" }
    return names.joined(separator: ", ")
  }
}
