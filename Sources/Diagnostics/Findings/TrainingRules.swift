internal import NeuralNetworks

/// What happened while training.
extension Examination {
  private var later: ArraySlice<RunMoment> { record.moments.dropFirst() }

  func updatesTooLarge() -> Finding? {
    var largest: (ratio: Double, layer: LayerReading, step: Int)?
    for moment in later {
      for layer in moment.layers where layer.updateRatio.isFinite && layer.updateRatio > largest?.ratio ?? 0 {
        largest = (layer.updateRatio, layer, moment.step)
      }
    }
    let worst = max(record.targets.constantLoss, record.moments.first?.loss ?? 0)
    let risen = later.first { !($0.loss <= thresholds.lossRise * worst) }
    guard let largest else { return nil }
    let isLarge = largest.ratio > thresholds.largeUpdate
    // A loss that rises at once after a step of ordinary size has another cause.
    guard isLarge || risen != nil && largest.ratio > thresholds.largeUpdate / 10 else { return nil }
    var text =
      "A step at rate \(Brief.text(record.plan.learningRate)) changed the weights of \(largest.layer.name) by "
      + "\(Brief.percent(largest.ratio)) \(time(largest.step))"
    if let risen {
      text +=
        ", and the loss went from \(Brief.text(record.moments[0].loss)) to \(Brief.text(risen.loss)) \(time(risen.step))"
    }
    var all = [evidence("largest update over the weights", largest.ratio, \.largeUpdate)]
    if let risen { all.append(evidence("rise of the loss", risen.loss / worst, \.lossRise)) }
    return Finding(
      .updatesTooLarge, layers: [largest.layer.layer], step: risen.map { min($0.step, largest.step) } ?? largest.step,
      text + ": the learning rate is too large.", evidence: all)
  }

  func notFinite() -> Finding? {
    guard let place = record.firstNotFinite, place.source != .inputs else { return nil }
    let what =
      switch place.source {
      case .weights: "the weights of \(place.name ?? "a layer")"
      case .output: "the outputs of \(place.name ?? "a layer")"
      default: "the loss"
      }
    return Finding(
      .notFinite, severity: .problem, layers: place.layer.map { [$0] } ?? [], step: place.step,
      "At step \(place.step) the loss was no longer a number; the first place with NaN or infinity is \(what).",
      evidence: [.init("NaN or infinity stood first in \(what), in step \(place.step).")])
  }

  func diedInTraining() -> Finding? {
    let pairs = zip(start, end).filter { $0.activation != nil && $1.deadShare - $0.deadShare > thresholds.deadShare }
    guard let worst = pairs.max(by: { $0.1.deadShare < $1.1.deadShare }) else { return nil }
    let first =
      later.first { moment in
        moment.layers.contains {
          $0.layer == worst.1.layer && $0.deadShare > worst.0.deadShare + thresholds.deadShare / 2
        }
      }?.step ?? record.stepCount
    return Finding(
      .deadUnits, layers: pairs.map(\.1.layer), step: first,
      "\(Brief.percent(worst.1.deadShare)) of the units of \(worst.1.name) have died, most of them by step \(first): no "
        + "example has a slope there any more.",
      evidence: [evidence("dead share in \(worst.1.name)", worst.1.deadShare, \.deadShare)])
  }

  func saturatedInTraining() -> Finding? {
    let bad = zip(start, end).filter {
      saturation($1) > thresholds.saturation && saturation($0) <= thresholds.saturation
    }
    guard let first = bad.first?.1 else { return nil }
    let since = later.first { $0.layers.contains { $0.layer == first.layer && saturation($0) > thresholds.saturation } }
    return Finding(
      .saturatedUnits, layers: bad.map(\.1.layer), step: since?.step ?? record.stepCount,
      "\(Brief.percent(first.saturatedShare)) of the outputs of \(first.name) lie on a flat part of "
        + "\(first.activation ?? "") since step \(since?.step ?? record.stepCount).",
      evidence: [evidence("saturated share beyond the usual in \(first.name)", saturation(first), \.saturation)])
  }

  /// Weights that go to 0 are seen as large updates, too: relative to what is left of them.
  func strongDecay() -> Finding? {
    let decay = record.plan.options.weightDecay
    let shrunk = zip(start, end).filter { $0.weightNorm > 0 && $1.weightNorm < $0.weightNorm / thresholds.variance }
    guard decay > 0, let (before, after) = shrunk.first else { return nil }
    let ratio = after.weightNorm / before.weightNorm
    return Finding(
      .varianceCollapse, layers: shrunk.map(\.1.layer), step: record.stepCount,
      "The weights of \(names(shrunk.map(\.1))) shrank to \(Brief.percent(ratio)) of what they were, and the signal with "
        + "them: a weight decay of \(Brief.text(decay)) is too strong.",
      evidence: [evidence("weights after training over before", ratio, \.variance, limit: 1 / thresholds.variance)])
  }

  func weightsInTraining() -> Finding? {
    let grown = zip(start, end).filter {
      $0.weightNorm > 0 && $1.weightNorm.isFinite && $1.weightNorm > $0.weightNorm * thresholds.variance
    }.map(\.1)
    guard let first = grown.first else { return nil }
    let ratio = first.weightNorm / start[first.layer].weightNorm
    return Finding(
      .varianceBlowUp, layers: grown.map(\.layer), step: record.stepCount,
      "The weights of \(names(grown)) grew \(Brief.text(ratio)) times.",
      evidence: [evidence("weights after training over before", ratio, \.variance)])
  }

  func updatesTooSmall() -> Finding? {
    guard record.firstNotFinite == nil, record.stepCount > 0, !later.isEmpty else { return nil }
    // Each that was read stands for the steps since the one before it.
    let sums = start.indices.map { layer in
      zip(record.moments, later).reduce(0) { $0 + $1.1.layers[layer].updateRatio * Double($1.1.step - $1.0.step) }
    }
    guard let most = sums.max(), most < thresholds.smallUpdate else { return nil }
    return Finding(
      .updatesTooSmall, step: record.stepCount,
      "In \(record.stepCount) steps at rate \(Brief.text(record.plan.learningRate)) the weights of no layer changed by more "
        + "than \(Brief.percent(most)): the learning rate is too small, or the training too short.",
      evidence: [evidence("sum of all updates over the weights", most, \.smallUpdate)])
  }

  func memorising() -> Finding? {
    guard let training = record.training?.score, let last = record.epochs.last, !last.isDiverged else { return nil }
    let chance = record.targets.constantScore
    let (seen, new) = (training - chance, last.validation.score - chance)
    // Of what was hardly learned, little can be lost.
    guard seen > (1 - chance) / 2, new / seen < thresholds.generalisation else { return nil }
    let best = record.epochs.min { $0.validation.loss < $1.validation.loss }
    return Finding(
      .memorising, severity: .problem, step: (best?.epoch ?? 0) * record.stepsPerEpoch,
      "The network knows its training examples (score \(Brief.text(training))) but not new ones "
        + "(\(Brief.text(last.validation.score)), \(Brief.text(chance)) for a constant); its validation loss was smallest "
        + "after epoch \(best?.epoch ?? 0).",
      evidence: [evidence("gain on validation over gain on training examples", new / seen, \.generalisation)])
  }
}
