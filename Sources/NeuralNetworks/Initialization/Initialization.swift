public import Activations
internal import Randomness

/// How the weights of a dense or convolutional layer start. Biases start at 0. A convolution's inputs are the numbers that
/// one of its outputs depends on.
public enum Initialization: String, Codable, Hashable, Sendable, CaseIterable {
  /// Normal with deviation √(2 / inputs) (He et al. 2015, arXiv:1502.01852).
  case he
  /// Normal with deviation √(2 / (inputs + outputs)) (Glorot & Bengio 2010).
  case glorot
  /// Normal with deviation √(1 / inputs) (LeCun et al. 1998, doi:10.1007/3-540-49430-8_2).
  case lecun
  /// Uniform between ±1 / √inputs, deviation √(1 / (3 inputs)): the heuristic of before, which Glorot & Bengio 2010 found
  /// wanting, and PyTorch's default for the weights of linear and convolutional layers.
  case torchDefault = "torch-default"
  /// Rows or columns of a random orthogonal matrix, times the gain of the activation before the layer
  /// (Saxe et al. 2014, arXiv:1312.6120).
  case orthogonal
  /// Normal with deviation gain / √inputs, where the gain 1 / √E[f(z)²], z ~ N(0, 1), is that of the activation before
  /// the layer: pre-activations then keep their variance from layer to layer, whatever the activation.
  case variancePreserving = "variance-preserving"

  /// The deviation of the weights of a layer whose input comes from `activation` (nil for the data).
  public func deviation(inputs: Int, outputs: Int, after activation: Activation?) -> Double {
    switch self {
    case .he: (2 / Double(inputs)).squareRoot()
    case .glorot: (2 / Double(inputs + outputs)).squareRoot()
    case .lecun: (1 / Double(inputs)).squareRoot()
    case .torchDefault: (1 / Double(3 * inputs)).squareRoot()
    case .orthogonal, .variancePreserving: (activation?.gain ?? 1) / Double(inputs).squareRoot()
    }
  }

  /// Weights as outputs × inputs. `fanOut` is the number of outputs that an input goes to. The deviates depend on the seed and the layer alone, so that networks that differ in
  /// their activations start from the same ones.
  func weights(
    inputs: Int, outputs: Int, fanOut: Int, after activation: Activation?, seed: UInt64, layer: Int
  ) -> [Float] {
    var stream = RandomStream(seed: seed, purpose: .initialization, index: UInt32(layer))
    if self == .torchDefault {
      let limit = 1 / Float(inputs).squareRoot()
      return (0..<inputs * outputs).map { _ in stream.uniform(in: -limit...limit) }
    }
    let normals = stream.normals(inputs * outputs)
    if self == .orthogonal {
      let gain = Float(activation?.gain ?? 1)
      return Self.orthonormal(normals, rows: outputs, columns: inputs).map { $0 * gain }
    }
    let deviation = Float(deviation(inputs: inputs, outputs: fanOut, after: activation))
    return normals.map { $0 * deviation }
  }

  /// Makes the rows orthonormal, or the columns where there are fewer of them (modified Gram–Schmidt, twice, in `Double`).
  private static func orthonormal(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    let count = min(rows, columns)
    let length = max(rows, columns)
    let byRows = rows <= columns
    func index(_ vector: Int, _ i: Int) -> Int { byRows ? vector * columns + i : i * columns + vector }
    var vectors = (0..<count).map { v in (0..<length).map { Double(values[index(v, $0)]) } }
    for _ in 0..<2 {
      for v in 0..<count {
        for u in 0..<v {
          let dot = zip(vectors[v], vectors[u]).reduce(0) { $0 + $1.0 * $1.1 }
          for i in 0..<length { vectors[v][i] -= dot * vectors[u][i] }
        }
        let norm = vectors[v].reduce(0) { $0 + $1 * $1 }.squareRoot()
        for i in 0..<length { vectors[v][i] /= norm }
      }
    }
    var result = values
    for v in 0..<count { for i in 0..<length { result[index(v, i)] = Float(vectors[v][i]) } }
    return result
  }
}
