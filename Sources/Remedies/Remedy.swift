public import Activations
internal import Datasets
public import Diagnostics
internal import NeuralNetworks

/// One change to a run that may restore learning. Everything else stays as it is.
public enum Remedy: Hashable, Sendable {
  /// Another activation in the place of every hidden one.
  case activation(Activation)
  /// Initial weights that keep the pre-activations' variance for the activation at hand, and biases of 0.
  case correctedGain
  /// LeCun's initial weights: the critical ones of tanh and its like, at which neither signal nor gradient grows or shrinks
  /// with depth (Schoenholz et al. 2017, arXiv:1611.01232).
  case critical
  /// The learning rate times a factor.
  case rate(Double)
  /// Batch normalisation before every activation.
  case normalization
  /// Residual connections around every pair of layer and activation that keeps its width.
  case residual
  /// A slope of 0.1 for negative inputs in the place of ReLU's 0.
  case leak
  /// Inputs of mean 0 and deviation 1, feature by feature; numbers that are not finite count as the mean.
  case scaledInputs
  /// No activation behind the last layer.
  case plainOutput
  /// Half of the units of every hidden layer dropped while training.
  case dropout
  /// No weight decay.
  case noDecay
  /// Gradients of a norm of 1 at the most.
  case clipping

  /// As a person says it.
  public var title: String {
    switch self {
    case .activation(let activation): "\(activation.title) instead"
    case .correctedGain: "corrected gain"
    case .critical: "critical gain"
    case .rate(let factor): factor < 1 ? "rate ÷ \(Self.text(1 / factor))" : "rate × \(Self.text(factor))"
    case .normalization: "batch normalisation"
    case .residual: "residual connections"
    case .leak: "a leak of 0.1"
    case .scaledInputs: "scaled inputs"
    case .plainOutput: "plain output layer"
    case .dropout: "dropout of 0.5"
    case .noDecay: "no weight decay"
    case .clipping: "gradients clipped at 1"
    }
  }

  private static func text(_ factor: Double) -> String { "\(Int(factor.rounded()))" }

  /// What is worth trying for a run, what the finding points to first. Changes that change nothing are left out.
  public static func candidates(for setup: RunSetup, finding: Finding?) -> [Remedy] {
    let first = finding.map { pointed(by: $0.kind) } ?? []
    let hidden = setup.network.hiddenActivations
    var all: [Remedy] = [
      .scaledInputs, .plainOutput, .correctedGain, .critical, .rate(1.0 / 3), .rate(3), .normalization, .residual,
      .leak, .noDecay,
    ]
    for name in ["relu", "tanh", "elu", "silu"] {
      if let activation = try? Activation(name), !hidden.allSatisfy({ $0 == activation }) {
        all.append(.activation(activation))
      }
    }
    if finding?.kind == .memorising { all.append(.dropout) }
    var seen: Set<Remedy> = []
    return (first + all).filter { $0.applied(to: setup) != nil && seen.insert($0).inserted }
  }

  private static func pointed(by kind: Finding.Kind) -> [Remedy] {
    switch kind {
    case .notFinite: [.scaledInputs, .rate(1.0 / 10), .clipping]
    case .inputScaling: [.scaledInputs]
    case .outputLayer: [.plainOutput]
    case .constantUnits, .duplicateUnits, .varianceCollapse: [.correctedGain, .critical, .noDecay]
    case .varianceBlowUp, .saturatedUnits, .meanShift: [.correctedGain, .critical]
    case .fewDirections: [.normalization, .residual]
    case .deadUnits: [.leak, .correctedGain, .rate(1.0 / 10)]
    case .vanishingGradient: (try? Activation("relu")).map { [.activation($0), .normalization, .residual] } ?? []
    case .explodingGradient: [.correctedGain, .critical, .clipping]
    case .updatesTooLarge: [.rate(1.0 / 3), .rate(1.0 / 10), .rate(1.0 / 30), .clipping]
    case .updatesTooSmall: [.rate(3), .rate(10), .rate(100), .rate(10_000)]
    case .memorising: [.dropout]
    }
  }

  /// The run with this one change from its start; nil if it would change nothing.
  public func applied(to setup: RunSetup) -> RunSetup? {
    var copy = setup
    switch self {
    case .activation(let other): copy.network.layers = setup.network.layers.mapActivations(but: true) { _ in other }
    case .correctedGain:
      copy.network.initialization = .variancePreserving
      copy.gainOf = nil
      copy.alteration = nil
      guard copy.network != setup.network || setup.gainOf != nil || setup.alteration != nil else { return nil }
      return copy
    case .critical:
      // Functions with f(x) ≈ x at 0 that are bounded on both sides.
      guard !setup.network.hiddenActivations.isEmpty,
        setup.network.hiddenActivations.allSatisfy({
          $0.facts.limits.atMinusInfinity.isFinite && $0.facts.limits.atPlusInfinity.isFinite
            && abs($0.derivative(0.0) - 1) < 1e-6
        })
      else { return nil }
      copy.network.initialization = .lecun
      copy.alteration = nil
    case .rate(let factor): copy.plan.learningRate *= factor
    case .normalization:
      guard !setup.network.layers.flatMap(\.nested).contains(where: \.isNormalization) else { return nil }
      copy.network.layers = setup.network.layers.normalized(isOutermost: true)
    case .residual: copy.network.layers = setup.network.layersWithShortcuts() ?? setup.network.layers
    case .leak:
      copy.network.layers = setup.network.layers.mapActivations(but: true) { own in
        guard ["relu", "relu6"].contains(own.name) else { return own }
        return (try? Activation("leaky-relu(slope: 0.1)")) ?? own
      }
    case .scaledInputs:
      let reading = InputReading(setup.data.train)
      let limits = Thresholds()
      let size = reading.moments.rootMeanSquare
      // What is scaled already stays: a different scaling of pixels is another question.
      guard
        reading.firstNotFinite != nil || size > 2 || size < 0.5 || reading.spread > limits.inputSpread
          || reading.meanShift > limits.inputShift
      else { return nil }
      copy.data = setup.data.changingInputs { $0 = $0.map { $0.isFinite ? $0 : 0 } }.standardized()
      return copy
    case .plainOutput:
      guard case .activation? = setup.network.layers.last else { return nil }
      copy.network.layers.removeLast()
    case .dropout:
      copy.network.layers = setup.network.layers.withDropout(0.5)
    case .noDecay: copy.plan.options.weightDecay = 0
    case .clipping: copy.plan.options.clipNorm = min(1, setup.plan.options.clipNorm ?? 1)
    }
    return copy.network == setup.network && copy.plan == setup.plan ? nil : copy
  }

  /// Whether it can be made in the middle of a run: the parameters stay what they are.
  public var keepsParameters: Bool {
    switch self {
    case .activation, .rate, .leak, .noDecay, .clipping: true
    case .correctedGain, .critical, .normalization, .residual, .scaledInputs, .plainOutput, .dropout: false
    }
  }
}
