internal import NeuralNetworks

/// What both claims about SELU share.
enum SELUClaims {
  static let depths = [8, 32, 64]

  static func arm(
    _ name: String, depth: Int, _ initialization: Initialization, _ context: ClaimContext, dropout: Bool
  ) throws -> Arm {
    let scale = context.scale
    return try Arm(
      name, data: try context.data.data("digits", train: scale.of(128, 512, 2_000)),
      layers: "repeat \(depth) (dense \(scale.of(16, 64, 256)), selu\(dropout ? ", alpha-dropout 0.05" : ""))",
      initialization: initialization, rate: 0.001, epochs: dropout ? scale.of(1, 2, 5) : 1)
  }

  /// Of the last hidden layer; the output layer is the last in the list.
  static func lastHidden(_ found: Observation, _ series: String) -> Double {
    found.list(series).dropLast().last ?? .nan
  }
}
