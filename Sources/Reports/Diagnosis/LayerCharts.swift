internal import Charts
internal import Diagnostics
internal import Foundation

/// A run's layers as curves: gradient, signal, updates. What has nothing to show is nil.
struct LayerCharts {
  let record: RunRecord
  let thresholds: Thresholds
  /// δ's norm in each hidden layer over the last one's as predicted, nil for what the theory does not give; empty for no
  /// prediction.
  var predictedGradient: [Double?] = []

  static let width = 760.0

  /// Lines for moments: the first stands out by colour and dash alone as well as the last.
  private static func look(_ place: Int, of count: Int) -> (color: SeriesColor, dash: Dash) {
    if place == count - 1, count > 1 { return (.series(0), .solid) }
    return [(.series(1), .dashed), (.series(3), .dotted), (.series(2), .long)][place % 3]
  }

  private func lines(
    _ moments: [RunMoment], _ points: (RunMoment) -> [(x: Double, y: Double)]
  ) -> [any Mark] {
    moments.enumerated().flatMap { place, moment -> [any Mark] in
      let (color, dash) = Self.look(place, of: moments.count)
      let own = points(moment)
      let line = LineMark(own, color: color, dash: dash, label: record.name(ofStep: moment.step))
      guard own.count <= 12 else { return [line] }
      return [line] + own.filter { $0.y.isFinite }.map { PointMark($0.x, $0.y, color: color, radius: 2.4) as any Mark }
    }
  }

  /// Ticks at every layer, or at about ten of them.
  private static func ticks(_ numbers: [Int]) -> [Int] {
    let every = (numbers.count + 9) / 10
    return numbers.enumerated().filter { $0.offset % max(1, every) == 0 }.map(\.element)
  }

  // MARK: - Gradient

  /// δ's norm over that of the last hidden layer: what is left of the gradient on its way back.
  private static func ratios(_ hidden: [LayerReading]) -> [Double] {
    let last = hidden.last?.deltaNorm ?? 0
    guard last > 0, last.isFinite else { return hidden.map { _ in .nan } }
    return hidden.map { $0.deltaNorm > 0 && $0.deltaNorm.isFinite ? $0.deltaNorm / last : .nan }
  }

  /// The gradient's flow back through the layers at a few moments, with the prediction and the limits.
  func gradientFlow() -> Chart? {
    guard let first = record.moments.first?.hidden, first.count > 1 else { return nil }
    let usable = record.moments.filter { moment in
      Self.ratios(moment.hidden).dropLast().contains { $0.isFinite }
    }
    let moments = record.spread(usable, most: 4)
    guard !moments.isEmpty else { return nil }
    // From the last layer on the left back to the first: the way that the gradient takes.
    func points(_ ratios: [Double]) -> [(x: Double, y: Double)] {
      zip(first, ratios).map { (-Double($0.layer + 1), $1) }.reversed()
    }
    var marks: [any Mark] = []
    let all = moments.flatMap { Self.ratios($0.hidden) } + predictedGradient.compactMap { $0 }
    let (low, high) = (all.filter { $0 > 0 }.min() ?? 1, all.filter(\.isFinite).max() ?? 1)
    var notes: [String] = []
    let (loss, growth) = (thresholds.gradientRatio, thresholds.gradientGrowth)
    if low < 10 * loss { marks.append(RuleMark(y: loss, color: .ink, dash: .dashed, width: 0.9)) }
    if high > growth / 10 { marks.append(RuleMark(y: growth, color: .ink, dash: .dashed, width: 0.9)) }
    if low < 10 * loss || high > growth / 10 { notes.append("dashed across: the limit") }
    if !predictedGradient.isEmpty {
      let curve = predictedGradient.map { $0.map { $0 > 0 ? $0 : .nan } ?? .nan }
      // Broad and below the others: where they agree, both are seen.
      marks.append(LineMark(points(curve), color: .grey, width: 5, label: "predicted"))
      if let depth = depthLimit {
        let x = -Double((first.last?.layer ?? 0) + 1) + depth
        let layers = "\(Text.short(depth, 0)) layer\(depth.rounded() == 1 ? "" : "s")"
        marks.append(RuleMark(x: x, color: .ink, dash: .dotted, width: 1))
        marks.append(
          TextMark("predicted limit: \(layers)", x: x, y: isGrowing ? max(low, 1e-30) * 2 : min(high, 1e30) * 0.6))
      }
    }
    marks += lines(moments) { points(Self.ratios($0.hidden)) }
    if !predictedGradient.isEmpty { notes.append("broad, grey: predicted") }
    if moments.contains(where: { $0.hidden.contains { $0.deltaNorm == 0 } }) { notes.append("no point: exactly 0") }
    let numbers = first.map { $0.layer + 1 }
    return Chart(
      title: "Gradient by layer", subtitle: subtitle("Norm of δ = ∂J/∂z over that of the last hidden layer", notes),
      x: Axis(
        "hidden layer, from the last one back to the first",
        domain: -Double(numbers[numbers.count - 1]) - 0.4...(-Double(numbers[0]) + 0.4),
        ticks: Self.ticks(numbers.reversed()).map { -Double($0) }, format: { Text.short(-$0) }),
      y: Axis("δ over the last layer's", scale: .logarithmic), width: Self.width, height: 360, marks: marks)
  }

