import Activations
import Datasets
import Diagnostics
import NeuralNetworks
import Randomness
import Testing

/// What is read of a layer, against plain loops and against arrays for which the answer is known.
@Suite struct LayerReadingTests {
  /// An orthogonal set of ±1: the rows of a Hadamard matrix but for the first, so each has a mean of 0.
  private static func independent(_ directions: Int, rows: Int, repeated: Int = 1) -> [Float] {
    (0..<rows).flatMap { row in
      (0..<directions * repeated).map { unit in
        (row & (unit % directions + 1)).nonzeroBitCount % 2 == 0 ? 1 : -1
      }
    }
  }

  @Test("moments are those of plain loops", arguments: [(1, 7), (33, 1), (128, 100), (5, 3)])
  func moments(_ rows: Int, _ units: Int) throws {
    let z = normals(rows * units).map { $0 * 3 + 2 }
    var layer = try HandMadeLayer(z, rows: rows, activation: "elu")
    layer.gradient = normals(rows * units, seed: 2).map { $0 * 1e-30 }
    let reading = layer.reading()
    let scaled = layer.gradient.map { Double($0) * Double(rows) }
    for (found, values) in [(reading.preActivation, z), (reading.output, layer.output)] {
      let expected = plainMoments(values)
      #expect(abs(found.mean - expected.mean) < 1e-12)
      #expect(abs(found.deviation - expected.deviation) < 1e-12)
      #expect(found.smallest == values.min().map(Double.init))
      #expect(found.largest == values.max().map(Double.init))
      #expect(found.notFiniteShare == 0)
    }
    let mean = scaled.reduce(0, +) / Double(scaled.count)
    let squares = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scaled.count)
    #expect(abs(reading.gradient.mean - mean) < 1e-12 * squares.squareRoot())
    #expect(abs(reading.gradient.deviation / squares.squareRoot() - 1) < 1e-9)
    #expect(reading.gradient.largest == scaled.max())

