public import Statistics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a metric means for a study: its margin, and what a run counts that did not end.
extension Metric {
  /// Differences smaller than this do not matter: half a percentage point of a share, a hundredth of R² or of AUC's unit, of
  /// a nat, and of the target's deviation.
  /// - Parameter deviation: of the targets, in the unit in which the metric is measured.
  public func usualMargin(deviation: Double) -> Double {
    switch self {
    case .accuracy, .balancedAccuracy, .macroF1, .auc: 0.005
    case .logLoss, .r2: 0.01
    case .rmse, .mae: 0.01 * deviation
    }
  }

  /// What a diverged run counts as: a constant guess for classes; for numbers twice its squared error, an R² of −1.
  public func diverged(_ data: DataSummary) -> Double {
    let classes = Double(max(1, data.classNames.count))
    let deviation = data.targetDeviation ?? 1
    switch self {
    case .accuracy, .balancedAccuracy: return 1 / classes
    // The most frequent of equally frequent classes, always: F1 of 2/(k + 1) once in k.
    case .macroF1: return 2 / (classes + 1) / classes
    case .auc: return 0.5
    case .logLoss: return log(classes)
    case .r2: return -1
    case .rmse, .mae: return 2.0.squareRoot() * deviation
    }
  }

  /// The natural value no worse than what a diverged run counts as, where the metric has no lower end of its own.
  func limited(_ value: Double, _ data: DataSummary) -> Double {
    switch self {
    case .r2: max(value, diverged(data))
    case .rmse, .mae: min(value, diverged(data))
    default: value
    }
  }

  /// Whether it is a share of one, written in percent.
  public var isShare: Bool {
    switch self {
    case .accuracy, .balancedAccuracy, .macroF1: true
    case .logLoss, .auc, .r2, .rmse, .mae: false
    }
  }

  /// Measured in the target's own unit.
  public var isInTargetUnit: Bool { self == .rmse || self == .mae }
}
