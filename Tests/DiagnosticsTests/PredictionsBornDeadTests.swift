import Activations
import Diagnostics
import Foundation
import NeuralNetworks
import Randomness
import Testing

@Suite struct PredictionsBornDeadTests {
  /// Ten hidden layers, one input, dead for every input.
  @Test(arguments: [
    (2, 0.907, 20_000), (3, 0.632, 20_000), (4, 0.335, 20_000), (5, 0.152, 20_000), (10, 0.0022, 60_000),
  ])
  func figures(width: Int, expected: Double, trials: Int) {
    let found = BornDead(widths: Array(repeating: width, count: 10), trials: trials, seed: 7)
    // The figures are shares of drawn networks themselves, of about ten thousand.
    let error = (expected * (1 - expected) * (1 / Double(trials) + 1e-4)).squareRoot()
    #expect(abs(found.dead.value - expected) < 3 * error, "\(width): \(found.dead.value)")
    #expect(found.dead.value < found.upperBound)
    #expect(found.scope == .everyInput)
  }

  /// Weight by weight in NumPy: 0.909573 ± 0.00045 of 400,000 networks of width 2, 0.63025 ± 0.0011 of 200,000 of width 3,
  /// 0.001725 ± 0.000066 of 400,000 of width 10.
  @Test(arguments: [(2, 0.9095725, 0.00045), (3, 0.63025, 0.0011), (10, 0.001725, 0.000066)])
  func sharperFigures(width: Int, expected: Double, error: Double) {
    let found = BornDead(widths: Array(repeating: width, count: 10), trials: 50_000, seed: 8).dead
    let own = (expected * (1 - expected) / Double(found.trials)).squareRoot()
    #expect(abs(found.value - expected) < 4 * (error * error + own * own).squareRoot(), "\(width): \(found.value)")
  }

  @Test func bound() {
    #expect(abs(BornDead.upperBound(widths: [2, 3]) - (1 - 0.75 * 0.875)) < 1e-15)
    // Digits that 1 − ∏ would lose.
    #expect(abs(BornDead.upperBound(widths: [60]) / 0x1p-60 - 1) < 1e-12)
    #expect(BornDead.upperBound(widths: []) == 0)
  }

  @Test func sameSeedSameCount() {
    let first = BornDead(widths: [3, 3, 3], trials: 500, seed: 3)
    #expect(first == BornDead(widths: [3, 3, 3], trials: 500, seed: 3))
    #expect(first != BornDead(widths: [3, 3, 3], trials: 500, seed: 4))
  }

  /// One weight after the other, as a network has them, on x = ±1.
  @Test(arguments: [[2, 2, 2, 2], [4, 3, 2], [1, 5]]) func againstPlainNetworks(widths: [Int]) {
    let trials = 6_000
    var dead = 0
    var stream = RandomStream(seed: 5, purpose: .test)
    for _ in 0..<trials {
      var isAlive = false
      var layers: [[[Double]]] = []
      var inputs = 1
      for width in widths {
        layers.append((0..<width).map { _ in stream.normals(inputs).map(Double.init) })
        inputs = width
      }
      for x in [1.0, -1.0] {
        var h = [x]
        for layer in layers { h = layer.map { row in max(0, zip(row, h).reduce(0) { $0 + $1.0 * $1.1 }) } }
        if h.contains(where: { $0 > 0 }) { isAlive = true }
      }
      if !isAlive { dead += 1 }
    }
    let plain = Double(dead) / Double(trials)
    let found = BornDead(widths: widths, trials: 20_000, seed: 2).dead.value
    let error = (plain * (1 - plain) * (1 / Double(trials) + 1 / 20_000)).squareRoot()
    #expect(abs(found - plain) < 4 * error, "\(widths): \(found), one by one \(plain)")
  }

  /// On a sample of inputs: against networks that are made and run.
  @Test func onInputs() throws {
    let relu = try Activation("relu")
    let network = Network.dense(inputShape: [3], hidden: [3, 2, 3], outputs: 2, activation: relu, initialization: .he)
    var stream = RandomStream(seed: 9, purpose: .test)
    let rows = stream.normals(3 * 12)
    let found = try #require(try BornDead(network, rows: rows, trials: 8_000))
    #expect(found.scope == .sample && found.inputs == 12 && found.widths == [3, 2, 3])
    var dead = 0
    let trials = 1_500
    for seed in 0..<trials {
      let trainer = try Trainer(network: network, loss: .softmaxCrossEntropy, batchSize: 12, seed: UInt64(seed))
      // Dead: whatever goes in, the output layer's zero biases come out.
      if try trainer.outputs(for: rows).allSatisfy({ $0 == 0 }) { dead += 1 }
    }
    let plain = Double(dead) / Double(trials)
    let error = (plain * (1 - plain) * (1 / Double(trials) + 1 / 8_000)).squareRoot()
    #expect(plain > 0.02)
    #expect(abs(found.dead.value - plain) < 4 * error, "\(found.dead.value), measured \(plain)")
    // One input is a case of its own.
    let single = Network.dense(inputShape: [1], hidden: [2, 2], outputs: 1, activation: relu)
    #expect(try BornDead(single, rows: [0.5, -1], trials: 10)?.scope == .everyInput)
    // ReLU6 does not commute with factors.
    let six = Network.dense(inputShape: [1], hidden: [2, 2], outputs: 1, activation: try Activation("relu6"))
    #expect(try BornDead(six, rows: [0.5, -1], trials: 10)?.scope == .sample)
  }

  @Test func whereItDoesNotApply() throws {
    let relu = try Activation("relu")
    func none(_ layers: [Layer], _ input: [Int] = [4]) throws -> Bool {
      try BornDead(Network(inputShape: input, layers: layers), rows: [1, 2, 3, 4], trials: 10) == nil
    }
    #expect(try none([.dense(units: 3), .activation(try Activation("gelu")), .dense(units: 2)]))
    #expect(try none([.dense(units: 3), .batchNorm(), .activation(relu), .dense(units: 2)]))
    #expect(try none([.dense(units: 2)]))
    #expect(try none([.dense(units: 3), .dense(units: 2)]))
    // Wide layers: no networks are drawn, the bound says enough.
    let wide = Network.dense(inputShape: [4], hidden: [100, 100], outputs: 2, activation: relu)
    let found = try #require(try BornDead(wide, rows: [1, 2, 3, 4], trials: 1_000_000_000))
    #expect(found.dead.trials == 0 && found.upperBound < 1e-29)
  }

  /// `statsmodels.stats.proportion.proportion_confint(count, nobs, method="wilson")`.
  @Test func wilson() {
    let half = Proportion(count: 5, trials: 10)
    #expect(abs(half.interval.lowerBound - 0.236593090512564) < 1e-12)
    #expect(abs(half.interval.upperBound - 0.763406909487436) < 1e-12)
    let none = Proportion(count: 0, trials: 10)
    #expect(none.interval.lowerBound == 0)
    #expect(abs(none.interval.upperBound - 0.277532799862889) < 1e-12)
    #expect(Proportion(count: 0, trials: 0).interval == 0...1)
    #expect(abs(half.standardError - 0.025.squareRoot()) < 1e-15)
  }
}
