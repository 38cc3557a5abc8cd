public import Datasets
public import NeuralNetworks

/// What was found in one layer of a network with drawn weights, beside `LayerPrediction`'s names for the same.
public struct LayerMeasurement: Codable, Hashable, Sendable {
  public var index: Int
  /// Mean square of what goes into the activation, over examples and units.
  public var preActivationSquare: Double
  /// Mean product of two different examples' pre-activations over the mean square.
  public var correlation: Double
  public var outputMean: Double
  public var outputSquare: Double
  /// Norm of the loss's gradient by the weights.
  public var gradientNorm: Double
  /// The same over the last layer's.
  public var weightGradientRatio: Double

  init(_ snapshot: LayerSnapshot) {
    index = snapshot.index
    let before = snapshot.preActivation
    let count = max(1, snapshot.rows * snapshot.channels)
    var squares = 0.0
    var sums = [Double](repeating: 0, count: snapshot.channels)
    for row in 0..<snapshot.rows {
      for c in 0..<snapshot.channels {
        let z = Double(before[row * snapshot.channels + c])
        squares += z * z
        sums[c] += z
      }
    }
    preActivationSquare = squares / Double(count)
    let pairs = Double(snapshot.rows) * Double(max(1, snapshot.rows - 1))
    let together = sums.reduce(0) { $0 + $1 * $1 } - squares
    correlation = squares > 0 ? together / pairs / (squares / Double(snapshot.rows)) : 1
    var (sum, square) = (0.0, 0.0)
    for value in snapshot.output {
      sum += Double(value)
      square += Double(value) * Double(value)
    }
    outputMean = sum / Double(count)
    outputSquare = square / Double(count)
    gradientNorm = snapshot.gradientNorm
    weightGradientRatio = 1
  }
}

extension Trainer {
  /// Measures every layer after a forward and a backward pass over the first batch, changing nothing. Dropout does not drop.
  public func measureSignals(_ examples: Examples) throws(NetworkError) -> [LayerMeasurement] {
    var layers: [LayerMeasurement] = []
    try probe(examples) { layers.append(LayerMeasurement($0)) }
    let last = layers.last?.gradientNorm ?? 0
    for i in layers.indices {
      layers[i].weightGradientRatio = last > 0 ? layers[i].gradientNorm / last : .nan
    }
    return layers
  }
}

/// How far predictions were from what was measured, in decades: log10 of predicted over measured.
public struct SignalScore: Codable, Hashable, Sendable {
  public var variance: [Double?]
  public var gradientRatio: [Double?]

  /// The median of the absolute errors; nil if nothing could be compared.
  public var medianVarianceError: Double? { Self.median(variance.compactMap { $0.map(abs) }) }
  public var medianGradientError: Double? { Self.median(gradientRatio.dropLast().compactMap { $0.map(abs) }) }

  /// Networks are trained in `Float`: what is smaller than its smallest number is 0 there, and is no error.
  static let floor = 1e-45

  public init(_ prediction: SignalPrediction, _ measured: [LayerMeasurement]) {
    variance = zip(prediction.layers, measured).map {
      Self.error($0.typicalSquare, $1.preActivationSquare)
    }
    gradientRatio = zip(prediction.layers, measured).map {
      Self.error($0.weightGradientRatio, $1.weightGradientRatio)
    }
  }

  /// log10(predicted / measured)
  public static func error(_ predicted: Double?, _ measured: Double) -> Double? {
    guard let predicted, predicted.isFinite, measured.isFinite else { return nil }
    return logarithm(max(predicted, floor)) - logarithm(max(measured, floor))
  }

  static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
