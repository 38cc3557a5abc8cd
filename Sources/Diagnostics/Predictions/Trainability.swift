#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// log10, for those who do not import the C library.
func logarithm(_ x: Double) -> Double { log10(x) }

/// Whether a network is expected to learn, and what would keep it from it.
public struct Trainability: Codable, Hashable, Sendable {
  /// From where on a number is a problem. All can be set.
  public struct Limits: Codable, Hashable, Sendable {
    /// Smallest norm of a hidden layer's weight gradient over the last layer's. With one learning rate for all layers
    /// (SGD), the steps of a layer below it are this much smaller than the last layer's.
    public var gradientLoss = 1e-3
    /// Largest one: a rate that suits the last layer is this much too large for the layer.
    public var gradientGrowth = 1e3
    /// Smallest 1 − c before the output, relative to the inputs' own: e⁻⁶, what is left after six depth scales, at which
    /// trained networks were found to fail (Schoenholz et al. 2017).
    public var difference = 0.0025
    /// Smallest and largest mean square of the last layer's outputs. Beyond 1e4, logits of ±100, softmax's gradients are 0
    /// or 1 and the first steps throw the weights about; below 1e-8 the signal is less than the rounding of a bias near 1.
    public var outputs = 1e-8...1e4

    public init() {}
  }

  public enum Problem: String, Codable, Sendable {
    case none
    /// Gradients of the layers near the input are too small.
    case vanishingGradient = "vanishing gradient"
    case explodingGradient = "exploding gradient"
    /// Examples cannot be told apart any more.
    case alike = "examples become alike"
    case vanishingSignal = "vanishing signal"
    case explodingSignal = "exploding signal"
    /// No gradient passes at all: a function whose slope is 0.
    case noGradient = "no gradient"
    /// Every ReLU is off.
    case bornDead = "born dead"
    /// The theory does not reach to a verdict.
    case unknown
  }

  public var problem: Problem
  /// The layer, from 1 at the input, at and below which gradients, or at and above which signals, are lost.
  public var layer: Int?
  /// The number that decided: the gradient's ratio of the first layer (or of the layer where it is largest), 1 − c before
  /// the output, the outputs' mean square.
  public var value: Double?

  /// Nil where it is not known.
  public var isTrainable: Bool? { problem == .unknown ? nil : problem == .none }

  init(_ problem: Problem, layer: Int? = nil, value: Double? = nil) {
    (self.problem, self.layer, self.value) = (problem, layer, value)
  }
}

extension SignalPrediction {
  /// Whether the network is expected to learn with one learning rate for all layers.
  /// - Parameter bornDead: where the network can be.
  public func trainability(_ limits: Trainability.Limits = .init(), bornDead: BornDead? = nil) -> Trainability {
    guard let output = layers.last else { return Trainability(.unknown) }
    let hidden = layers.dropLast()
    if let bornDead, bornDead.dead.trials > 0, bornDead.dead.value > 0.5 {
      return Trainability(.bornDead, value: bornDead.dead.value)
    }
    if let lost = hidden.last(where: { $0.chi == 0 }) {
      return Trainability(.noGradient, layer: lost.index + 1, value: 0)
    }
    if let square = output.preActivationSquare, !limits.outputs.contains(square) {
      let isSmall = square < limits.outputs.lowerBound
      let first = layers.first { layer in layer.preActivationSquare.map { !limits.outputs.contains($0) } ?? false }
      return Trainability(
        isSmall ? .vanishingSignal : .explodingSignal, layer: first.map { $0.index + 1 }, value: square)
    }
    let ratios = hidden.compactMap { layer in layer.weightGradientRatio.map { (layer.index, $0) } }
    if let worst = ratios.max(by: { $0.1 < $1.1 }), !(worst.1 <= limits.gradientGrowth) {
      return Trainability(.explodingGradient, layer: worst.0 + 1, value: worst.1)
    }
    if let last = ratios.last(where: { $0.1 < limits.gradientLoss }) {
      return Trainability(.vanishingGradient, layer: last.0 + 1, value: ratios.first?.1)
    }
    let least = limits.difference * (1 - inputs.correlation)
    if let c = output.correlation, 1 - c < least {
      let first = layers.first { layer in layer.correlation.map { 1 - $0 < least } ?? false }
      return Trainability(.alike, layer: first.map { $0.index + 1 }, value: 1 - c)
    }
    return Trainability(isComplete ? .none : .unknown)
  }
}
