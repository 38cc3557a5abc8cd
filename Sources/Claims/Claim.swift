public import Activations

/// A statement about activation functions that was made somewhere, as an experiment: what is measured, and which result
/// would speak for it, are fixed here before anything is run.
public struct Claim: Sendable, Identifiable {
  /// As it is typed: `swish-dip`.
  public let id: String
  public let topic: Topic
  /// One sentence, in our words.
  public let statement: String
  /// Where the lecture says it; nil for claims of papers alone.
  public let lecture: String?
  public let papers: [Citation]
  /// What those who made it did, and the figures they gave.
  public let original: String
  /// What is done here.
  public let setup: String
  /// Every way in which that is not what the original did.
  public let differences: [String]
  /// What is measured.
  public let measure: String
  public let rule: Rule
  public let experiment: any Experiment
  /// Where the lecture errs, or says more than the evidence: said plainly; nil for nothing.
  public let remark: String?

  init(
    _ id: String, _ topic: Topic, _ statement: String, lecture: String? = nil, papers: [Citation] = [],
    original: String, setup: String, differences: [String], measure: String, rule: Rule, remark: String? = nil,
    experiment: any Experiment
  ) {
    self.id = id
    self.topic = topic
    self.statement = statement
    self.lecture = lecture
    self.papers = papers
    self.original = original
    self.setup = setup
    self.differences = differences
    self.measure = measure
    self.rule = rule
    self.remark = remark
    self.experiment = experiment
  }

  /// What a claim is about, in the order of the lecture.
  public enum Topic: String, Codable, Hashable, Sendable, CaseIterable {
    case basics, sigmoid, softmax, tanh, relu
    case leakyReLU = "leaky-relu"
    case elu, prelu, selu, gelu, swish, lisht, mish, choosing

    public var title: String {
      switch self {
      case .basics: "Neurons, steps and lines"
      case .sigmoid: "Sigmoid"
      case .softmax: "Softmax"
      case .tanh: "Tanh"
      case .relu: "ReLU"
      case .leakyReLU: "Leaky ReLU"
      case .elu: "ELU"
      case .prelu: "PReLU"
      case .selu: "SELU"
      case .gelu: "GELU"
      case .swish: "Swish"
      case .lisht: "LiSHT"
      case .mish: "Mish"
      case .choosing: "Choosing one"
      }
    }
  }
}

/// How large an experiment is.
public enum ClaimScale: String, Codable, Hashable, Sendable, CaseIterable {
  /// For tests: the set-up runs, the verdict means nothing.
  case tiny
  /// All claims in ten minutes on two cores: generated data, small networks, few seeds.
  case quick
  /// Real images where they were fetched, larger networks, more seeds.
  case full

  /// One of three values.
  func of<T>(_ tiny: T, _ quick: T, _ full: T) -> T {
    switch self {
    case .tiny: tiny
    case .quick: quick
    case .full: full
    }
  }
}
