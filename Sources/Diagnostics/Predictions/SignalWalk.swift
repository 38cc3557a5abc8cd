internal import Activations
internal import NeuralNetworks

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Signals forward and gradients backward through a network's operations, by mean-field theory.
///
/// Independence of forward and backward weights is assumed, as everywhere in this theory (Schoenholz et al. 2017;
/// it holds for wide networks: Yang 2019, arXiv:1902.04760).
struct SignalWalk {
  private let operations: [Operation]
  private let initialization: Initialization
  private let hasDropout: Bool
  private let gainOf: Activation?
  private let loss: Loss
  private let batch: Int
  /// By value; nil where nothing is known.
  private var signals: [Signal?]
  private var gradients: [GradientSignal?]
  /// Correlation of two examples' gradients at the output.
  private var common = 0.0
  private var passages: [Int: ActivationPassage] = [:]
  private var notes: [Int: String] = [:]
  /// The last one that was reckoned: near a fixed point the next layers' are the same.
  private var known: (activation: Activation, before: Signal, passage: ActivationPassage)?

  init(_ network: Network, hasDropout: Bool, gainOf: Activation?, loss: Loss, batch: Int) throws(NetworkError) {
    operations = try network.operations()
    initialization = network.initialization
    self.hasDropout = hasDropout
    self.gainOf = gainOf
    self.loss = loss
    self.batch = batch
    let count = (operations.map(\.output).max() ?? 0) + 1
    signals = Array(repeating: nil, count: count)
    gradients = Array(repeating: nil, count: count)
  }

  /// The variance of a weight of an operation, which must be linear.
  private func weightVariance(_ operation: Operation) -> Double {
    let fans = operation.fans ?? (1, 1)
    let before = operation.activationBefore.map { gainOf ?? $0 }
    let deviation = initialization.deviation(inputs: fans.inputs, outputs: fans.outputs, after: before)
    var variance = deviation * deviation
    // Of an orthogonal matrix with more rows than columns, the columns have length 1.
    let rows = operation.outputShape.channels
    if initialization == .orthogonal, rows > fans.inputs { variance *= Double(fans.inputs) / Double(rows) }
    return variance
  }

  /// σw² of an operation: the variance of a weight times the inputs that lie on the image.
  private func weightSum(_ operation: Operation) -> Double {
    weightVariance(operation) * Double(operation.fans?.inputs ?? 1) * operation.coverage
  }

  // MARK: - Forward

  mutating func forward(_ input: Signal) {
    signals[0] = input
    // Whether the residual blocks that are open have weights of their own so far.
    var open: [Bool] = []
    for (i, operation) in operations.enumerated() {
      let before = signals[operation.input]
      var after: Signal?
      switch operation.kind {
      case .linear:
        after = before?.afterWeights(weightSum(operation))
        if !operation.isProjection { open = open.map { _ in true } }
      case .activation: after = activated(i, operation, before)
      case .batchNorm:
        guard case .batchNorm(_, let epsilon) = operation.layer else { break }
        // Whatever came in: mean 0 and variance 1.
        after = before?.afterBatchNorm(epsilon: epsilon) ?? Signal(squares: .one, correlation: 0)
      case .layerNorm:
        guard case .layerNorm(let epsilon) = operation.layer else { break }
        after = before?.afterLayerNorm(epsilon: epsilon) ?? Signal(squares: .one, correlation: nil)
      case .dropout: after = dropped(operation.layer, before)
      case .pooling: after = pooled(i, operation, before)
      case .fork:
        open.append(false)
        after = before
      case .join:
        let shortcut = operation.second.flatMap { signals[$0] }
        if open.popLast() ?? false {
          if let before, let shortcut { after = before + shortcut }
        } else {
          notes[i] = "a residual block without weights: its output is not independent of its input"
        }
      }
      signals[operation.output] = after
    }
  }

