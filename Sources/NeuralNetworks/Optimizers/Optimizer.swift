internal import Activations

/// How gradients change the weights.
public enum Optimizer: Codable, Hashable, Sendable, CustomStringConvertible {
  /// v ← μ v + g; w ← w − α v, or with Nesterov's look-ahead w ← w − α (g + μ v). μ = 0 is plain gradient descent
  /// (Sutskever et al. 2013, in the form of the frameworks).
  case sgd(momentum: Double = 0.9, nesterov: Bool = false)
  /// m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − α m̂ / (√v̂ + ε), with m̂ and v̂ corrected for their start at 0
  /// (Kingma & Ba 2015, arXiv:1412.6980; defaults theirs).
  case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
  /// Adam whose weight decay acts on the weights and not through the gradient (Loshchilov & Hutter 2019,
  /// arXiv:1711.05101).
  case adamW(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
  /// v ← ρ v + (1 − ρ) g²; w ← w − α g / (√v + ε) (Tieleman & Hinton 2012; defaults PyTorch's).
  case rmsProp(decay: Double = 0.99, epsilon: Double = 1e-8)

  public var description: String {
    switch self {
    case .sgd(let momentum, let nesterov): "SGD (momentum \(momentum)\(nesterov ? ", Nesterov" : ""))"
    case .adam: "Adam"
    case .adamW: "AdamW"
    case .rmsProp: "RMSProp"
    }
  }

  /// Reads `sgd`, `nesterov` (both with momentum 0.9, or with another one as in `sgd:0.5`), `adam`, `adamw` or `rmsprop`.
  public init(_ text: String) throws(NetworkError) {
    let words = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
    let momentum = words.count == 2 ? Double(words[1]) : 0.9
    let known = ["sgd", "nesterov", "adam", "adamw", "rmsprop"]
    guard let name = words.first.map(String.init), known.contains(name), words.count <= 2, let momentum,
      words.count == 1 || name == "sgd" || name == "nesterov"
    else {
      let nearest = NearestMatch.find(words.first.map(String.init) ?? "", among: known)
      throw .init(
        "no optimizer '\(text)'; "
          + (nearest.map {
            $0 == words.first.map(String.init) ? "expected \($0) or \($0):MOMENTUM" : "did you mean '\($0)'?"
          }
            ?? "expected \(known.joined(separator: ", ")), the first two also with a momentum, as in sgd:0.5"))
    }
    switch name {
    case "sgd": self = .sgd(momentum: momentum)
    case "nesterov": self = .sgd(momentum: momentum, nesterov: true)
    case "adam": self = .adam()
    case "adamw": self = .adamW()
    default: self = .rmsProp()
    }
    try validate()
  }

  /// Numbers that it keeps for each weight.
  var stateCount: Int {
    switch self {
    case .sgd(let momentum, _): momentum == 0 ? 0 : 1
    case .adam, .adamW: 2
    case .rmsProp: 1
    }
  }

  /// Whether weight decay acts beside the gradient.
  var decouplesDecay: Bool { if case .adamW = self { true } else { false } }

  func validate() throws(NetworkError) {
    func isShare(_ x: Double) -> Bool { x >= 0 && x < 1 }
    let isGood =
      switch self {
      case .sgd(let momentum, let nesterov): isShare(momentum) && (momentum > 0 || !nesterov)
      case .adam(let a, let b, let epsilon), .adamW(let a, let b, let epsilon): isShare(a) && isShare(b) && epsilon > 0
      case .rmsProp(let decay, let epsilon): isShare(decay) && epsilon > 0
      }
    guard isGood else {
      throw .init(
        "\(self) with parameters outside [0, 1), an epsilon that is not positive, or Nesterov without momentum")
    }
  }
}
