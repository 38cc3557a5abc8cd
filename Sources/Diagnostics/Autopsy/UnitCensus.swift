internal import Activations
public import Datasets
public import NeuralNetworks

/// For how many examples each hidden unit is active.
///
/// A unit is a channel; positions of images are examples too. A network is read as it is used: running averages in batch
/// normalisation, no dropout.
public struct UnitCensus: Codable, Hashable, Sendable {
  /// A layer with an activation behind it.
  public struct Layer: Codable, Hashable, Sendable {
    /// Its place among the layers with weights, from 0 at the input.
    public var layer: Int
    /// "hidden 1"
    public var name: String
    /// Where its parameters are: `layers.3`.
    public var path: String
    /// As `Activation.description` gives it.
    public var activation: String
    public var rule: ActivityRule
    /// Examples, or examples × height × width.
    public var rows: Int
    /// The rows of the first batch alone: what a probe of one batch sees.
    public var batchRows: Int
    /// For how many rows each unit is active, and for how many of the first batch's.
    public var active: [Int]
    public var activeOnBatch: [Int]
    /// Limits of each unit's pre-activation.
    public var smallest: [Float]
    public var largest: [Float]

    public var units: Int { active.count }

    /// The share of rows for which a unit is active.
    public func share(_ unit: Int) -> Double { rows > 0 ? Double(active[unit]) / Double(rows) : 0 }

    public func isDead(_ unit: Int) -> Bool { active[unit] == 0 }

    public var dead: Int { active.reduce(0) { $0 + ($1 == 0 ? 1 : 0) } }

    /// What a probe of the first batch alone would call dead.
    public var deadOnBatch: Int { activeOnBatch.reduce(0) { $0 + ($1 == 0 ? 1 : 0) } }
  }

  public var examples: Int
  public var layers: [Layer]
  /// Whether every pre-activation and every output of the network is a finite number. Where one is not, activity means
  /// nothing.
  public var isFinite: Bool
}

extension Trainer {
  /// Counts over all examples.
  ///
  /// - Throws: `NetworkError` if the examples do not fit the network.
  public func census(_ examples: Examples) throws(NetworkError) -> UnitCensus {
    try CensusTaker().census(self, examples)
  }
}

/// Takes censuses with memory that is kept from one to the next.
final class CensusTaker {
  private var tallies: [UnitTally] = []
  private var slopes: [Float] = []
  /// The upstream gradient where slopes are asked for by way of a backward pass.
  private var ones: [Float] = []
  private var ignored: [Float] = []

  func census(_ trainer: Trainer, _ examples: Examples) throws(NetworkError) -> UnitCensus {
    try trainer.check(examples)
    for tally in tallies { tally.clear() }
    var layers: [UnitCensus.Layer] = []
    var place = 0
    var last = -1
    var isFinite = true
    try trainer.survey(examples) { snapshot in
      guard let activation = snapshot.activation else {
        isFinite = isFinite && snapshot.output.allSatisfy(\.isFinite)
        return
      }
      if snapshot.index <= last { place = 0 }
      last = snapshot.index
      defer { place += 1 }
      if layers.count == place {
        if tallies.count == place { tallies.append(UnitTally(units: snapshot.channels)) }
        layers.append(
          UnitCensus.Layer(
            layer: snapshot.index, name: snapshot.name, path: snapshot.path, activation: activation.description,
            rule: ActivityRule(activation), rows: 0, batchRows: snapshot.rows, active: [], activeOnBatch: [],
            smallest: [], largest: []))
      }
      count(snapshot, activation.kernels, layers[place].rule, tallies[place])
      if layers[place].rows == 0 { layers[place].activeOnBatch = tallies[place].active }
      layers[place].rows += snapshot.rows
    }
    for i in layers.indices {
      layers[i].active = tallies[i].active
      layers[i].smallest = tallies[i].smallest
      layers[i].largest = tallies[i].largest
      isFinite = isFinite && tallies[i].isFinite
    }
    return UnitCensus(examples: examples.count, layers: layers, isFinite: isFinite)
  }

  /// Slopes that are found at once: they stay in the second-level cache.
  private static let block = 16_384

  private func count(
    _ snapshot: LayerSnapshot, _ kernels: ActivationKernels, _ rule: ActivityRule, _ tally: UnitTally
  ) {
    guard let z = snapshot.preActivation.baseAddress else { return }
    let (rows, channels) = (snapshot.rows, snapshot.channels)
    switch rule {
    case .zeroOutput(let end): tally.add(z, activeWhere: z, isMagnitude: false, above: end, rows: rows)
    case .slope(let least):
      let blockRows = max(1, min(rows, Self.block / channels))
      let size = blockRows * channels
      if slopes.count < size { slopes = [Float](repeating: 0, count: size) }
      if snapshot.learned != nil {
        if ones.count < size { ones = [Float](repeating: 1, count: size) }
        if ignored.count < channels { ignored = [Float](repeating: 0, count: channels) }
      }
      for start in stride(from: 0, to: rows, by: blockRows) {
        let count = min(blockRows, rows - start)
        let from = z + start * channels
        slopes.withUnsafeMutableBufferPointer { buffer in
          guard let own = buffer.baseAddress else { return }
          if let learned = snapshot.learned {
            kernels.backward(
              from, upstream: ones, perChannel: learned, into: own, parameterGradient: &ignored, rows: count,
              channels: channels)
          } else {
            kernels.derivative(from, into: own, count: count * channels)
          }
          tally.add(from, activeWhere: own, isMagnitude: true, above: least, rows: count)
        }
      }
    }
  }
}