  private mutating func activated(_ index: Int, _ operation: Operation, _ before: Signal?) -> Signal? {
    guard let before, case .activation(let activation, _) = operation.layer else { return nil }
    switch before.shape {
    case .normal: break
    case .nearlyNormal:
      notes[index] =
        "\(activation) on a residual sum, which is taken as normal with the sum's mean and variance"
    case .other:
      notes[index] = "\(activation) on values that are no sums over weights: not covered by mean-field theory"
      return nil
    }
    let passage: ActivationPassage
    if let known, known.activation == activation, known.before.isNear(before) {
      passage = known.passage
    } else {
      passage = ActivationPassage(activation, before)
      known = (activation, before, passage)
    }
    passages[index] = passage
    return passage.after(before, units: operation.outputShape.count)
  }

  private func dropped(_ layer: Layer, _ before: Signal?) -> Signal? {
    guard hasDropout else { return before }
    switch layer {
    case .dropout(let rate): return before?.afterDropout(rate)
    case .alphaDropout(let rate): return before?.afterAlphaDropout(rate)
    default: return before
    }
  }

  private mutating func pooled(_ index: Int, _ operation: Operation, _ before: Signal?) -> Signal? {
    // Every second position and so on: what a convolution with a 1 × 1 kernel and a stride looks at.
    if case .averagePool(let window) = operation.layer, window.kernel == 1 { return before }
    notes[index] =
      "\(operation.layer.text): what it puts out depends on how alike neighbouring positions are, which mean-field theory "
      + "of the layers does not say"
    return nil
  }

  // MARK: - Backward

  mutating func backward() {
    guard let last = operations.last else { return }
    gradients[last.output] = GradientSignal(squares: .one, alike: 1)
    if let output = signals[last.output], let c = output.correlation {
      common = OutputGradient.correlation(
        loss, outputs: last.outputShape.count, square: output.square * exp(output.bias), correlation: c)
    }
    for i in operations.indices.reversed() {
      let operation = operations[i]
      guard let above = gradients[operation.output] else { continue }
      var factor: SIMD8<Double>?
      // The relative variance of the factor over draws of the weights.
      var spread = 0.0
      var alike: Double? = 1
      switch operation.kind {
      case .linear:
        // Σ over the inputs = Σ over the outputs, each of which goes back along all its weights.
        let share = Double(operation.outputShape.count) / Double(operation.inputShape.count)
        factor = SIMD8(repeating: weightSum(operation) * share)
        // Of a normal variable's square, as far as two examples have it in common.
        spread = 2 * shared(above) / Double(operation.inputShape.count)
      case .activation:
        if let passage = passages[i] {
          factor = passage.slopeSquares
          spread = (1 + 2 * shared(above)) * passage.slopeKurtosis / Double(operation.outputShape.count)
          alike = passage.slopeCorrelation
        }
      case .batchNorm:
        if case .batchNorm(_, let epsilon) = operation.layer,
          let variance = signals[operation.input]?.varianceOverExamples
        {
          factor = SIMD8(repeating: 1 / (variance + epsilon))
        }
        // It takes away what the gradients of a batch have in common.
        alike = 0
      case .layerNorm:
        if case .layerNorm(let epsilon) = operation.layer, let before = signals[operation.input] {
          factor = 1 / (before.squares - before.mean * before.mean + epsilon)
        }
      case .dropout:
        factor = backwardThroughDropout(operation.layer)
        if case .dropout(let rate) = operation.layer, hasDropout { alike = 1 - rate }
      case .pooling: factor = backwardThroughPooling(operation).map { SIMD8(repeating: $0) }
      case .fork: factor = .one
      case .join:
        factor = .one
        if let second = operation.second { add(above, to: second) }
      }
      guard let factor else { continue }
      var below = above
      below.squares *= factor
      below.spread += spread
      below.bias -= spread / 2
      below.alike = above.alike.flatMap { whole in alike.map { whole * $0 } }
      add(below, to: operation.input)
    }
  }

  /// The square of the correlation of two examples' gradients.
  private func shared(_ gradient: GradientSignal) -> Double {
    let both = common * (gradient.alike ?? 0)
    return both * both
  }

  private mutating func add(_ more: GradientSignal, to value: Int) {
    gradients[value] = gradients[value].map { $0 + more } ?? more
  }

