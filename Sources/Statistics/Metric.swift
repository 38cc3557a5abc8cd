/// What a model's predictions are scored by, from the predictions themselves.
///
/// Each metric comes with the influence ψᵢ of every example, in the order of the examples: Σ ψᵢ is 0, and Σ ψᵢ²/n² is the
/// sampling variance of the metric for n independent examples. Of a mean it is the example's value less the mean; of a ratio
/// it is that by linearization (the infinitesimal jackknife: Jaeckel 1972; Efron 1982, doi:10.1137/1.9781611970319), and of
/// AUC the components of DeLong, DeLong & Clarke-Pearson (1988, doi:10.2307/2531595).
public enum Metric: String, CaseIterable, Codable, Hashable, Sendable {
  case accuracy
  case balancedAccuracy = "balanced-accuracy"
  case logLoss = "log-loss"
  case macroF1 = "macro-f1"
  case auc, r2, rmse, mae

  /// As in a heading.
  public var title: String {
    switch self {
    case .accuracy: "accuracy"
    case .balancedAccuracy: "balanced accuracy"
    case .logLoss: "log loss"
    case .macroF1: "macro F1"
    case .auc: "AUC"
    case .r2: "R²"
    case .rmse: "RMSE"
    case .mae: "MAE"
    }
  }

  /// Whether it scores predicted classes; the others score predicted numbers.
  public var isForClasses: Bool {
    switch self {
    case .accuracy, .balancedAccuracy, .logLoss, .macroF1, .auc: true
    case .r2, .rmse, .mae: false
    }
  }

  public var isHigherBetter: Bool {
    switch self {
    case .logLoss, .rmse, .mae: false
    default: true
    }
  }

  /// Whether it needs the probabilities of all classes.
  public var needsProbabilities: Bool { self == .auc }

  /// The value so that more is better: the value itself, or less it.
  public func orient(_ value: Double) -> Double { isHigherBetter ? value : -value }

  /// The weights if they are usable: one for each of `count` examples, none negative, and not all 0. Ones if none are given.
  static func usable(_ weights: [Double]?, _ count: Int) -> [Double]? {
    guard count > 0 else { return nil }
    guard let weights else { return [Double](repeating: 1, count: count) }
    guard weights.count == count, weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 })
    else { return nil }
    return weights
  }

  /// The weighted mean of one value for each example.
  static func mean(_ values: [Double], _ weights: [Double]) -> (value: Double, influence: [Double]) {
    let total = weights.reduce(0, +)
    var sum = 0.0
    for (value, weight) in zip(values, weights) where weight > 0 { sum += weight * value }
    let mean = sum / total
    let scale = Double(values.count) / total
    return (mean, zip(values, weights).map { $1 > 0 ? scale * $1 * ($0 - mean) : 0 })
  }

  /// A figure that is not finite (the log loss of a true class given probability 0, say) is none.
  static func checked(_ found: (value: Double, influence: [Double])) -> (value: Double, influence: [Double])? {
    found.value.isFinite && found.influence.allSatisfy(\.isFinite) ? found : nil
  }
}
