internal import Activations
internal import NeuralNetworks

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What is wrong with the network before its first step.
extension Examination {
  private var inputsVary: Bool { record.inputs.moments.deviation > 0 && record.inputs.firstNotFinite == nil }

  func constantUnits() -> Finding? {
    guard inputsVary else { return nil }
    let bad = hidden.filter { $0.constantShare > thresholds.constantShare }
    guard let first = bad.first else { return nil }
    // Deeper in, the signal was lost on its way: other findings say how.
    guard first.layer == 0 || first.constantShare == 1 && first.output.deviation == 0 && first.deadShare < 0.5 else {
      return nil
    }
    // Units of ReLU that are born dead are constant too.
    guard first.deadShare < thresholds.deadShare else { return nil }
    return Finding(
      .constantUnits, layers: bad.map(\.layer),
      "\(Brief.percent(first.constantShare)) of the units of \(first.name) put out the same for every example before "
        + "training" + (first.weightNorm == 0 ? ": their weights are 0." : "."),
      evidence: [evidence("share of constant units in \(first.name)", first.constantShare, \.constantShare)])
  }

  func duplicateUnits() -> Finding? {
    guard let first = hidden.first, first.duplicateShare > thresholds.duplicateShare, first.units > 2 else {
      return nil
    }
    // Inputs of one number leave units no choice.
    guard record.inputs.features - record.inputs.constantFeatures > 2 else { return nil }
    return Finding(
      .duplicateUnits, layers: [first.layer],
      "\(Brief.percent(first.duplicateShare)) of the units of \(first.name) follow another unit before training: they start "
        + "from the same weights, and learn the same.",
      evidence: [evidence("share of duplicate units in \(first.name)", first.duplicateShare, \.duplicateShare)])
  }

  /// A function with two flat sides, pushed out on them by pre-activations that are too large.
  func saturatedAtStart() -> Finding? {
    let bad = hidden.filter { saturation($0) > thresholds.saturation }
    guard let first = bad.first else { return nil }
    return Finding(
      .saturatedUnits, layers: bad.map(\.layer),
      "\(Brief.percent(first.saturatedShare)) of the outputs of \(first.name) lie on a flat part of "
        + "\(first.activation ?? "") before training: its pre-activations have a root mean square of "
        + "\(Brief.text(first.preActivation.rootMeanSquare)).",
      evidence: [evidence("saturated share beyond the usual in \(first.name)", saturation(first), \.saturation)])
  }

  /// The saturated share beyond that for standard normal pre-activations; 0 for functions that are not bounded.
  func saturation(_ layer: LayerReading) -> Double {
    guard let text = layer.activation, let activation = try? Activation(text) else { return 0 }
    let limits = activation.facts.limits
    guard limits.atMinusInfinity.isFinite, limits.atPlusInfinity.isFinite, activation.steepestSlope > 0 else {
      return 0
    }
    return layer.saturatedShare - activation.usualSaturation
  }

  func varianceAtStart() -> Finding? {
    let scale = max(1e-30, record.inputs.moments.rootMeanSquare)
    // The first layer's own weights may be at fault as well.
    let sizes = start.map { ($0, $0.preActivation.rootMeanSquare / min(scale, 1)) }
    let mismatch = self.mismatch
    // Where the weights themselves are of the wrong size, less than chance could do is enough.
    let smallest = 1 / (mismatch < 1 / Self.clearMismatch ? thresholds.mismatchedVariance : thresholds.variance)
    let largest = mismatch > Self.clearMismatch ? thresholds.mismatchedVariance : thresholds.variance
    if let (layer, size) = sizes.first(where: { $0.1 < smallest && $0.1.isFinite }) {
      // Where nothing comes through at all, units are dead or constant.
      guard size > 0, hidden.allSatisfy({ $0.deadShare < 1 }) else { return nil }
      let last = start.last ?? layer
      return Finding(
        .varianceCollapse, layers: [layer.layer],
        "The pre-activations shrink from layer to layer: a root mean square of "
          + "\(Brief.text(start[0].preActivation.rootMeanSquare)) in \(start[0].name), "
          + "\(Brief.text(last.preActivation.rootMeanSquare)) in \(last.name). The initial weights "
          + "(\(record.network.initialization.rawValue)) are too small for \(activations).",
        evidence: [evidence("root mean square in \(layer.name) over the inputs'", size, \.variance, limit: smallest)])
    }
    if let (layer, size) = sizes.first(where: { $0.1 > largest * max(1, scale) }) {
      let last = start.last ?? layer
      return Finding(
        .varianceBlowUp, layers: [layer.layer],
        "The pre-activations grow from layer to layer: a root mean square of "
          + "\(Brief.text(start[0].preActivation.rootMeanSquare)) in \(start[0].name), "
          + "\(Brief.text(last.preActivation.rootMeanSquare)) in \(last.name). The initial weights "
          + "(\(record.network.initialization.rawValue)) are too large for \(activations).",
        evidence: [evidence("root mean square in \(layer.name) over the inputs'", size, \.variance, limit: largest)])
    }
    return nil
  }

