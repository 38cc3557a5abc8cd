internal import Activations
internal import NeuralNetworks

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What is wrong with the inputs, and with the output layer.
extension Examination {
  func notFiniteInputs() -> Finding? {
    guard let place = record.inputs.firstNotFinite else { return nil }
    return Finding(
      .notFinite, severity: .problem, step: 0,
      "\(Brief.percent(record.inputs.moments.notFiniteShare)) of the inputs are NaN or infinite, the first one feature "
        + "\(place.feature) of training example \(place.example).",
      evidence: [
        .init(
          what: "share of inputs that are not finite", value: record.inputs.moments.notFiniteShare, limit: 0,
          reason: "one NaN makes every weight of its column NaN")
      ])
  }

  func inputScaling() -> Finding? {
    let inputs = record.inputs
    let scale = inputs.moments.rootMeanSquare
    var evidence: [Finding.Evidence] = []
    var parts: [String] = []
    if scale > thresholds.inputScale || scale < 1 / thresholds.inputScale, scale > 0 {
      evidence.append(self.evidence("root mean square of the inputs", scale, \.inputScale))
      parts.append("their root mean square is \(Brief.text(scale)) (1 expected)")
    }
    if inputs.spread > thresholds.inputSpread {
      evidence.append(self.evidence("largest deviation of a feature over the median one", inputs.spread, \.inputSpread))
      parts.append("one feature varies \(Brief.text(inputs.spread)) times as much as the middle one")
    }
    if inputs.meanShift > thresholds.inputShift {
      evidence.append(self.evidence("share of the mean", inputs.meanShift, \.inputShift))
      parts.append("\(Brief.percent(inputs.meanShift)) of their size is a mean that all examples share")
    }
    guard !parts.isEmpty else { return nil }
    return Finding(
      .inputScaling, "The inputs are poorly scaled: \(parts.joined(separator: "; ")).", evidence: evidence)
  }

  /// An activation behind the last dense layer keeps logits or predictions from where the loss wants them.
  func outputLayer() -> Finding? {
    guard case .activation(let activation, _)? = record.network.layers.last else { return nil }
    let values = stride(from: -60.0, through: 60, by: 0.5).map(activation.value)
    let limits = [activation.facts.limits.atMinusInfinity, activation.facts.limits.atPlusInfinity].filter { !$0.isNaN }
    let low = min(values.min() ?? 0, limits.min() ?? 0)
    let high = max(values.max() ?? 0, limits.max() ?? 0)
    switch record.plan.loss {
    case .softmaxCrossEntropy, .binaryCrossEntropy:
      let others = record.plan.loss == .binaryCrossEntropy ? 1.0 : Double(max(1, record.targets.outputs - 1))
      // Where one side is open, logits of the wrong classes still cannot be pushed below it.
      guard low.isFinite || high.isFinite else { return nil }
      let reach = low.isFinite && high.isFinite ? log1p(others * exp(low - high)) : 0
      let share = reach / max(1e-12, record.targets.constantLoss)
      guard share > thresholds.outputReach || reach == 0 else { return nil }
      let bound = "the last layer's outputs go through \(activation.title), which leaves "
      return Finding(
        .outputLayer, layers: end.last.map { [$0.layer] } ?? [],
        reach > 0
          ? "\(record.plan.loss.rawValue) takes logits of any size, but \(bound)\(Brief.text(low)) to \(Brief.text(high)): "
            + "the loss cannot fall below \(Brief.text(reach))."
          : "\(record.plan.loss.rawValue) takes logits of both signs, but \(bound)only one side, and no gradient to outputs "
            + "on its flat part.",
        evidence: [evidence("smallest loss that can be reached over a constant prediction's", share, \.outputReach)])
    case .meanSquaredError:
      let (least, most) = (record.targets.smallest, record.targets.largest)
      let excess = max(low - least, most - high) / max(1e-12, most - least)
      guard excess > thresholds.outputReach else { return nil }
      return Finding(
        .outputLayer, layers: end.last.map { [$0.layer] } ?? [],
        "The targets go from \(Brief.text(least)) to \(Brief.text(most)), but the last layer's outputs go through "
          + "\(activation.title), which leaves \(Brief.text(low)) to \(Brief.text(high)).",
        evidence: [evidence("share of the targets' range out of reach", excess, \.outputReach)])
    }
  }
}
