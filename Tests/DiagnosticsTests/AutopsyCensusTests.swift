import Activations
import Datasets
import Diagnostics
import Foundation
import NeuralNetworks
import Testing

/// Networks whose units do what was planted in them.
enum Planted {
  /// `count` examples of one input that runs from 0 to count − 1.
  static func ramp(_ count: Int, width: Int = 1) -> Examples {
    let inputs = (0..<count).flatMap { row in (0..<width).map { Float(row * width + $0) } }
    return Examples(
      inputs: inputs, inputSize: width, targets: .values([Float](repeating: 0, count: count), width: 1))
  }

  /// A trainer whose first layer has the same weight everywhere, and these biases.
  static func trainer(
    _ layers: [Layer], input: [Int] = [1], weight: Float = 1, biases: [Float], batchSize: Int = 16
  ) throws -> Trainer {
    let trainer = try Trainer(
      network: Network(inputShape: input, layers: layers), loss: .meanSquaredError, batchSize: batchSize, seed: 1)
    var groups = try trainer.parameters()
    groups[0].values = groups[0].values.map { _ in weight }
    groups[1].values = biases
    try trainer.setParameters(groups)
    return trainer
  }
}

@Suite struct AutopsyCensusTests {
  private static func activation(_ text: String) throws -> Layer { .activation(try Activation(text), learning: .fixed) }

  @Test("functions that are exactly 0 on a half line, and no others, are judged by their output")
  func rules() throws {
    var exact: [String: Float] = [:]
    for activation in Activation.all {
      if case .zeroOutput(let end) = ActivityRule(activation) { exact[activation.name] = end }
    }
    #expect(exact == ["relu": 0, "squared-relu": 0, "hard-swish": -3])
    for (name, end) in exact {
      let activation = try Activation(name)
      #expect(activation.value(end) == 0 && activation.value(end.nextUp) != 0 || name == "squared-relu")
    }
    guard case .slope(let least) = ActivityRule(try Activation("sigmoid")) else {
      Issue.record("sigmoid has no half line of zeros")
      return
    }
    #expect(abs(least - 0.25e-6) < 1e-9)
    // Nothing but its slope makes a leaky ReLU leaky.
    if case .zeroOutput = ActivityRule(try Activation("leaky-relu")) { Issue.record("a leaky ReLU is never 0") }
  }