  private func backwardThroughDropout(_ layer: Layer) -> SIMD8<Double>? {
    guard hasDropout else { return .one }
    switch layer {
    case .dropout(let rate): return SIMD8(repeating: 1 / (1 - rate))
    case .alphaDropout(let rate):
      let limit = -1.758_099_340_847_376_6
      let keep = 1 - rate
      return SIMD8(repeating: keep / (keep + limit * limit * keep * rate))
    default: return .one
    }
  }

  /// A mean spreads its gradient evenly over the window.
  private func backwardThroughPooling(_ operation: Operation) -> Double? {
    let (inputs, outputs) = (Double(operation.inputShape.count), Double(operation.outputShape.count))
    switch operation.layer {
    case .globalAveragePool: return outputs / inputs * outputs / inputs
    case .averagePool(let window) where window.kernel == 1: return outputs / inputs
    default: return nil
    }
  }

  // MARK: - Result

  func layers() -> [LayerPrediction] {
    let linear = operations.indices.filter { operations[$0].kind == .linear && !operations[$0].isProjection }
    guard let last = linear.last else { return [] }
    let lastGradient = gradients[operations[last].output]?.squares.sum()
    let lastWeights = weightGradientSquare(operations[last])
    return linear.enumerated().map { index, node in
      let operation = operations[node]
      let next = index + 1 < linear.count ? linear[index + 1] : operations.count
      let following = (node..<next).first { operations[$0].kind == .activation }
      let isLast = next == operations.count && following == nil
      let before = signals[following.map { operations[$0].input } ?? operation.output]
      let after = following.map { signals[operations[$0].output] } ?? before
      let gradient = gradients[operation.output]
      let weights = weightGradientSquare(operation)
      let slope = following.flatMap { passages[$0]?.slopeSquares.sum() }.map { $0 / 8 }
      var prediction = LayerPrediction(
        index: index, name: isLast ? "output" : "hidden \(index + 1)", layer: operation.layer.text,
        activation: following.flatMap { operations[$0].layer.activation?.description },
        inputs: operation.fans?.inputs ?? 1, outputs: operation.outputShape.count,
        weightDeviation: weightVariance(operation).squareRoot(), preActivationSquare: before?.square,
        typicalSquare: before.map { $0.square * exp($0.bias) },
        fluctuation: before.map { ($0.spread + 2 / Double(operation.outputShape.count)).squareRoot() },
        correlation: before?.correlation, outputMean: after?.mean, outputSquare: after?.square, chi: nil,
        gradientRatio: Self.root(gradient?.squares.sum(), over: lastGradient),
        weightGradientRatio: Self.root(weights, over: lastWeights),
        gradientFluctuation: gradient.map { $0.spread.squareRoot() }, notes: (node..<next).compactMap { notes[$0] })
      if let slope, next < operations.count { prediction.chi = slope * weightSum(operations[next]) }
      return prediction
    }
  }

  /// The square of the norm of ∂J/∂W that is to be expected, up to the factor that all layers share: outputs × inputs ×
  /// mean square of the gradient by the outputs × mean square of the inputs. The mean over a batch keeps 1 / batch of it,
  /// and what two examples' gradients and inputs have in common: (1 + (batch − 1) ρ c) / batch. Positions of an image are
  /// taken as independent.
  private func weightGradientSquare(_ operation: Operation) -> Double? {
    guard let signal = signals[operation.input], let gradient = gradients[operation.output], let fans = operation.fans
    else { return nil }
    let both = common * (gradient.alike ?? 0) * (signal.correlation ?? 0)
    return Double(operation.outputShape.count) * Double(fans.inputs) * operation.coverage
      * (signal.squares * gradient.squares).sum() / 8 * exp(signal.bias + gradient.bias)
      * max(1 / Double(batch), 1 + Double(batch - 1) * both)
  }

  private static func root(_ value: Double?, over last: Double?) -> Double? {
    guard let value, let last, last > 0 else { return nil }
    return (value / last).squareRoot()
  }
}

extension Layer {
  /// The activation that it is, if it is one.
  var activation: Activation? { if case .activation(let activation, _) = self { activation } else { nil } }
}
