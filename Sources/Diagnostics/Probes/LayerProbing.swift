public import Activations
public import Datasets
public import NeuralNetworks

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Trainer {
  /// Probes every dense layer on the first batch of some examples, changing nothing.
  public func probeLayers(_ examples: Examples) throws(NetworkError) -> [LayerProbe] {
    var probes: [LayerProbe] = []
    try probe(examples) { probes.append(LayerProbe($0)) }
    return probes
  }
}

extension LayerProbe {
  /// A unit is dead where |f′| is at most this share of its largest magnitude, for every example.
  public static let deadShareOfSlope = 1e-6
  /// An element is saturated where |f′| is below this share of its largest magnitude.
  public static let saturatedShareOfSlope = 0.01

  /// What a snapshot shows.
  public init(_ snapshot: LayerSnapshot) {
    let before = Self.moments(snapshot.preActivation)
    let after = Self.moments(snapshot.output)
    let flatness = Self.flatness(snapshot)
    self.init(
      layer: snapshot.index, name: snapshot.name, preActivationMean: before.mean,
      preActivationDeviation: before.deviation, outputMean: after.mean, outputDeviation: after.deviation,
      deadShare: flatness.dead, saturatedShare: flatness.saturated, gradientNorm: snapshot.gradientNorm,
      updateRatio: snapshot.weightNorm > 0 ? snapshot.updateNorm / snapshot.weightNorm : 0)
  }

  private static func moments(_ values: UnsafeBufferPointer<Float>) -> (mean: Double, deviation: Double) {
    guard !values.isEmpty else { return (0, 0) }
    let n = Double(values.count)
    var sum = 0.0
    for value in values { sum += Double(value) }
    let mean = sum / n
    var squares = 0.0
    for value in values { squares += (Double(value) - mean) * (Double(value) - mean) }
    return (mean, (squares / n).squareRoot())
  }

  private static func flatness(_ snapshot: LayerSnapshot) -> (dead: Double, saturated: Double) {
    guard let activation = snapshot.activation, let z = snapshot.preActivation.baseAddress else { return (0, 0) }
    let steepest = Float(activation.steepestSlope)
    // A function that is flat everywhere teaches nothing to anyone.
    guard steepest > 0 else { return (1, 1) }
    let (rows, channels) = (snapshot.rows, snapshot.channels)
    var slopes = [Float](repeating: 1, count: rows * channels)
    if let learned = snapshot.learned {
      var ignored = [Float](repeating: 0, count: channels)
      slopes.withUnsafeMutableBufferPointer { slopes in
        guard let s = slopes.baseAddress else { return }
        activation.kernels.backward(
          z, upstream: s, perChannel: learned, into: s, parameterGradient: &ignored, rows: rows, channels: channels)
      }
    } else {
      activation.kernels.derivative(z, into: &slopes, count: rows * channels)
    }
    var alive = [Bool](repeating: false, count: channels)
    var saturated = 0
    for row in 0..<rows {
      for c in 0..<channels {
        let slope = abs(slopes[row * channels + c])
        if slope > Float(deadShareOfSlope) * steepest { alive[c] = true }
        if !(slope >= Float(saturatedShareOfSlope) * steepest) { saturated += 1 }
      }
    }
    let dead = alive.reduce(0) { $0 + ($1 ? 0 : 1) }
    return (Double(dead) / Double(max(1, channels)), Double(saturated) / Double(max(1, rows * channels)))
  }
}

extension Activation {
  /// The largest |f′| between −20 and 20, on a grid of 0.01.
  public var steepestSlope: Double {
    derivative(of: (-2_000...2_000).map { Float($0) * 0.01 }).reduce(0.0) { max($0, Double(abs($1))) }
  }
}