  @Test("a unit that is active for k of n examples has k, in every lane and in what is left over", arguments: [16, 7])
  func countsAreExact(batchSize: Int) throws {
    let count = 100
    // Unit k is active for exactly k examples: z = x − (n − k) + ½ is above 0 for the last k.
    let actives = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 100] + Array(40..<77)
    let trainer = try Planted.trainer(
      [.dense(units: actives.count), try Self.activation("relu"), .dense(units: 1)],
      biases: actives.map { Float($0 - count) + 0.5 }, batchSize: batchSize)
    let census = try trainer.census(Planted.ramp(count))
    let layer = try #require(census.layers.first)
    #expect(census.layers.count == 1 && census.isFinite && census.examples == count)
    #expect(layer.active == actives)
    #expect(layer.rows == count && layer.batchRows == batchSize)
    #expect(layer.dead == 1 && layer.isDead(0) && !layer.isDead(1))
    #expect(layer.activeOnBatch == actives.map { max(0, batchSize - (count - $0)) })
    #expect(layer.share(10) == 0.89)
    for (unit, active) in actives.enumerated() {
      #expect(layer.smallest[unit] == Float(active - count) + 0.5)
      #expect(layer.largest[unit] == Float(active) - 0.5)
    }
  }

  @Test func positionsOfImagesAreExamplesToo() throws {
    let (count, side) = (20, 3)
    let pixels = count * side * side
    let actives = [0, 1, 9, 90, 179, 180]
    let trainer = try Planted.trainer(
      try Layer.parse(list: "conv \(actives.count) kernel 1, relu, global-average-pool, dense 1"), input: [side, side],
      biases: actives.map { Float($0 - pixels) + 0.5 })
    let layer = try #require(try trainer.census(Planted.ramp(count, width: side * side)).layers.first)
    #expect(layer.rows == pixels)
    #expect(layer.active == actives)
  }

  @Test("a leaky ReLU can always learn, however far its units are down; without its leak it cannot")
  func leaks() throws {
    let biases: [Float] = [-1e4, -1e4, 0, 10]
    func dead(_ text: String) throws -> [Bool] {
      let trainer = try Planted.trainer(
        [.dense(units: 4), try Self.activation(text), .dense(units: 1)], biases: biases)
      let layer = try #require(try trainer.census(Planted.ramp(50)).layers.first)
      return (0..<4).map { layer.isDead($0) }
    }
    #expect(try dead("leaky-relu") == [false, false, false, false])
    #expect(try dead("relu") == [true, true, false, false])
    #expect(try dead("leaky-relu(slope: 0)") == [true, true, false, false])
  }

  @Test func saturatedSigmoidsAreDeadOnBothSides() throws {
    // σ′ = σ(z)(1 − σ(z)) falls below 10⁻⁶ of a quarter at |z| = 15.2.
    let trainer = try Planted.trainer(
      [.dense(units: 5), try Self.activation("sigmoid"), .dense(units: 1)], weight: 0, biases: [-16, -15, 0, 15, 16])
    let layer = try #require(try trainer.census(Planted.ramp(30)).layers.first)
    #expect((0..<5).map { layer.isDead($0) } == [true, false, false, false, true])
    #expect(layer.active == [0, 30, 30, 30, 0])
  }

  @Test("ReLU6 at its ceiling learns as little as at its floor") func ceilings() throws {
    let trainer = try Planted.trainer(
      [.dense(units: 3), try Self.activation("relu6"), .dense(units: 1)], weight: 0, biases: [-1, 3, 7])
    let layer = try #require(try trainer.census(Planted.ramp(30)).layers.first)
    #expect(layer.active == [0, 30, 0])
  }

  @Test func learnedSlopesCount() throws {
    let trainer = try Trainer(
      network: Network(
        inputShape: [1],
        layers: [
          .dense(units: 2), .activation(try Activation("prelu"), learning: .perChannel), .dense(units: 1),
        ]), loss: .meanSquaredError, batchSize: 16, seed: 1)
    var groups = try trainer.parameters()
    groups[1].values = [-1e3, -1e3]
    let slopes = try #require(groups.firstIndex { $0.kind == .activation })
    groups[slopes].values = [0, 0.1]
    try trainer.setParameters(groups)
    #expect(try trainer.census(Planted.ramp(30)).layers.first?.active == [0, 30])
  }

  @Test("batch normalisation is read with its running averages") func batchNorm() throws {
    let trainer = try Planted.trainer(
      [.dense(units: 3), .batchNorm(), try Self.activation("relu"), .dense(units: 1)], weight: 0, biases: [0, 0, 0])
    var groups = try trainer.parameters()
    let shift = try #require(groups.firstIndex { $0.kind == .shift })
    groups[shift].values = [-10, -10, 1]
    try trainer.setParameters(groups)
    var statistics = trainer.statistics()
    statistics[0].values = [0, -100, 0]
    try trainer.setStatistics(statistics)
    let layer = try #require(try trainer.census(Planted.ramp(30)).layers.first)
    #expect(layer.active == [0, 30, 30])
    #expect(abs(layer.largest[0] + 10) < 1e-3 && abs(layer.largest[1] - 90) < 1e-2)
  }

  @Test func whatIsNoNumberIsSaid() throws {
    let trainer = try Planted.trainer(
      [.dense(units: 20), try Self.activation("relu"), .dense(units: 1)],
      biases: (0..<20).map { $0 == 3 ? .nan : 1 })
    #expect(try !trainer.census(Planted.ramp(30)).isFinite)
    let other = try Planted.trainer(
      [.dense(units: 3), try Self.activation("tanh"), .dense(units: 1)], biases: [1, .infinity, 0])
    #expect(try !other.census(Planted.ramp(30)).isFinite)
  }

  @Test func examplesOfAnotherWidthAreRefused() throws {
    let trainer = try Planted.trainer([.dense(units: 1)], biases: [0])
    #expect(throws: NetworkError.self) { try trainer.census(Planted.ramp(10, width: 2)) }
    #expect(try trainer.census(Planted.ramp(10)).layers.isEmpty)
  }

  @Test func censusesAreKeptAsText() throws {
    let trainer = try Planted.trainer(
      [.dense(units: 3), try Self.activation("relu"), .dense(units: 2), try Self.activation("gelu"), .dense(units: 1)],
      biases: [-1e3, 0, 1])
    let census = try trainer.census(Planted.ramp(33))
    #expect(census.layers.map(\.name) == ["hidden 1", "hidden 2"])
    #expect(try JSONDecoder().decode(UnitCensus.self, from: JSONEncoder().encode(census)) == census)
  }
}
