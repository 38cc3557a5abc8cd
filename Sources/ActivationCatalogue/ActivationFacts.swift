/// What is known about an activation function. The values that can be checked are checked by the tests.
public struct ActivationFacts: Sendable {
  /// The canonical name, as written on the command line and in files: `leaky-relu`. It never changes.
  public let name: String
  /// The name as the field writes it: Leaky ReLU.
  public let title: String
  /// Other spellings that are understood.
  public let aliases: [String]
  /// f(x), in plain text.
  public let formula: String
  /// f′(x), in plain text.
  public let derivativeFormula: String
  /// The set of values that f takes.
  public let range: String
  /// f at −∞ and +∞, with default parameters.
  public let limits: (atMinusInfinity: Double, atPlusInfinity: Double)
  /// Where f is not differentiable (or jumps), in ascending order, with default parameters.
  public let kinks: [Double]
  /// The derivative that is used at the kinks, and why.
  public let kinkConvention: String?
  /// Where f′ passes through zero as a difference of larger numbers, with default parameters: near there a relative error
  /// means nothing, and the accuracy promised is absolute.
  public let cancellations: [Double]
  /// Whether f never decreases.
  public let isMonotonic: Bool
  /// Whether f has derivatives of every order.
  public let isSmooth: Bool
  /// Whether f takes both signs and f(0) = 0, so that outputs can be centred on zero.
  public let isCentred: Bool
  /// What the derivative can be computed from.
  public let backwardNeeds: BackwardNeeds
  /// At most two; only the first can be learned.
  public let parameters: [ParameterFacts]
  /// The initialisation that its authors or the field recommend.
  public let initialization: RecommendedInitialization
  /// How other frameworks write it, its parameters fixed.
  public let elsewhere: Elsewhere
  /// The same with a first parameter that is learned: one value for a layer, or one for each of its `{channels}`.
  public let learnedByLayer: Elsewhere
  public let learnedByChannel: Elsewhere
  /// A sentence on what it is good for.
  public let strength: String
  /// A sentence on what is wrong with it.
  public let weakness: String
  public let citation: Citation

  public init(
    name: String, title: String, aliases: [String] = [], formula: String, derivativeFormula: String, range: String,
    limits: (Double, Double), kinks: [Double] = [], kinkConvention: String? = nil, cancellations: [Double] = [],
    isMonotonic: Bool, isSmooth: Bool, isCentred: Bool, backwardNeeds: BackwardNeeds,
    parameters: [ParameterFacts] = [], initialization: RecommendedInitialization, elsewhere: Elsewhere = Elsewhere(),
    learnedByLayer: Elsewhere = Elsewhere(), learnedByChannel: Elsewhere = Elsewhere(), strength: String,
    weakness: String, citation: Citation
  ) {
    self.name = name
    self.title = title
    self.aliases = aliases
    self.formula = formula
    self.derivativeFormula = derivativeFormula
    self.range = range
    self.limits = limits
    self.kinks = kinks
    self.kinkConvention = kinkConvention
    self.cancellations = cancellations
    self.isMonotonic = isMonotonic
    self.isSmooth = isSmooth
    self.isCentred = isCentred
    self.backwardNeeds = backwardNeeds
    self.parameters = parameters
    self.initialization = initialization
    self.elsewhere = elsewhere
    self.learnedByLayer = learnedByLayer
    self.learnedByChannel = learnedByChannel
    self.strength = strength
    self.weakness = weakness
    self.citation = citation
  }
}

/// What a backward pass must have kept to find f′.
public enum BackwardNeeds: String, Sendable {
  /// f′ does not depend on x.
  case nothing
  /// f′ follows from x; f is not invertible, or inverting it loses digits.
  case input
  /// f′ follows from f(x) alone.
  case output
  /// Either will do.
  case inputOrOutput
}

public enum RecommendedInitialization: String, Sendable {
  case glorot = "Glorot"
  case he = "He"
  case lecun = "LeCun"
}

/// A parameter of an activation function.
public struct ParameterFacts: Sendable {
  public let name: String
  public let symbol: String
  public let defaultValue: Double
  /// Where the default comes from.
  public let origin: String
  /// The values that make sense.
  public let allowed: ClosedRange<Double>
  /// Whether networks may learn it.
  public let isLearnable: Bool

  public init(
    name: String, symbol: String, defaultValue: Double, origin: String, allowed: ClosedRange<Double>,
    isLearnable: Bool = false
  ) {
    self.name = name
    self.symbol = symbol
    self.defaultValue = defaultValue
    self.origin = origin
    self.allowed = allowed
    self.isLearnable = isLearnable
  }
}

/// Where a function was published.
public struct Citation: Sendable, CustomStringConvertible {
  public let authors: String
  public let year: Int
  public let title: String
  /// A DOI (`doi:…`) or an arXiv number (`arXiv:…`), or nil for what predates both.
  public let identifier: String?

  public init(_ authors: String, _ year: Int, _ title: String, _ identifier: String? = nil) {
    self.authors = authors
    self.year = year
    self.title = title
    self.identifier = identifier
  }

  public var description: String {
    "\(authors) (\(year)). \(title)." + (identifier.map { " \($0)" } ?? "")
  }
}
