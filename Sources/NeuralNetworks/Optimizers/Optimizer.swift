/// How gradients change the weights.
public enum Optimizer: Codable, Hashable, Sendable, CustomStringConvertible {
  /// v ← μ v + g; w ← w − α v, or with Nesterov's look-ahead w ← w − α (g + μ v). μ = 0 is plain gradient descent
  /// (Sutskever et al. 2013, in the form of the frameworks).
  case sgd(momentum: Double = 0.9, nesterov: Bool = false)
  /// m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − α m̂ / (√v̂ + ε), with m̂ and v̂ corrected for their start at 0
  /// (Kingma & Ba 2015, arXiv:1412.6980; defaults theirs).
  case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

  public var description: String {
    switch self {
    case .sgd(let momentum, let nesterov): "SGD (momentum \(momentum)\(nesterov ? ", Nesterov" : ""))"
    case .adam: "Adam"
    }
  }

  /// Numbers that it keeps for each weight.
  var stateCount: Int {
    switch self {
    case .sgd(let momentum, _): momentum == 0 ? 0 : 1
    case .adam: 2
    }
  }
}