  private var isGrowing: Bool {
    (predictedGradient.first ?? nil).map { $0 > 1 } ?? false
  }

  /// After how many layers the predicted gradient breaks its limit, counted back from the last hidden layer, between two
  /// layers by its logarithm; nil if it does not.
  var depthLimit: Double? {
    let curve = Array(predictedGradient.reversed())
    let limit = isGrowing ? thresholds.gradientGrowth : thresholds.gradientRatio
    let sign = isGrowing ? -1.0 : 1
    for (i, value) in curve.enumerated().dropFirst() {
      guard let value, let before = curve[i - 1], before > 0 else { continue }
      guard sign * (value - limit) < 0 else { continue }
      guard value > 0, value.isFinite, value != before else { return Double(i) }
      return Double(i - 1) + (log(before) - log(limit)) / (log(before) - log(value))
    }
    return nil
  }

  /// How many layers it would take at the predicted change per layer, where the network has fewer; nil where nothing
  /// changes to speak of.
  var distantDepthLimit: Double? {
    guard depthLimit == nil, predictedGradient.count > 2, let first = predictedGradient.first ?? nil, first > 0,
      first.isFinite
    else { return nil }
    let perLayer = log(first) / Double(predictedGradient.count - 1)
    guard abs(perLayer) > 1e-3 else { return nil }
    return log(perLayer < 0 ? thresholds.gradientRatio : thresholds.gradientGrowth) / perLayer
  }

  // MARK: - Signal

  /// The size of what goes into the activations, from the first layer to the output.
  func signalSize() -> Chart? {
    let scale = record.inputs.moments.rootMeanSquare
    return signal("Size of the signal", label: "root mean square of z", scale: .logarithmic) { layer in
      let size = layer.preActivation.rootMeanSquare
      return size > 0 && size.isFinite ? size : .nan
    } extras: { values in
      var marks: [any Mark] = []
      var notes: [String] = []
      if scale > 0, scale.isFinite {
        marks.append(RuleMark(y: scale, color: .grey, width: 1.4))
        notes.append("grey: the inputs'")
        let limits = [scale / thresholds.variance, scale * thresholds.variance]
        if values.contains(where: { $0 < limits[0] * 3 }) {
          marks.append(RuleMark(y: limits[0], color: .ink, dash: .dashed, width: 0.9))
        }
        if values.contains(where: { $0 > limits[1] / 3 }) {
          marks.append(RuleMark(y: limits[1], color: .ink, dash: .dashed, width: 0.9))
        }
        if marks.count > 1 { notes.append("dashed: the limit") }
      }
      return (marks, notes)
    }
  }

