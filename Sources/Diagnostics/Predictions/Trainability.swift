#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// log10, for those who do not import the C library.
func logarithm(_ x: Double) -> Double { log10(x) }

/// Whether a network is expected to learn, and what would keep it from it.
public struct Trainability: Codable, Hashable, Sendable {
  /// From where on a number is a problem. All can be set. The defaults are round numbers, each with its reason, set on
  /// networks of 64 units on generated digits; Documentation/preflight.md says how they do there and on other data.
  public struct Limits: Codable, Hashable, Sendable {
    /// Smallest norm of a hidden layer's weight gradient over the last layer's. With one learning rate for all layers
    /// (SGD) the layer's steps are this much smaller than the last layer's: in the thousands of steps of a training it
    /// moves less than the last layer in its first few.
    public var gradientLoss = 1e-3
    /// Largest one: a rate that suits the last layer is this much too large for the layer, and one that suits the layer
    /// leaves the last one where it is.
    public var gradientGrowth = 300.0
    /// Smallest 1 − c at the output. What examples have in common moves outputs 1 / (1 − c) times as far as what tells
    /// them apart, and rates must be small enough for it: below this, training takes a hundred thousand steps. (Six depth
    /// scales, e⁻⁶, at which training was found to end by Schoenholz et al. 2017, are too strict for shallow networks.)
    public var difference = 1e-5
    /// Smallest and largest mean square q of the last layer's outputs. A step changes an output by about rate × inputs ×
    /// q: with 64 inputs, a rate of 0.1 and q = 1e-6 a logit reaches 1 after a hundred thousand steps. Above 30, logits of
    /// ±5 and more, softmax is saturated from the start, most often on the wrong side.
    public var outputs = 1e-6...30

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
    if let square = output.typicalSquare, !limits.outputs.contains(square) {
      let isSmall = square < limits.outputs.lowerBound
      let first = layers.first { layer in layer.typicalSquare.map { !limits.outputs.contains($0) } ?? false }
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
    if let c = output.correlation, 1 - c < limits.difference {
      let first = layers.first { layer in layer.correlation.map { 1 - $0 < limits.difference } ?? false }
      return Trainability(.alike, layer: first.map { $0.index + 1 }, value: 1 - c)
    }
    return Trainability(isComplete ? .none : .unknown)
  }
}
