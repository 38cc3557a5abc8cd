internal import Activations
internal import Charts
internal import Diagnostics
internal import NeuralNetworks

/// What activations learned, by layer.
struct LearnedCharts {
  let record: RunRecord

  struct Row {
    var name: String
    var isFirstConvolution: Bool
    /// "slope", "beta"
    var parameter: String
    var before: Double?
    var after: [Double]

    var mean: Double { after.reduce(0, +) / Double(max(1, after.count)) }
  }

  /// Layers whose activation learns; those where only NaN is left do not count.
  var rows: [Row] {
    guard let last = record.moments.last, let first = record.moments.first else { return [] }
    let isConvolution = record.network.layers.flatMap(\.nested).compactMap { layer -> Bool? in
      switch layer {
      case .dense: false
      case .conv2D: true
      default: nil
      }
    }
    let convolution = isConvolution.count == last.layers.count ? isConvolution.firstIndex(of: true) : nil
    return last.layers.enumerated().compactMap { place, layer in
      guard let values = layer.learned?.filter(\.isFinite), !values.isEmpty else { return nil }
      let before = first.layers.indices.contains(place) ? first.layers[place].learned?.filter(\.isFinite) : nil
      let activation = layer.activation.flatMap { try? Activation($0) }
      return Row(
        name: layer.name, isFirstConvolution: place == convolution,
        parameter: activation?.facts.parameters.first?.name ?? "parameter",
        before: before.flatMap { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) }, after: values)
    }
  }

  /// Values on the left, layers from the top. Nil where nothing is learned.
  func byLayer() -> Chart? {
    let rows = rows
    guard !rows.isEmpty else { return nil }
    var marks: [any Mark] = []
    for (i, row) in rows.enumerated() {
      let y = Double(i)
      let color: SeriesColor = row.isFirstConvolution ? .series(1) : .series(0)
      let every = max(1, row.after.count / 64)
      for value in stride(from: 0, to: row.after.count, by: every).map({ row.after[$0] }) where row.after.count > 1 {
        marks.append(PointMark(value, y, color: .grey, radius: 1.8))
      }
      if let before = row.before { marks.append(RuleMark(y: y, from: before, to: row.mean, color: color, width: 1.6)) }
      if let before = row.before { marks.append(PointMark(before, y, color: color, radius: 3.2, isHollow: true)) }
      marks.append(PointMark(row.mean, y, color: color, radius: 4.2))
    }
    let names = Set(rows.map(\.parameter)).sorted().joined(separator: ", ")
    let hasConvolution = rows.contains(where: \.isFirstConvolution)
    return Chart(
      title: "Learned \(names) by layer",
      subtitle: "Full dot: mean after training; hollow: before; grey: single channels"
        + (hasConvolution ? "; first convolutional layer in another colour, with ◂" : ""),
      x: Axis(names),
      y: Axis(scale: .categories(rows.map { $0.name + ($0.isFirstConvolution ? " ◂" : "") })),
      width: LayerCharts.width, height: 106 + 22 * Double(rows.count), marks: marks)
  }

  /// The first convolutional layer against the deeper ones, in a sentence; empty where there is no such comparison.
  var comparison: String {
    guard let first = rows.first(where: \.isFirstConvolution) else { return "" }
    let others = rows.filter { !$0.isFirstConvolution }
    guard !others.isEmpty else { return "" }
    let mean = others.map(\.mean).reduce(0, +) / Double(others.count)
    return "The first convolutional layer learned \(Brief.text(first.mean)) on average, the others \(Brief.text(mean))."
  }
}
