internal import Activations
public import NeuralNetworks
internal import Randomness

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How likely a ReLU network is dead before it has learned anything: with weights and zero biases as they are drawn, the
/// last hidden layer is 0 for every input, so that the network is constant and no gradient reaches its weights
/// (Lu, Shin, Su & Karniadakis 2020, arXiv:1903.06733).
public struct BornDead: Codable, Hashable, Sendable {
  /// Which inputs it is dead for.
  public enum Scope: String, Codable, Sendable {
    /// A network of one input: x = 1 and x = −1 say all, since without biases f(a x) = a f(x) for a > 0.
    case everyInput = "every input"
    /// A sample of the data's inputs; for others it may be alive.
    case sample = "these inputs"
  }

  public var scope: Scope
  /// Units of the hidden layers.
  public var widths: [Int]
  /// Inputs that were tried.
  public var inputs: Int
  /// Dead networks among those drawn; no trials where `upperBound` says enough.
  public var dead: Proportion
  /// 1 − ∏ (1 − 2^−N): no more than a bound, since a layer whose units are all off for one input need not be for another
  ///.
  public var upperBound: Double

  /// Below this, no networks are drawn: none of them would be dead.
  static let negligible = 1e-5

  public static func upperBound(widths: [Int]) -> Double {
    // As a sum of logarithms, so that small probabilities keep their digits.
    -expm1(widths.reduce(0) { $0 + log1p(-pow(2, -Double($1))) })
  }

  /// A network of one input with hidden layers of these widths. Weights are normal with mean 0; their variance does not
  /// matter, since ReLU commutes with positive factors.
  ///
  /// Given a layer's outputs for x = 1 and for x = −1, the next layer's pre-activations are, unit by unit, independent
  /// draws of a normal pair with the covariance of these outputs; so two deviates a unit are enough, not one a weight.
  public init(widths: [Int], trials: Int, seed: UInt64 = 1) {
    var dead = 0
    for trial in 0..<trials {
      var stream = RandomStream(seed: seed, purpose: .prediction, index: UInt32(truncatingIfNeeded: trial))
      if Self.isDead(widths, &stream) { dead += 1 }
    }
    self.init(
      scope: .everyInput, widths: widths, inputs: 2, dead: Proportion(count: dead, trials: trials),
      upperBound: Self.upperBound(widths: widths))
  }

  private init(scope: Scope, widths: [Int], inputs: Int, dead: Proportion, upperBound: Double) {
    self.scope = scope
    self.widths = widths
    self.inputs = inputs
    self.dead = dead
    self.upperBound = upperBound
  }

  private static func isDead(_ widths: [Int], _ stream: inout RandomStream) -> Bool {
    // |h⁺|², h⁺·h⁻ and |h⁻|² of the layer before; the input itself is (1, −1).
    var (a, b, c) = (1.0, -1.0, 1.0)
    for width in widths {
      // Cholesky's factor of the covariance; only one side may be alive.
      let p = a.squareRoot()
      let q = p > 0 ? b / p : 0
      let r = max(0, c - q * q).squareRoot()
      (a, b, c) = (0, 0, 0)
      for _ in 0..<width {
        let first = Double(stream.normal())
        let second = r > 0 ? Double(stream.normal()) : 0
        let (u, v) = (max(0, p * first), max(0, q * first + r * second))
        a += u * u
        b += u * v
        c += v * v
      }
      if a == 0 && c == 0 { return true }
      // Positive factors change nothing, and keep deep networks within range.
      let scale = 1 / max(a, c)
      (a, b, c) = (a * scale, b * scale, c * scale)
    }
    return false
  }

