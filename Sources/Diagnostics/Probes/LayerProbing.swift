internal import Activations
public import Datasets
public import NeuralNetworks

extension Trainer {
  /// Reads every dense and convolutional layer on `batchSize` examples from `start` on, changing nothing.
  /// - Parameters:
  ///   - sample: see `LayerReading.init`.
  ///   - sketched: whether distributions are kept as well.
  /// - Throws: `NetworkError` if there are fewer examples.
  public func readLayers(
    _ examples: Examples, from start: Int = 0, sample: Int = LayerReading.defaultSample, sketched: Bool = false
  ) throws(NetworkError) -> [LayerReading] {
    var readings: [LayerReading] = []
    try probe(examples, from: start) { readings.append(LayerReading($0, sample: sample, sketched: sketched)) }
    return readings
  }

  /// The same as studies keep it.
  public func probeLayers(_ examples: Examples) throws(NetworkError) -> [LayerProbe] {
    try readLayers(examples).map { LayerProbe($0) }
  }
}

extension LayerReading {
  /// A unit is dead where |f′| is at most this share of its largest magnitude, for every example.
  public static let deadShareOfSlope = 1e-6
  /// A pair of example and unit is saturated where |f′| is below this share of its largest magnitude.
  public static let saturatedShareOfSlope = 0.01
  /// A unit is constant where its deviation is at most this share of the root mean square of the layer's outputs.
  public static let constantShareOfOutput = 1e-4
  /// A unit follows another where the magnitude of their correlation is above this.
  public static let duplicateCorrelation = 0.999
  /// The means of so many numbers are known to 0.4 % of their deviation.
  public static let defaultSample = 65_536

  /// What a snapshot shows.
  /// - Parameters:
  ///   - sample: so many numbers of an array are read at the most, whole rows of it. Limits, numbers that are not finite,
  ///     and slopes are found in all rows whatever it is.
  ///   - sketched: whether distributions are kept as well.
  public init(_ snapshot: LayerSnapshot, sample: Int = defaultSample, sketched: Bool = false) {
    self.init(
      layer: snapshot.index, name: snapshot.name, activation: snapshot.activation?.description,
      units: snapshot.channels, weightNorm: snapshot.weightNorm, gradientNorm: snapshot.gradientNorm,
      updateNorm: snapshot.updateNorm, learned: snapshot.learned.map { $0.map(Double.init) })
    if let output = LayerArray(snapshot.output, rows: snapshot.rows, sample: sample) { read(output) }
    if snapshot.preActivation.baseAddress == snapshot.output.baseAddress {
      preActivation = output
    } else if let array = LayerArray(snapshot.preActivation, rows: snapshot.rows, sample: sample) {
      preActivation = Moments(array)
      if let activation = snapshot.activation {
        let flatness = Flatness(activation, learned: snapshot.learned, preActivation: array)
        (deadShare, saturatedShare) = (flatness.dead, flatness.saturated)
      }
    }
    if let array = LayerArray(snapshot.gradient, rows: snapshot.gradientRows, sample: sample) {
      gradient = Moments(array, times: Double(snapshot.examples))
    }
    if sketched { sketches = LayerSketches(snapshot) }
  }

  private mutating func read(_ array: LayerArray) {
    let limits = Limits(array)
    let moments = UnitMoments(array, limits: limits)
    output = Moments(limits, moments, count: array.count)
    meanShift = moments.meanShift
    guard array.readRows > 1 else { return }
    let varying = moments.varying(above: Self.constantShareOfOutput)
    let constant = varying.indices.count { !varying[$0] && moments.counts[$0] > 0 }
    constantShare = Double(constant) / Double(array.units)
    let likeness = UnitLikeness(array: array, moments: moments, varying: varying)
    duplicateShare = likeness.duplicateShare
    effectiveRank = likeness.effectiveRank
  }
}

extension LayerSketches {
  fileprivate init(_ snapshot: LayerSnapshot) {
    func sketch(_ values: UnsafeBufferPointer<Float>, rows: Int, times factor: Float = 1) -> Sketch {
      var sketch = Sketch()
      if let array = LayerArray(values, rows: rows, sample: Self.defaultSample) {
        sketch.add(rows: array.readRows, columns: array.units, times: factor) { array.readRow($0) }
      }
      return sketch
    }
    output = sketch(snapshot.output, rows: snapshot.rows)
    preActivation =
      snapshot.preActivation.baseAddress == snapshot.output.baseAddress
      ? output : sketch(snapshot.preActivation, rows: snapshot.rows)
    gradient = sketch(snapshot.gradient, rows: snapshot.gradientRows, times: Float(snapshot.examples))
  }
}

extension Moments {
  fileprivate init(_ array: LayerArray, times factor: Double = 1) {
    let limits = Limits(array)
    self.init(limits, UnitMoments(array, limits: limits), count: array.count, times: factor)
  }
}

extension LayerProbe {
  /// What a study keeps of a reading. There is no mean where a number is not finite.
  public init(_ reading: LayerReading) {
    func known(_ value: Double, _ moments: Moments) -> Double { moments.notFiniteShare > 0 ? .nan : value }
    self.init(
      layer: reading.layer, name: reading.name,
      preActivationMean: known(reading.preActivation.mean, reading.preActivation),
      preActivationDeviation: known(reading.preActivation.deviation, reading.preActivation),
      outputMean: known(reading.output.mean, reading.output),
      outputDeviation: known(reading.output.deviation, reading.output), deadShare: reading.deadShare,
      saturatedShare: reading.saturatedShare, gradientNorm: reading.gradientNorm, updateRatio: reading.updateRatio)
  }
}