    let columns = (0..<units).map { c in plainMoments((0..<rows).map { layer.output[$0 * units + c] }) }
    let means = columns.reduce(0) { $0 + $1.mean * $1.mean }
    let all = columns.reduce(0) { $0 + $1.mean * $1.mean + $1.deviation * $1.deviation }
    #expect(abs(reading.meanShift - (means / all).squareRoot()) < 1e-9)
    #expect((reading.units, reading.activation, reading.updateRatio) == (units, "elu", 0.25))
  }

  @Test func aConstantLayerHasNoDeviationAtAll() {
    let reading = HandMadeLayer(output: [Float](repeating: 0.1, count: 60), rows: 20).reading()
    #expect(reading.output.deviation == 0)
    #expect(reading.output.mean == Double(Float(0.1)))
    #expect((reading.meanShift, reading.constantShare, reading.effectiveRank) == (1, 1, 0))
    let zero = HandMadeLayer(output: [Float](repeating: 0, count: 60), rows: 20).reading()
    #expect((zero.meanShift, zero.constantShare, zero.effectiveRank, zero.duplicateShare) == (0, 1, 0, 0))
  }

  @Test func deadAndSaturatedUnitsOfReLUAreCounted() throws {
    // Unit 0 is negative throughout, unit 1 in all but the last row, unit 2 in every other row, unit 3 never.
    let rows = 50
    let z = (0..<rows).flatMap { row -> [Float] in [-1, row == rows - 1 ? 1 : -1, row % 2 == 0 ? 2 : -2, 3] }
    let reading = try HandMadeLayer(z, rows: rows, activation: "relu").reading()
    #expect(reading.deadShare == 0.25)
    #expect(reading.saturatedShare == Double(50 + 49 + 25) / 200)
    // Unit 0 and unit 3 never change.
    #expect(reading.constantShare == 0.5)
  }

  @Test func sigmoidSaturatesWhereItsSlopeIsBelowAHundredthOfAQuarter() throws {
    // σ′(±5.99) = 0.00250 > 0.0025 > σ′(±6).
    let reading = try HandMadeLayer([5.98, -5.98, 6, -6, 0, 30, 1, -30], rows: 8, activation: "sigmoid").reading()
    #expect(reading.saturatedShare == 0.5)
    #expect(reading.deadShare == 0)
    let far = try HandMadeLayer([30, -30, 40, 28], rows: 2, activation: "sigmoid").reading()
    #expect((far.deadShare, far.saturatedShare) == (1, 1))
    let step = try HandMadeLayer([-1, 1, 0.5, -2], rows: 2, activation: "binary-step").reading()
    #expect((step.deadShare, step.saturatedShare) == (1, 1))
  }

  @Test func learnedSlopesAreTakenUnitByUnit() throws {
    // Negative throughout, with slopes of 0, 0.001, 0.25, 1.
    let rows = 40
    var layer = try HandMadeLayer(
      normals(rows * 4).map { -$0.magnitude - 0.1 }, rows: rows, activation: "prelu")
    layer.learned = [0, 0.001, 0.25, 1]
    let reading = layer.reading()
    #expect(reading.deadShare == 0.25)
    #expect(reading.saturatedShare == 0.5)
    #expect(reading.learned == layer.learned.map { $0.map(Double.init) })
    layer.learned = nil
    #expect(layer.reading().deadShare == 0)
    #expect(layer.reading().learned == nil)
  }

  @Test("k independent directions of equal variance are k", arguments: [1, 2, 5, 16, 40])
  func effectiveRank(_ k: Int) {
    for repeated in [1, 3] {
      let output = Self.independent(k, rows: 64, repeated: repeated)
      // A mean and a scale of their own change nothing.
      for (shift, scale) in [(Float(0), Float(1)), (100, 1), (0, 1e30), (0, 1e-30)] {
        let reading = HandMadeLayer(output: output.map { ($0 + shift) * scale }, rows: 64).reading()
        #expect(abs(reading.effectiveRank - Double(k)) < 1e-3, "\(shift), \(scale), \(reading.effectiveRank)")
      }
    }
  }

  @Test func effectiveRankOfUnequalDirectionsAndOfMoreRowsThanAreRead() {
    // Variances 4 and 1: (4 + 1)² / (16 + 1).
    let two = Self.independent(2, rows: 32).enumerated().map { $0.offset % 2 == 0 ? 2 * $0.element : $0.element }
    #expect(abs(HandMadeLayer(output: two, rows: 32).reading().effectiveRank - 25.0 / 17) < 1e-6)
    // What chance makes of 8 directions in 64 rows.
    let many = HandMadeLayer(output: normals(1_000 * 8), rows: 1_000).reading()
    #expect(abs(many.effectiveRank - 8 / (1 + 8.0 / 63)) < 0.5, "\(many.effectiveRank)")
  }

  @Test func unitsThatFollowOthersAreCounted() {
    let rows = 100
    let free = (0..<6).map { normals(rows, seed: UInt64($0) + 10) }
    let noise = normals(rows, seed: 30)
    // Units 0…5 free, 6 = −3 · unit 0 + 5, 7 = unit 1 and a little noise, 8 = unit 2 and much, 9 constant.
    let output = (0..<rows).flatMap { r -> [Float] in
      free.map { $0[r] } + [-3 * free[0][r] + 5, free[1][r] + 0.01 * noise[r], free[2][r] + 0.2 * noise[r], 7]
    }
    let reading = HandMadeLayer(output: output, rows: rows).reading()
    #expect(abs(reading.duplicateShare - 4.0 / 9) < 1e-12)
    #expect(abs(reading.constantShare - 0.1) < 1e-12)
    // Two rows make any two units agree: they say nothing.
    #expect(HandMadeLayer(output: Array(output.prefix(20)), rows: 2).reading().duplicateShare == 0)
  }

  @Test func ofManyUnitsSomeAreCompared() {
    // 500 units, of which the second half repeats the first unit by unit: of 64 that are looked at, all or some.
    let rows = 64
    let base = normals(rows * 250)
    let output = (0..<rows).flatMap { r in (0..<500).map { base[r * 250 + $0 % 250] } }
    let same = (0..<rows).flatMap { r in (0..<500).map { _ in base[r * 250] } }
    #expect(HandMadeLayer(output: normals(rows * 500), rows: rows).reading().duplicateShare == 0)
    #expect(HandMadeLayer(output: same, rows: rows).reading().duplicateShare == 1)
    #expect(abs(HandMadeLayer(output: same, rows: rows).reading().effectiveRank - 1) < 1e-6)
    #expect(HandMadeLayer(output: output, rows: rows).reading().duplicateShare <= 1)
  }

  @Test func numbersThatAreNotFiniteAreCountedApart() throws {
    let rows = 30
    var output = normals(rows * 5)
    let finite = output
    (output[3], output[7], output[52]) = (.nan, .infinity, -.infinity)
    let reading = HandMadeLayer(output: output, rows: rows).reading()
    let left = plainMoments(finite.indices.filter { ![3, 7, 52].contains($0) }.map { finite[$0] })
    #expect(reading.output.notFiniteShare == 3.0 / 150)
    #expect(abs(reading.output.mean - left.mean) < 1e-12)
    #expect(abs(reading.output.deviation - left.deviation) < 1e-12)
    #expect(reading.output.largest.isFinite && reading.output.smallest.isFinite)
    #expect(reading.effectiveRank > 3 && reading.effectiveRank < 5)
    let all = try HandMadeLayer([Float](repeating: .nan, count: 40), rows: 10, activation: "tanh").reading()
    #expect(all.output == Moments(notFiniteShare: 1))
    #expect((all.meanShift, all.constantShare, all.duplicateShare, all.effectiveRank) == (0, 0, 0, 0))
    #expect(LayerProbe(all).outputMean.isNaN)
  }

  @Test func ofManyRowsSomeAreRead() {
    let rows = 20_000
    var output = normals(rows * 8)
    let all = HandMadeLayer(output: output, rows: rows).reading(sample: .max)
    let some = HandMadeLayer(output: output, rows: rows).reading(sample: 8_000)
    #expect(abs(some.output.mean - all.output.mean) < 0.05)
    #expect(abs(some.output.deviation / all.output.deviation - 1) < 0.05)
    #expect(some.output.mean != all.output.mean)
    // Whatever row they stand in.
    (output[12_345], output[54_321], output[100]) = (99, -77, .nan)
    let outliers = HandMadeLayer(output: output, rows: rows).reading(sample: 8_000).output
    #expect((outliers.largest, outliers.smallest, outliers.notFiniteShare) == (99, -77, 1.0 / 160_000))
  }

  @Test func rowsThatAreReadMeetEveryColumnOfAnImage() throws {
    // One unit is the column of a 28 × 28 image. With equal steps of 49 rows only 4 of 28 columns would be met.
    let (images, side) = (128, 28)
    let rows = images * side * side
    let output = (0..<rows).flatMap { row -> [Float] in [Float(row % side)] + [Float](repeating: 0, count: 31) }
    let reading = HandMadeLayer(output: output, rows: rows).reading()
    #expect(abs(reading.output.mean * 32 - 13.5) < 0.1)
    let deviation = (28.0 * 28 - 1) / 12
    let square = reading.output.mean * reading.output.mean + reading.output.deviation * reading.output.deviation
    #expect(abs(square * 32 - (deviation + 13.5 * 13.5)) < 2)
  }

  @Test func oneRowTellsNothingOfHowUnitsVary() {
    let reading = HandMadeLayer(output: [1, 2, 3], rows: 1).reading()
    #expect(reading.output.mean == 2)
    #expect((reading.constantShare, reading.duplicateShare, reading.effectiveRank) == (0, 0, 0))
  }

  @Test func aTrainedNetworkIsReadAndStaysAsItIs() throws {
    let data = try Dataset.load("digits").prepared()
    let layers = try Layer.parse(
      list: "conv 4, batch-norm, max-pool 2, prelu learned per-channel, flatten, dense 12, relu, dense 10")
    let network = Network(inputShape: data.inputShape, layers: layers)
    let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 32, seed: 5)
    _ = try trainer.trainEpoch(data.train, epoch: 1, learningRate: 0.05)
    let before = try trainer.parameters()
    let readings = try trainer.readLayers(data.validation)
    #expect(try trainer.parameters() == before)
    #expect(readings.map(\.units) == [4, 12, 10])
    #expect(readings.map(\.name) == ["hidden 1", "hidden 2", "output"])
    #expect(readings[0].learned?.count == 4)
    #expect(readings.allSatisfy { $0.gradient.deviation > 0 && $0.updateRatio > 0 && $0.effectiveRank > 1 })
    // One example's softmax minus its target: between −1 and 1, with a mean of 0 over the classes.
    let output = readings[2].gradient
    #expect(output.smallest >= -1 && output.largest <= 1 && output.smallest < -0.1)
    #expect(abs(output.mean) < 1e-6)
    #expect(try trainer.probeLayers(data.validation) == readings.map { LayerProbe($0) })
    #expect(throws: NetworkError.self) { try trainer.readLayers(data.validation, from: data.validation.count - 5) }
  }
}
