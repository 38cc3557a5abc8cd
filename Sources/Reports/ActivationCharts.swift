public import Activations
public import Charts

/// Pictures of the functions themselves.
public enum ActivationCharts {
  /// One chart for a few activations; small multiples for more than four.
  public static func svg(_ activations: [Activation], withDerivative: Bool, range: ClosedRange<Double> = -5...5)
    -> String
  {
    if activations.count > 4 || (activations.count > 1 && withDerivative) {
      return multiples(activations, withDerivative: withDerivative, range: range).svg()
    }
    return single(activations, withDerivative: withDerivative, range: range).svg()
  }

  /// f and f′ of each activation in a small chart of its own.
  public static func multiples(
    _ activations: [Activation], withDerivative: Bool = true, range: ClosedRange<Double> = -5...5
  ) -> SmallMultiples {
    let charts = activations.map { activation in
      Chart(
        title: activation.title, x: Axis(domain: range, ticks: [-4, -2, 0, 2, 4]),
        y: Axis(domain: -2...3, ticks: [-2, -1, 0, 1, 2, 3]),
        width: 214,
        height: 168,
        marks: frame + lines(activation, .series(0), range)
          + (withDerivative ? slopes(activation, .series(1), range) : []))
    }
    return SmallMultiples(
      title: activations.count == 1 ? "" : "Activation functions",
      subtitle: withDerivative ? "f(x) solid, f′(x) dashed" : "f(x)", columns: 4, charts: charts)
  }

  private static func single(
    _ activations: [Activation], withDerivative: Bool, range: ClosedRange<Double>
  ) -> Chart {
    var marks = frame
    for (i, activation) in activations.enumerated() {
      let isAlone = activations.count == 1
      marks += lines(
        activation, .series(i), range, dash: isAlone ? .solid : .of(i), label: isAlone ? "f(x)" : activation.title)
      if withDerivative { marks += slopes(activation, .series(isAlone ? 1 : i), range, label: isAlone ? "f′(x)" : nil) }
    }
    return Chart(
      title: activations.map(\.title).joined(separator: ", "),
      subtitle: activations.count == 1 ? activations[0].facts.formula : "", x: Axis("x", domain: range),
      y: Axis(activations.count == 1 ? "" : "f(x)"), marks: marks)
  }

  private static var frame: [any Mark] { [RuleMark(y: 0, color: .grey), RuleMark(x: 0, color: .grey)] }

  private static func lines(
    _ activation: Activation, _ color: SeriesColor, _ range: ClosedRange<Double>, dash: Dash = .solid,
    label: String? = nil
  ) -> [any Mark] {
    [LineMark(sample(activation, range) { activation.value($0) }, color: color, dash: dash, label: label)]
  }

  private static func slopes(
    _ activation: Activation, _ color: SeriesColor, _ range: ClosedRange<Double>, label: String? = nil
  ) -> [any Mark] {
    [
      LineMark(
        sample(activation, range) { activation.derivative($0) }, color: color, dash: .dashed, width: 1.5, label: label)
    ]
  }

  /// Points of a curve, with both sides of each kink and a gap where it jumps.
  private static func sample(
    _ activation: Activation, _ range: ClosedRange<Double>, _ f: (Double) -> Double
  ) -> [(x: Double, y: Double)] {
    let count = 240
    let width = range.upperBound - range.lowerBound
    var xs = (0...count).map { range.lowerBound + width * Double($0) / Double(count) }
    let kinks = activation.facts.kinks.filter(range.contains)
    for kink in kinks { xs += [kink - 1e-9, kink + 1e-9] }
    var points: [(x: Double, y: Double)] = []
    for x in xs.sorted() where !kinks.contains(x) {
      let y = f(x)
      if let last = points.last, last.y.isFinite, x - last.x < 1e-6, abs(y - last.y) > 1e-3 { points.append((x, .nan)) }
      points.append((x, y))
    }
    return points
  }
}