  /// A network as it is, on some inputs: nil where it is no chain of dense layers with a function that is 0 for every
  /// negative number (normalisation, residual blocks and other functions keep it alive, or are not covered), or its weights
  /// are not normal.
  /// - Parameters:
  ///   - rows: inputs, one after the other; the first 64 are used.
  ///   - trials: networks drawn, if the upper bound is not negligible.
  /// - Throws: `NetworkError` if the network cannot be.
  public init?(_ network: Network, rows: [Float], trials: Int, seed: UInt64 = 1) throws(NetworkError) {
    guard let chain = try Chain(network) else { return nil }
    let bound = Self.upperBound(widths: chain.widths)
    if chain.inputs == 1, chain.isHomogeneous {
      self.init(widths: chain.widths, trials: bound < Self.negligible ? 0 : trials, seed: seed)
      return
    }
    let count = min(64, rows.count / chain.inputs)
    let tried = bound < Self.negligible || count == 0 ? 0 : trials
    let factor = Self.factor(rows, width: chain.inputs, count: count)
    var dead = 0
    for trial in 0..<tried {
      var stream = RandomStream(seed: seed, purpose: .prediction, index: UInt32(truncatingIfNeeded: trial), step: 1)
      if chain.isDead(factor, count, &stream) { dead += 1 }
    }
    self.init(
      scope: .sample, widths: chain.widths, inputs: count, dead: Proportion(count: dead, trials: tried),
      upperBound: bound)
  }

  /// Cholesky's lower triangle of the inputs' products, rows × rows; a row that depends on those before has a 0 on the
  /// diagonal.
  private static func factor(_ rows: [Float], width: Int, count: Int) -> [Double] {
    var lower = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var dot = 0.0
        for k in 0..<width { dot += Double(rows[i * width + k]) * Double(rows[j * width + k]) }
        let full = dot
        for k in 0..<j { dot -= lower[i * count + k] * lower[j * count + k] }
        if i == j {
          lower[i * count + i] = dot > 1e-12 * full ? dot.squareRoot() : 0
        } else {
          let pivot = lower[j * count + j]
          lower[i * count + j] = pivot > 0 ? dot / pivot : 0
        }
      }
    }
    return lower
  }

  /// Dense layers one after the other, each with a function that is 0 for every negative number.
  private struct Chain {
    var inputs = 0
    var widths: [Int] = []
    var activations: [Activation] = []
    /// Deviations of the weights of the hidden layers: they matter to functions that are not homogeneous.
    var deviations: [Double] = []

    var isHomogeneous: Bool { activations.allSatisfy { $0.name != "relu6" } }

    init?(_ network: Network) throws(NetworkError) {
      let operations = try network.operations()
      guard network.initialization != .torchDefault else { return nil }
      for (i, operation) in operations.enumerated() {
        switch operation.kind {
        case .linear:
          guard let fans = operation.fans, case .dense = operation.layer else { return nil }
          if widths.isEmpty { inputs = fans.inputs }
          // The output layer does not count.
          guard i + 1 < operations.count else { break }
          widths.append(operation.outputShape.count)
          deviations.append(
            network.initialization.deviation(
              inputs: fans.inputs, outputs: fans.outputs, after: operation.activationBefore))
        case .activation:
          guard let activation = operation.layer.activation, Self.names.contains(activation.name) else { return nil }
          activations.append(activation)
        case .dropout: break
        default: return nil
        }
      }
      // A network without hidden layers cannot be dead, nor one with two linear layers in a row be reckoned so.
      guard !widths.isEmpty, widths.count == activations.count else { return nil }
    }

    private static let names: Set = ["relu", "relu6", "squared-relu"]

    func isDead(_ factor: [Double], _ count: Int, _ stream: inout RandomStream) -> Bool {
      // The first layer: a unit's pre-activations for all inputs are normal with the inputs' products as covariance.
      var before: [Double] = []
      var units = 0
      for (l, width) in widths.enumerated() {
        var now = [Double](repeating: 0, count: width * count)
        let isFirst = l == 0
        for unit in 0..<width {
          for k in 0..<(isFirst ? count : units) {
            let weight = deviations[l] * Double(stream.normal())
            for row in (isFirst ? k : 0)..<count {
              now[unit * count + row] += weight * (isFirst ? factor[row * count + k] : before[k * count + row])
            }
          }
        }
        now = activations[l].apply(to: now, threads: .one)
        // Homogeneous functions lose nothing by a scale that keeps numbers in range.
        guard let most = now.max(), most > 0 else { return true }
        if isHomogeneous { for i in now.indices { now[i] /= most } }
        before = now
        units = width
      }
      return false
    }
  }
}
