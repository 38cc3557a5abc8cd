public import Accuracy
public import Activations
internal import Charts

/// Pictures of errors over x.
public enum AccuracyCharts {
  /// A chart for each activation; side by side if there are several.
  public static func svg(_ activations: [Activation], _ curves: [[ErrorCurve]], range: ClosedRange<Double>) -> String {
    let charts = zip(activations, curves).map { chart($0, $1, range, isAlone: activations.count == 1) }
    if charts.count == 1 { return charts[0].svg() }
    return SmallMultiples(
      title: "Error of f(x) in ULP", subtitle: subtitle, columns: min(3, charts.count), charts: charts
    ).svg()
  }

  private static let subtitle = "the largest in each column, float32; 0.5 is what correct rounding leaves"

  /// Below what correct rounding can leave anywhere but where it is exact; 0 has no place on a logarithmic axis.
  private static let floor = 0.1

  private static func chart(
    _ activation: Activation, _ curves: [ErrorCurve], _ range: ClosedRange<Double>, isAlone: Bool
  ) -> Chart {
    let top = curves.flatMap(\.points).map(\.error).filter(\.isFinite).max() ?? 1
    var domain = floor...10.0
    while domain.upperBound < top { domain = floor...(domain.upperBound * 10) }
    // Others first, so that our own line lies on top.
    let marks = curves.enumerated().reversed().map { i, curve in
      LineMark(
        curve.points.map { (x: $0.x, y: $0.error.isFinite ? max(floor, $0.error) : domain.upperBound) },
        color: .series(i), dash: .of(i), width: i == 0 ? 1.8 : 1.2, label: curve.candidate)
    }
    return Chart(
      title: isAlone ? "\(activation.title): error of f(x)" : activation.title, subtitle: isAlone ? subtitle : "",
      x: Axis("x", domain: range), y: Axis(isAlone ? "error in ULP" : "", scale: .logarithmic, domain: domain),
      width: isAlone ? 720 : 420, height: isAlone ? 360 : 260,
      marks: [RuleMark(y: 0.5, color: .grey, dash: .dashed)] + marks)
  }
}
