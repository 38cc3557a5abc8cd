internal import Diagnostics
internal import NeuralNetworks

extension RunRecord {
  /// δ's norm in each hidden layer over the last hidden one's, as mean-field theory predicts it from the network's layers,
  /// its initialisation and its inputs' moments; nil for what the theory does not give, empty where it gives nothing.
  ///
  /// The prediction is of the network as it is described: initial weights that something else altered differ from it.
  var predictedGradient: [Double?] {
    guard let start = moments.first?.layers, inputs.firstNotFinite == nil else { return [] }
    let size = inputs.moments.rootMeanSquare
    // Two examples have their means in common: Σ mean² / Σ mean square, up to what few examples share by chance.
    let input = InputMoments(
      squares: [size * size], mean: inputs.moments.mean, correlation: inputs.meanShift * inputs.meanShift)
    // Layers are read without dropout.
    guard let prediction = try? SignalPrediction(network, inputs: input, hasDropout: false),
      prediction.layers.count == start.count
    else { return [] }
    let hidden = start.indices.filter { start[$0].activation != nil }
    guard let last = hidden.last, let whole = prediction.layers[last].gradientRatio, whole > 0, whole.isFinite else {
      return []
    }
    let ratios = hidden.map { place in
      prediction.layers[place].gradientRatio.map {
        $0 / whole * (Double(start[place].units) / Double(start[last].units)).squareRoot()
      }
    }
    return ratios.dropLast().contains { $0 != nil } ? ratios : []
  }
}