  /// From which factor weights count as of the wrong size.
  private static let clearMismatch = 1.2

  /// The deviation of the weights over that which keeps the variance for the activation before them: the geometric mean over
  /// the layers behind a hidden one; 1 where normalisation follows or none is.
  private var mismatch: Double {
    var logarithms: [Double] = []
    for (before, layer) in zip(start, start.dropFirst()) {
      guard let text = before.activation, let activation = try? Activation(text), layer.weightNorm > 0 else { continue }
      logarithms.append(log(layer.weightNorm / Double(layer.units).squareRoot() / activation.gain))
    }
    return logarithms.isEmpty ? 1 : exp(logarithms.reduce(0, +) / Double(logarithms.count))
  }

  /// The activations of the hidden layers.
  var activations: String {
    var names: [String] = []
    for case let name? in hidden.map(\.activation) where !names.contains(name) { names.append(name) }
    return names.isEmpty ? "this network" : names.joined(separator: ", ")
  }

  func bornDead() -> Finding? {
    // Deep in a network examples look alike, and every unit is dead for all of them or for none: half of them by chance.
    // Where the signal dies out although the weights are of the right size, it is the units that let nothing through.
    let fades = hidden.contains {
      $0.preActivation.rootMeanSquare < record.inputs.moments.rootMeanSquare / thresholds.variance
    }
    let deep = fades && mismatch > 1 / Self.clearMismatch ? thresholds.deadShare : (1 + thresholds.deadShare) / 2
    let bad = hidden.filter { $0.deadShare > ($0.layer == 0 ? thresholds.deadShare : deep) && slopes($0) }
    guard let worst = bad.max(by: { $0.deadShare < $1.deadShare }), let first = bad.first else { return nil }
    return Finding(
      .deadUnits, layers: bad.map(\.layer),
      "\(Brief.percent(worst.deadShare)) of the units of \(worst.name) are dead before the first step: no example has a "
        + "slope there." + (bad.count > 1 ? " It begins in \(first.name)." : ""),
      evidence: [
        evidence(
          "dead share in \(worst.name)", worst.deadShare, \.deadShare,
          limit: worst.layer == 0 ? thresholds.deadShare : deep)
      ])
  }

  /// Whether the layer's activation has a slope anywhere.
  private func slopes(_ layer: LayerReading) -> Bool {
    layer.activation.flatMap { try? Activation($0) }.map { $0.steepestSlope > 0 } ?? true
  }

  func shiftedMeans() -> Finding? {
    let bad = hidden.filter {
      let size = $0.preActivation.rootMeanSquare
      return size > 0 && $0.units > 4 && abs($0.preActivation.mean) / size > thresholds.meanShift
    }
    guard let first = bad.first else { return nil }
    let share = abs(first.preActivation.mean) / first.preActivation.rootMeanSquare
    return Finding(
      .meanShift, layers: bad.map(\.layer),
      "The pre-activations of \(names(bad)) are not centred before training: a mean of "
        + "\(Brief.text(first.preActivation.mean)) at a deviation of \(Brief.text(first.preActivation.deviation)) in "
        + "\(first.name).",
      evidence: [evidence("mean over root mean square in \(first.name)", share, \.meanShift)])
  }

  func fewDirections() -> Finding? {
    guard record.inputs.features > 2, let last = hidden.last, hidden.count > 2, let first = hidden.first,
      first.effectiveRank > 2 * thresholds.directions, last.effectiveRank < thresholds.directions
    else { return nil }
    let layer = hidden.first { $0.effectiveRank < thresholds.directions } ?? last
    return Finding(
      .fewDirections, layers: [layer.layer],
      "From \(layer.name) on the outputs vary in one direction only (effective rank "
        + "\(Brief.text(last.effectiveRank)) in \(last.name), \(Brief.text(first.effectiveRank)) in \(first.name)): all examples "
        + "look alike.",
      evidence: [evidence("effective rank in \(last.name)", last.effectiveRank, \.directions)])
  }
}

extension Activation {
  /// Share of a standard normal input on which |f′| is below a hundredth of its largest magnitude.
  var usualSaturation: Double {
    let steepest = steepestSlope
    guard steepest > 0 else { return 1 }
    var flat = 0.0
    var total = 0.0
    for i in -400...400 {
      let x = Double(i) * 0.01
      let density = exp(-x * x / 2)
      total += density
      if abs(derivative(x)) < LayerReading.saturatedShareOfSlope * steepest { flat += density }
    }
    return flat / total
  }
}
