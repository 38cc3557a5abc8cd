internal import Activations
internal import Charts
public import Diagnostics
public import NeuralNetworks

/// Predicted against measured signals, activation by activation, over depth.
public enum SignalCharts {
  public enum Quantity: Sendable {
    /// Norm of the first layer's weight gradient over the last layer's.
    case gradient
    /// Mean square of the outputs.
    case square

    var title: String {
      switch self {
      case .gradient: "Gradient of the first layer over the last layer's, at initialisation"
      case .square: "Mean square of the outputs, at initialisation"
      }
    }

    func predicted(_ point: SignalPoint) -> Double? {
      self == .gradient ? point.predictedGradient : point.predictedSquare
    }

    func measured(_ point: SignalPoint) -> Double {
      self == .gradient ? point.measuredGradient : point.measuredSquare
    }
  }

  /// What lies beyond is drawn at the edge.
  private static let domain = 1e-12...1e6

  /// A small chart for each activation: a line for what was predicted and dots for what was measured, a full dot where the
  /// network learned. Two initialisations at most.
  public static func svg(
    _ points: [SignalPoint], _ quantity: Quantity, initializations: [Initialization], note: String = ""
  ) -> String {
    var activations: [Activation] = []
    for point in points where !activations.contains(point.activation) { activations.append(point.activation) }
    let depths = Set(points.map { Double($0.depth) }).sorted()
    let span = (depths.first ?? 1) * 0.75...(depths.last ?? 2) * 1.35
    let charts = activations.map { activation in
      var marks: [any Mark] = [RuleMark(y: 1, color: .grey)]
      for (i, initialization) in initializations.enumerated() {
        let own = points.filter { $0.activation == activation && $0.initialization == initialization }
          .sorted { $0.depth < $1.depth }
        marks.append(
          LineMark(
            own.map { (x: Double($0.depth), y: quantity.predicted($0).map(clamped) ?? .nan) }, color: .series(i),
            dash: .of(i), width: 1.5))
      }
      for (i, initialization) in initializations.enumerated() {
        for point in points where point.activation == activation && point.initialization == initialization {
          let measured = quantity.measured(point)
          guard measured.isFinite else { continue }
          marks.append(
            PointMark(
              Double(point.depth), clamped(measured), color: .series(i), radius: i == 0 ? 4.2 : 2.6,
              isHollow: !point.learned))
        }
      }
      return Chart(
        title: activation.title, x: Axis(scale: .logarithmic, domain: span, ticks: depths),
        y: Axis(scale: .logarithmic, domain: domain, ticks: [1e-12, 1e-6, 1, 1e6], format: powers), width: 214,
        height: 168, marks: marks)
    }
    let names = initializations.enumerated().map { i, initialization in
      "\(initialization.rawValue) \(i == 0 ? "solid, large" : "dashed, small")"
    }
    let subtitle =
      "over hidden layers; line: predicted, dot: measured, full where it learned; " + names.joined(separator: "; ")
    return SmallMultiples(title: quantity.title + note, subtitle: subtitle, columns: 4, charts: charts).svg()
  }

  /// A little within the frame, so that a dot at the edge is seen whole.
  private static func clamped(_ value: Double) -> Double {
    min(domain.upperBound / 3, max(domain.lowerBound * 3, value))
  }

  private static func powers(_ value: Double) -> String {
    Text.power(ofTen: Int((value.exponentOfTen).rounded()))
  }
}

extension Double {
  /// log10 of a power of ten.
  fileprivate var exponentOfTen: Double {
    var (value, exponent) = (self, 0.0)
    while value > 3 {
      value /= 10
      exponent += 1
    }
    while value < 0.3 {
      value *= 10
      exponent -= 1
    }
    return exponent
  }
}
