internal import Charts
internal import Diagnostics

/// The distributions that were kept of a run's layers, before training and after.
struct LayerRidgelines {
  let record: RunRecord

  /// Bins over the numbers' range.
  static let bins = 80
  /// Numbers beyond this quantile, and its counterpart, are left out: one number far away would flatten all.
  private static let edge = 0.995

  func preActivations() -> Chart? {
    ridgeline("What goes into the activations", axis: "z", of: \.preActivation)
  }

  func outputs() -> Chart? { ridgeline("What comes out of them", axis: "a", of: \.output) }

  /// Each layer's over its own root mean square: they lie powers of ten apart.
  func gradients() -> Chart? {
    ridgeline(
      "Gradients", axis: "δ relative to its layer: 9 of 10 numbers lie between −1 and 1", of: \.gradient,
      isRelative: true)
  }

  /// Within which 9 of 10 numbers lie, before training or after.
  private static func scale(_ sketches: [Sketch?]) -> Double {
    let ends = sketches.compactMap { $0 }.flatMap { sketch in [0.05, 0.95].compactMap { sketch.quantile($0) } }
    return ends.map(abs).filter { $0.isFinite && $0 > 0 }.max() ?? 1
  }

  private func ridgeline(
    _ title: String, axis: String, of path: KeyPath<LayerSketches, Sketch>, isRelative: Bool = false
  ) -> Chart? {
    let kept = record.moments.filter { $0.layers.contains { $0.sketches != nil } }
    guard let first = kept.first, let last = kept.last else { return nil }
    let pairs = first.hidden.map { layer in
      (
        name: layer.name, before: layer.sketches?[keyPath: path],
        after: kept.count > 1 ? last.layers.first { $0.layer == layer.layer }?.sketches?[keyPath: path] : nil
      )
    }
    let scales = pairs.map { isRelative ? Self.scale([$0.before, $0.after]) : 1 }
    let limits = zip(pairs, scales).flatMap { pair, scale in
      [pair.before, pair.after].compactMap { $0 }.flatMap { sketch in
        [1 - Self.edge, Self.edge].compactMap { sketch.quantile($0) }.map { $0 / scale }
      }
    }.filter(\.isFinite)
    guard let low = limits.min(), let high = limits.max(), low < high else { return nil }
    let edges = (0...Self.bins).map { low + (high - low) * Double($0) / Double(Self.bins) }
    let rows = zip(pairs, scales).map { pair, scale in
      func shares(_ sketch: Sketch?) -> RidgelineChart.Shares? {
        sketch.map { .init(edges: edges, shares: $0.shares(between: edges.map { $0 * scale })) }
      }
      return RidgelineChart.Row(name: pair.name, before: shares(pair.before), after: shares(pair.after))
    }
    return RidgelineChart(title: title, axis: axis, rows: rows).chart(width: 500)
  }
}