  /// How far it is from being centred.
  func signalMean() -> Chart? {
    signal("Share of the mean", label: "|mean of z| over root mean square", scale: .linear) {
      $0.shareOfMean
    } extras: { _ in
      ([RuleMark(y: thresholds.meanShift, color: .ink, dash: .dashed, width: 0.9)], ["dashed: the limit"])
    }
  }

  private func signal(
    _ title: String, label: String, scale: Scale, _ value: (LayerReading) -> Double,
    extras: (_ values: [Double]) -> (marks: [any Mark], notes: [String])
  ) -> Chart? {
    let usable = record.moments.filter { $0.layers.contains { value($0).isFinite } }
    let moments = record.spread(usable, most: 3)
    guard let layers = moments.first?.layers, layers.count > 1 else { return nil }
    let added = extras(moments.flatMap { $0.layers.map(value) }.filter(\.isFinite))
    let numbers = layers.map { $0.layer + 1 }
    return Chart(
      title: title, subtitle: added.notes.joined(separator: "; "),
      x: Axis(
        "layer, 1 at the input, the last is the output", domain: 0.6...Double(numbers[numbers.count - 1]) + 0.4,
        ticks: Self.ticks(numbers).map(Double.init)),
      y: Axis(label, scale: scale, domain: scale == .linear ? 0...1 : nil), width: 500, height: 300,
      marks: added.marks + lines(moments) { $0.layers.map { (Double($0.layer + 1), value($0)) } })
  }

  // MARK: - Updates

  /// ‖ΔW‖ / ‖W‖ of each layer over the steps; the first, the middle and the last layer by name, and the one with the
  /// largest update.
  func updates() -> Chart? {
    let moments = record.moments.filter { $0.step > 0 }
    guard let layers = moments.first?.layers else { return nil }
    func ratio(_ layer: LayerReading) -> Double {
      layer.updateRatio > 0 && layer.updateRatio.isFinite ? layer.updateRatio : .nan
    }
    let series = layers.indices.map { place in
      moments.compactMap { moment in
        moment.layers.indices.contains(place) ? (x: Double(moment.step), y: ratio(moment.layers[place])) : nil
      }
    }
    guard series.contains(where: { $0.contains { $0.y.isFinite } }) else { return nil }
    let peaks = series.map { $0.map(\.y).filter(\.isFinite).max() ?? 0 }
    let greatest = peaks.indices.max { peaks[$0] < peaks[$1] } ?? 0
    let named = layers.count <= 5 ? Set(layers.indices) : [0, layers.count / 2, layers.count - 1, greatest]
    var marks: [any Mark] = [
      RuleMark(y: thresholds.largeUpdate, color: .ink, dash: .dashed, width: 0.9),
      RuleMark(y: 1e-3, color: .grey, dash: .dotted, width: 1.4),
    ]
    for place in layers.indices where !named.contains(place) {
      marks.append(LineMark(series[place], color: .grey, width: 0.9))
    }
    for (i, place) in named.sorted().enumerated() {
      marks.append(LineMark(series[place], color: .series(i), dash: .of(i), label: layers[place].name))
      if series[place].count(where: { $0.y.isFinite }) < 3 {
        marks += series[place].filter { $0.y.isFinite }.map {
          PointMark($0.x, $0.y, color: .series(i), radius: 2.4) as any Mark
        }
      }
    }
    let last = moments.last?.step ?? 1
    // Powers of ten are too few for short runs.
    let powers = (0..<7).map { Double(1 << $0) }
    return Chart(
      title: "Updates over weights by layer",
      subtitle:
        "Norm of a step's update over the weights' own; dashed: the limit, \(Text.short(thresholds.largeUpdate)); "
        + "dotted: the usual thousandth" + (named.count < layers.count ? "; grey: the other layers" : ""),
      x: Axis("step", scale: .logarithmic, domain: 1...Double(max(2, last)), ticks: last < 100 ? powers : nil),
      y: Axis("‖ΔW‖ / ‖W‖", scale: .logarithmic), width: Self.width, height: 340, marks: marks)
  }

  private func subtitle(_ text: String, _ notes: [String]) -> String { ([text] + notes).joined(separator: "; ") }
}
