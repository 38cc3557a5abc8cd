internal import Activations

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The gradient on its way back through the layers.
extension Examination {
  /// The norm of one example's ∂J/∂z, over the units. Weights scaled by their fan-in keep it from layer to layer.
  private func norm(_ layer: LayerReading) -> Double {
    layer.gradient.rootMeanSquare * Double(layer.units).squareRoot()
  }

  func vanishingGradient() -> Finding? {
    if let finding = flatFunction() { return finding }
    guard hidden.count > 1, let last = hidden.last, let first = hidden.first else { return nil }
    let (one, other) = (norm(first), norm(last))
    guard other > 0, one.isFinite, one / other < thresholds.gradientRatio else { return nil }
    let lost = hidden.last { norm($0) / other < thresholds.gradientRatio } ?? first
    let factor = one > 0 ? exp(log(one / other) / Double(hidden.count - 1)) : 0
    let zero = hidden.last { norm($0) == 0 }
    var text = "The gradient of \(first.name) is \(Brief.text(one / other)) of that of \(last.name) before training"
    if let zero {
      text = "The gradient underflows to 0 in \(zero.name) and before it"
    } else {
      text += ": each layer of \(activations) leaves \(Brief.text(factor)) of it"
    }
    if let steepest = steepest, steepest < 0.99 {
      text += " (a slope of at most \(Brief.text(steepest)))"
    }
    return Finding(
      .vanishingGradient, layers: hidden.filter { $0.layer <= lost.layer }.map(\.layer), text + ".",
      evidence: [evidence("gradient of \(first.name) over that of \(last.name)", one / other, \.gradientRatio)])
  }

  /// The largest |f′| of the hidden layers' activations, if they have the same.
  private var steepest: Double? {
    let all = Set(hidden.compactMap(\.activation))
    guard all.count == 1, let text = all.first else { return nil }
    return (try? Activation(text))?.steepestSlope
  }

  /// A function whose slope is zero everywhere, such as the binary step.
  private func flatFunction() -> Finding? {
    let flat = hidden.filter { ($0.activation.flatMap { try? Activation($0) })?.steepestSlope == 0 }
    guard let last = flat.last else { return nil }
    return Finding(
      .vanishingGradient, layers: hidden.filter { $0.layer <= last.layer }.map(\.layer),
      "\(last.activation ?? "The activation") of \(names(flat)) has a slope of 0 everywhere: no gradient gets past it.",
      evidence: [evidence("largest slope of the activation", 0, \.gradientRatio)])
  }

  func explodingGradient() -> Finding? {
    guard hidden.count > 1, let last = hidden.last, let first = hidden.first else { return nil }
    let (one, other) = (norm(first), norm(last))
    let limit = thresholds.gradientGrowth
    guard other > 0, one / other > limit else { return nil }
    let factor = exp(log(min(1e300, one / other)) / Double(hidden.count - 1))
    return Finding(
      .explodingGradient, layers: hidden.filter { norm($0) / other > limit }.map(\.layer),
      "The gradient of \(first.name) is \(Brief.text(one / other)) times that of \(last.name) before training: each layer "
        + "multiplies it by \(Brief.text(factor)).",
      evidence: [evidence("gradient of \(first.name) over that of \(last.name)", one / other, \.gradientGrowth)])
  }
}
