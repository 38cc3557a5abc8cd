public import Charts
public import Diagnostics

/// Pictures of what became of units.
public enum AutopsyCharts {
  /// Layers with more units than this have no map: a unit would be thinner than two pixels.
  public static let mostMappedUnits = 160

  /// Kinds from the bottom of a stack to its top.
  private static let stack: [UnitFate.Kind] = [.bornDead, .died, .sparse, .deadOnThisBatch, .revived, .alive]

  private static func look(_ kind: UnitFate.Kind) -> (color: SeriesColor, opacity: Double) {
    switch kind {
    case .bornDead: (.ink, 0.7)
    case .died: (.series(1), 0.85)
    case .sparse: (.series(4), 0.6)
    case .deadOnThisBatch: (.series(5), 0.45)
    case .revived: (.series(2), 0.75)
    case .alive: (.grey, 0.3)
    }
  }

  /// How many units of each layer were dead, sparse, revived or alive, over the steps: each census holds until the next.
  public static func timeline(_ autopsy: Autopsy) -> SmallMultiples {
    let spans = spans(autopsy)
    let charts = autopsy.layers.enumerated().map { place, layer in
      var marks: [any Mark] = []
      var labels: [any Mark] = []
      for (i, moment) in autopsy.moments.enumerated() {
        var low = 0.0
        for kind in stack {
          let high = low + Double(moment.tallies[place].count(kind))
          defer { low = high }
          guard high > low else { continue }
          let (color, opacity) = look(kind)
          marks.append(
            RectangleMark(
              x0: spans[i].lowerBound, x1: spans[i].upperBound, y0: low, y1: high, color: color, opacity: opacity))
          if i == autopsy.moments.count - 1 {
            let name = "\(kind.rawValue) \(Int(high - low))"
            labels.append(LineMark([(spans[i].upperBound, (low + high) / 2)], color: ink(kind), label: name))
          }
        }
      }
      return Chart(
        title: "\(layer.name), \(layer.activation)", x: axis(autopsy, spans),
        y: Axis(
          "units", domain: 0...Double(max(1, layer.units)),
          ticks: Set([0, layer.units / 2, layer.units]).sorted().map(Double.init)), width: 380, height: 220,
        hasGrid: false,
        marks: marks + labels + epochs(autopsy))
    }
    return SmallMultiples(
      title: "What became of the units",
      subtitle: "Counted on \(autopsy.examples) \(autopsy.part) examples at \(autopsy.moments.count) moments; dotted: "
        + "ends of epochs",
      columns: min(2, max(1, charts.count)), charts: charts)
  }

  /// Every unit of every layer over the steps. Nil where no layer is narrow enough, or nothing but life is there to see.
  public static func map(_ autopsy: Autopsy) -> SmallMultiples? {
    let shown = autopsy.layers.indices.filter { (1...mostMappedUnits).contains(autopsy.layers[$0].units) }
    guard !shown.isEmpty,
      shown.contains(where: { place in autopsy.moments.contains { $0.states[place].contains { $0 != "a" } } })
    else { return nil }
    let spans = spans(autopsy)
    let tallest = Double(shown.map { autopsy.layers[$0].units }.max() ?? 1)
    let charts = shown.map { place in
      let layer = autopsy.layers[place]
      var marks: [any Mark] = []
      let states = autopsy.moments.map { Array($0.states[place]) }
      for unit in 0..<layer.units {
        var start = 0
        while start < states.count {
          let letter = states[start][unit]
          var end = start
          while end + 1 < states.count, states[end + 1][unit] == letter { end += 1 }
          defer { start = end + 1 }
          guard let kind = UnitFate.Kind.allCases.first(where: { $0.letter == letter }), kind != .alive else {
            continue
          }
          let half = height(kind) / 2
          marks.append(
            RectangleMark(
              x0: spans[start].lowerBound, x1: spans[end].upperBound, y0: Double(unit + 1) - half,
              y1: Double(unit + 1) + half,
              color: look(kind).color, opacity: kind == .bornDead ? 0.75 : 1))
        }
      }
      return Chart(
        title: "\(layer.name), \(layer.activation)", x: axis(autopsy, spans),
        y: Axis("unit", domain: 0.3...Double(layer.units) + 0.7, ticks: unitTicks(layer.units)), width: 380,
        height: 80 + max(80, 3.4 * tallest), hasGrid: false, marks: marks + epochs(autopsy))
    }
    return SmallMultiples(
      title: "Dead units, one line each",
      subtitle:
        "Full height: dead, dark since birth, orange since a step; thinner: sparse, or dead on the first batch; "
        + "thinnest: revived; empty: alive",
      columns: min(2, charts.count), charts: charts)
  }

  /// Thickness tells kinds apart where colours do not.
  private static func height(_ kind: UnitFate.Kind) -> Double {
    switch kind {
    case .bornDead, .died: 1
    case .sparse, .deadOnThisBatch: 0.55
    case .revived, .alive: 0.3
    }
  }

  private static func ink(_ kind: UnitFate.Kind) -> SeriesColor {
    kind == .alive || kind == .bornDead ? .ink : look(kind).color
  }

  private static func unitTicks(_ units: Int) -> [Double] {
    let every = units > 80 ? 32 : units > 40 ? 16 : units > 16 ? 8 : units > 8 ? 4 : 1
    return [1] + stride(from: every > 1 ? every : 2, through: units, by: every).map(Double.init)
  }

  /// From each census to the next, along a logarithmic axis; that before the first step begins at one half.
  private static func spans(_ autopsy: Autopsy) -> [ClosedRange<Double>] {
    let starts = autopsy.moments.map { max(0.5, Double($0.step)) }
    let last = starts.last ?? 1
    return starts.enumerated().map { i, start in
      start...max(start, i + 1 < starts.count ? starts[i + 1] : last * 1.25)
    }
  }

  private static func axis(_ autopsy: Autopsy, _ spans: [ClosedRange<Double>]) -> Axis {
    Axis(
      "training steps", scale: .logarithmic,
      domain: (spans.first?.lowerBound ?? 0.5)...max(1, spans.last?.upperBound ?? 1))
  }

  /// The first few epochs' ends; later ones would touch each other on a logarithmic axis.
  private static func epochs(_ autopsy: Autopsy) -> [any Mark] {
    let count = min(3, autopsy.epochs.count)
    return (0..<count).map {
      RuleMark(x: Double(($0 + 1) * autopsy.stepsPerEpoch), color: .ink, dash: .dotted, width: 0.8)
    }
  }
}
