extension Metric {
  /// A metric of predicted numbers, rows × `width` of them, and the influence of every row. Nil if the metric is for classes,
  /// if there are no rows, if lists differ in length, or if the value is not defined (R² of targets that are all the same) or
  /// not finite.
  ///
  /// With e a row's squared errors summed over its outputs and d its squared distances from the outputs' means:
  /// - R²: 1 − Σ e / Σ d, over all outputs at once.
  /// - RMSE: √(mean e / width); its influence is that of the mean square over 2 RMSE, and 0 where RMSE is 0.
  /// - MAE: the mean absolute error over rows and outputs.
  public static func ofNumbers(
    _ metric: Metric, targets: [Double], outputs: [Double], width: Int, weights: [Double]? = nil
  ) -> (value: Double, influence: [Double])? {
    guard !metric.isForClasses, width > 0, targets.count == outputs.count, targets.count % width == 0
    else { return nil }
    let rows = targets.count / width
    guard let weights = usable(weights, rows) else { return nil }
    let width = Double(width)
    switch metric {
    case .mae: return checked(mean(sums(rows, targets, outputs) { abs($0 - $1) / width }, weights))
    case .rmse:
      let square = mean(sums(rows, targets, outputs) { ($0 - $1) * ($0 - $1) / width }, weights)
      let root = square.value.squareRoot()
      return checked((root, square.influence.map { root > 0 ? $0 / (2 * root) : 0 }))
    default:
      let errors = sums(rows, targets, outputs) { ($0 - $1) * ($0 - $1) }
      let distances = sums(rows, targets, centers(rows, targets, weights)) { ($0 - $1) * ($0 - $1) }
      var (whole, rest) = (0.0, 0.0)
      for i in 0..<rows where weights[i] > 0 {
        whole += weights[i] * distances[i]
        rest += weights[i] * errors[i]
      }
      guard whole > 0 else { return nil }
      // Σ d is least at the means, so that their own change does not count.
      let n = Double(rows)
      let influence = (0..<rows).map { i in
        weights[i] > 0 ? -n * weights[i] * (errors[i] - rest / whole * distances[i]) / whole : 0
      }
      return checked((1 - rest / whole, influence))
    }
  }

  /// For each row the sum over its outputs.
  private static func sums(
    _ rows: Int, _ a: [Double], _ b: [Double], _ term: (Double, Double) -> Double
  ) -> [Double] {
    let width = a.count / rows
    return (0..<rows).map { row in
      var sum = 0.0
      for i in row * width..<(row + 1) * width { sum += term(a[i], b[i]) }
      return sum
    }
  }

  /// The outputs' weighted means, repeated for each row.
  private static func centers(_ rows: Int, _ targets: [Double], _ weights: [Double]) -> [Double] {
    let width = targets.count / rows
    let total = weights.reduce(0, +)
    let means = (0..<width).map { o in
      (0..<rows).reduce(0) { $0 + (weights[$1] > 0 ? weights[$1] * targets[$1 * width + o] : 0) } / total
    }
    return (0..<rows).flatMap { _ in means }
  }
}
