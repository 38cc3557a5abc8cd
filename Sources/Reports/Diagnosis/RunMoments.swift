internal import Diagnostics
internal import Foundation

/// Which of a run's readings a picture shows, and what they are called.
extension RunRecord {
  /// At most so many moments, the first and the last among them, the others spread over the logarithm of the step.
  func spread(_ moments: [RunMoment], most: Int) -> [RunMoment] {
    guard moments.count > most, most > 1, let last = moments.last else { return moments }
    let steps = moments.map { log(Double($0.step) + 1) }
    let end = log(Double(last.step) + 1)
    var chosen: Set<Int> = [0, moments.count - 1]
    for i in 1..<max(1, most - 1) {
      let wanted = end * Double(i) / Double(most - 1)
      chosen.insert(steps.indices.min { abs(steps[$0] - wanted) < abs(steps[$1] - wanted) } ?? 0)
    }
    return chosen.sorted().map { moments[$0] }
  }

  /// "before training", "after step 31", "after epoch 2"
  func name(ofStep step: Int) -> String {
    if step == 0 { return "before training" }
    guard stepsPerEpoch > 0, step % stepsPerEpoch == 0 else { return "after step \(step)" }
    return "after epoch \(step / stepsPerEpoch)"
  }
}

extension RunMoment {
  /// The layers with an activation.
  var hidden: [LayerReading] { layers.filter { $0.activation != nil } }
}

extension LayerReading {
  /// The norm of one example's ∂J/∂z, over the units.
  var deltaNorm: Double { gradient.rootMeanSquare * Double(units).squareRoot() }

  /// |mean| over root mean square of what goes into the activation.
  var shareOfMean: Double {
    let size = preActivation.rootMeanSquare
    return size > 0 ? abs(preActivation.mean) / size : .nan
  }
}
