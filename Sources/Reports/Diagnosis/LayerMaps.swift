internal import Activations
internal import Charts
internal import Diagnostics

/// Shares by layer (from the input down to the output) and moment (from left to right) as shades. What has nothing to show
/// is nil.
struct LayerMaps {
  let record: RunRecord

  /// Columns of a map; of more moments, some that are spread over the logarithm of the step.
  static let mostMoments = 18
  /// A share is shaded by this opacity at 0 and more by this much at 1, so that a text on it stays legible.
  private static let (palest, range) = (0.03, 0.6)

  /// Outputs on a flat part, for functions that are flat on both sides; ReLU's flat side is how it works.
  func saturation() -> Chart? {
    map("Saturated outputs", color: .series(0), of: \.saturatedShare, where: Self.isBounded)
  }

  func deadUnits() -> Chart? {
    map("Dead units", color: .series(1), of: \.deadShare) { $0.activation != nil }
  }

  private static func isBounded(_ layer: LayerReading) -> Bool {
    guard let text = layer.activation, let activation = try? Activation(text) else { return false }
    let limits = activation.facts.limits
    return limits.atMinusInfinity.isFinite && limits.atPlusInfinity.isFinite
  }

  private func map(
    _ title: String, color: SeriesColor, of value: KeyPath<LayerReading, Double>, where isShown: (LayerReading) -> Bool
  ) -> Chart? {
    let rows = (record.moments.first?.layers ?? []).indices.filter { isShown(record.moments[0].layers[$0]) }
    let moments = record.spread(record.moments, most: Self.mostMoments)
    func share(_ moment: RunMoment, _ row: Int) -> Double {
      moment.layers.indices.contains(row) ? moment.layers[row][keyPath: value] : .nan
    }
    func lost(_ moment: RunMoment, _ row: Int) -> Bool {
      !moment.layers.indices.contains(row) || moment.layers[row].preActivation.notFiniteShare > 0
    }
    // Less than half a percent everywhere is a white sheet.
    guard !rows.isEmpty, moments.contains(where: { moment in rows.contains { share(moment, $0) >= 0.005 } }) else {
      return nil
    }
    let height = rows.count <= 24 ? 19.0 : max(5, 456 / Double(rows.count))
    let hasText = height >= 14
    let every = max(1, Int((13 / height).rounded(.up)))
    var marks: [any Mark] = []
    for (column, moment) in moments.enumerated() {
      for (y, row) in rows.enumerated() {
        let value = share(moment, row)
        let isLost = !value.isFinite || lost(moment, row)
        let cell = RectangleMark(
          x0: Double(column) - 0.48, x1: Double(column) + 0.48, y0: Double(y) - 0.46, y1: Double(y) + 0.46,
          color: isLost ? .ink : color, opacity: isLost ? 0.15 : Self.palest + Self.range * value,
          text: hasText ? (isLost ? "×" : Text.fixed(value * 100, 0)) : nil)
        marks.append(cell)
      }
    }
    let hasLost = moments.contains { moment in rows.contains { lost(moment, $0) } }
    let names = rows.enumerated().map { $0.offset % every == 0 ? record.moments[0].layers[$0.element].name : "" }
    return Chart(
      title: title,
      subtitle: "Share of each layer's \(title == "Dead units" ? "units" : "outputs"), in percent"
        + (hasLost ? "; ×: NaN or infinity" : ""),
      x: Axis("steps made (not to scale)", scale: .categories(moments.map { "\($0.step)" })),
      y: Axis(scale: .categories(names)), width: max(420, 130 + 36 * Double(moments.count)),
      height: 106 + height * Double(rows.count), hasGrid: false,
      shades: ShadeLegend(
        color: color, opacities: stride(from: 0.0, through: 1, by: 0.25).map { Self.palest + Self.range * $0 },
        least: "0 %", most: "100 %"), marks: marks)
  }
}
