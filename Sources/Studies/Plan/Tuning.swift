public import NeuralNetworks

/// How every activation gets its own learning rate (and weight decay and dropout, where several are listed), on
/// validation data that the final figures never see: in each split of a table anew, on several inner splits; for data that
/// are drawn, on draws of their own.
///
/// All combinations are tried on the first inner split or draw. The worse half stops there, by the same rule for all. The
/// others are tried on the remaining ones, and then come rounds of two more rates around the best. Every activation gets
/// exactly as many trials.
public struct Tuning: Codable, Hashable, Sendable {
  /// The learning rates that are tried first; by the optimizer if nil.
  public var rates: [Double]?
  /// Rounds of two more rates: halfway (in logarithms) to the neighbors of the best one so far; where it stands at an end
  /// of the list, one and two steps beyond.
  public var refinements: Int
  public var weightDecays: [Double]
  public var dropouts: [Double]
  /// Inner splits, or draws, for each combination.
  public var seeds: Int
  /// Whether rates are tuned anew for up to ten seeds where data are not split; by the data if nil: with a fixed test part
  /// and few training examples. Splits are always tuned anew.
  public var isAnew: Bool?

  public init(
    rates: [Double]? = nil, refinements: Int = 1, weightDecays: [Double] = [0], dropouts: [Double] = [0],
    seeds: Int = 3,
    isAnew: Bool? = nil
  ) {
    self.rates = rates
    self.refinements = refinements
    self.weightDecays = weightDecays
    self.dropouts = dropouts
    self.seeds = seeds
    self.isAnew = isAnew
  }

  /// The learning rates tried first with an optimizer.
  public func rates(for optimizer: Optimizer) -> [Double] {
    if let rates { return rates.sorted() }
    if case .sgd = optimizer { return [0.001, 0.003, 0.01, 0.03, 0.1, 0.3] }
    return [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03]
  }

  /// How many of so many combinations go on after the first inner split.
  static func kept(_ combinations: Int) -> Int { (combinations + 1) / 2 }

  /// Trials for each activation, setting and outer split. A single combination needs none.
  public func trialCount(for optimizer: Optimizer) -> Int {
    let rates = rates(for: optimizer).count
    let combinations = rates * weightDecays.count * dropouts.count
    guard combinations > 1 else { return 0 }
    let refined = rates > 1 ? 2 * refinements : 0
    return combinations + Self.kept(combinations) * (seeds - 1) + refined * seeds
  }

  /// For the linear model that stands beside the networks: the same way, with a penalty on its weights.
  static func ofLinearModel(_ seeds: Int) -> Tuning {
    Tuning(rates: [0.01, 0.03, 0.1, 0.3], refinements: 0, weightDecays: [0, 0.001, 0.01, 0.1], seeds: seeds)
  }
}

/// What is tuned.
public struct Hyperparameters: Codable, Hashable, Sendable {
  public var learningRate: Double
  public var weightDecay: Double
  public var dropout: Double

  public init(learningRate: Double, weightDecay: Double = 0, dropout: Double = 0) {
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.dropout = dropout
  }
}

/// How much a race may take.
public enum Budget: Codable, Hashable, Sendable, CustomStringConvertible {
  case trials(Int)
  case seconds(Double)

  /// Reads `500` (trials), `90s`, `10m`, `2h`.
  public init(_ text: String) throws(StudyError) {
    let text = text.lowercased().filter { !$0.isWhitespace }
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let units: [Substring: Double] = ["s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400]
    let unit = text.dropFirst(digits.count)
    if unit.isEmpty || unit == "trials", let count = Int(digits), count > 0, count <= 100_000_000 {
      self = .trials(count)
    } else if let factor = units[unit], let number = Double(digits), number > 0, number * factor <= 1e8 {
      self = .seconds(number * factor)
    } else {
      throw .plan("a budget of '\(text)'; expected a time such as 90s, 10m or 2h, or a number of trials")
    }
  }

  public var description: String {
    switch self {
    case .trials(let count): "\(count) trials"
    case .seconds(let seconds):
      seconds.truncatingRemainder(dividingBy: 3_600) == 0
        ? "\(Int(seconds / 3_600)) h"
        : seconds.truncatingRemainder(dividingBy: 60) == 0 ? "\(Int(seconds / 60)) min" : "\(seconds) s"
    }
  }
}
