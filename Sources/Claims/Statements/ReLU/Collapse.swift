internal import Datasets
internal import NeuralNetworks
internal import Randomness

/// Narrow, deep networks that are to fit |x|.
enum Collapse {
  /// |x| on [−√3, √3], evenly spread in random order.
  static func data(_ count: Int) throws -> PreparedData {
    var stream = RandomStream(seed: 3, purpose: .generation)
    let limit = Float(3.0.squareRoot())
    let x = (0..<count).map { _ in stream.uniform(in: -limit...limit) }
    return try Dataset(
      name: "absolute value", description: "|x| for x uniform on [−√3, √3].", inputShape: [1],
      examples: Examples(inputs: x, inputSize: 1, targets: .values(x.map(abs), width: 1)), scaling: .together,
      columns: ["x"], targetName: "|x|"
    ).prepared()
  }

  static func arm(_ name: String, _ context: ClaimContext, asymmetric: Bool) throws -> Arm {
    try Arm(
      name, data: try data(context.scale.of(300, 1_500, 1_500)), layers: "repeat 10 (dense 2, relu)",
      initialization: .he, optimizer: "adam", rate: 0.001, epochs: context.scale.of(1, 12, 40),
      alterationName: asymmetric ? "randomised asymmetric" : "", alteration: asymmetric ? redraw : nil)
  }

  /// 1 for a network that says the same of all examples of a batch, else 0.
  static func hasCollapsed(_ found: Observation) -> Double {
    found.divergence == nil && (found.list("end.deviation").last ?? 1) < 1e-3 ? 1 : 0
  }

  /// Each hidden unit's weights and bias anew. The stream follows from the weights, which differ by seed.
  private static let redraw: @Sendable (inout [ParameterGroup]) -> Void = { groups in
    let weights = groups.indices.filter { groups[$0].kind == .weights }
    let biases = groups.indices.filter { groups[$0].kind == .bias }
    var seed: UInt64 = 1
    for i in weights { for value in groups[i].values { seed = seed &* 0x100_0000_01b3 ^ UInt64(value.bitPattern) } }
    var stream = RandomStream(seed: seed, purpose: .initialization, index: 1 << 20)
    for (w, b) in zip(weights, biases).dropLast() {
      let units = groups[b].values.count
      let inputs = groups[w].values.count / units
      let deviation = Float((0.36 / Double(inputs)).squareRoot())
      for unit in 0..<units {
        let chosen = stream.integer(below: inputs + 1)
        for input in 0...inputs {
          // Beta(2, 1): the square root of a uniform number.
          let value = input == chosen ? stream.uniform().squareRoot() : stream.normal() * deviation
          if input < inputs { groups[w].values[unit * inputs + input] = value } else { groups[b].values[unit] = value }
        }
      }
    }
  }
}
