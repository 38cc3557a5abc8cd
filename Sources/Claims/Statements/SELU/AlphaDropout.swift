internal import Activations
internal import Randomness

extension Claim {
  static let alphaDropout = Claim(
    "alpha-dropout", .selu,
    "Alpha dropout leaves mean and variance of SELU's outputs where they are; ordinary dropout does not.",
    lecture: nil, papers: [Papers.klambauer],
    original: """
      Klambauer et al. (2017): dropped outputs become −λα, SELU's floor, and an affine map restores mean 0 and variance 1; \
      they recommend rates of 0.05 and 0.1.
      """,
    setup: """
      Standard normal inputs through 32 layers of 128 SELU units with LeCun's weights, with dropout of 0.1 after each as \
      in training: alpha dropout, ordinary dropout (0, and the rest divided by 0.9), none. Mean and variance of the last \
      layer's outputs over 64 rows and all units. Quick: 8 draws of weights; full: 20.
      """,
    differences: ["A forward pass with initial weights; written out here, not the trainer's own."],
    measure:
      "Mean and variance with alpha dropout, and |variance − 1| with ordinary dropout less that with alpha dropout.",
    rule: .all(
      Criterion("mean after 32 layers, alpha dropout", .within(-0.1, 0.1)),
      Criterion("variance after 32 layers, alpha dropout", .within(0.8, 1.5)),
      Criterion("|variance − 1|, ordinary less alpha dropout", .above(0))),
    experiment: Calculation("alpha-dropout") { scale, isCancelled in
      var found = Observation()
      for draw in 0..<scale.of(2, 8, 20) {
        if isCancelled() { return nil }
        for kind in DropoutChain.Kind.allCases {
          let moments = try DropoutChain(
            seed: UInt64(draw + 1), depth: scale.of(4, 32, 32), width: scale.of(32, 128, 128)
          )
          .moments(kind)
          found.series["mean \(kind.rawValue)", default: []].append(moments.last?.mean ?? .nan)
          found.series["variance \(kind.rawValue)", default: []].append(moments.last?.variance ?? .nan)
          if draw == 0 { found.series["layers \(kind.rawValue)"] = moments.map(\.variance) }
        }
      }
      return found
    } show: { found, _ in
      let (alpha, ordinary) = (found.list("variance alpha"), found.list("variance ordinary"))
      return Evidence(
        effects: [
          Effect("mean after 32 layers, alpha dropout", .samples(found.list("mean alpha"))),
          Effect("variance after 32 layers, alpha dropout", .samples(alpha)),
          Effect(
            "|variance − 1|, ordinary less alpha dropout",
            .samples(zip(ordinary, alpha).map { abs($0 - 1) - abs($1 - 1) })),
          Effect("mean after 32 layers, ordinary dropout", .samples(found.list("mean ordinary"))),
          Effect("variance after 32 layers, ordinary dropout", .samples(ordinary)),
          Effect("variance after 32 layers, no dropout", .samples(found.list("variance none"))),
        ],
        picture: Picture(
          "Variance of SELU's outputs, layer by layer", x: "layer", y: "variance (one draw of weights)",
          DropoutChain.Kind.allCases.map { kind in
            Picture.Series(
              kind.title,
              found.list("layers \(kind.rawValue)").enumerated().map { Picture.Point(Double($0 + 1), $1) })
          }))
    })
}

/// A chain of SELU layers with dropout, forward.
private struct DropoutChain {
  enum Kind: String, CaseIterable {
    case alpha, ordinary, none

    var title: String {
      switch self {
      case .alpha: "alpha dropout"
      case .ordinary: "ordinary dropout"
      case .none: "none"
      }
    }
  }

  let seed: UInt64
  let depth: Int
  let width: Int
  private static let rows = 64
  private static let rate: Float = 0.1

  /// Mean and variance after each layer's dropout.
  func moments(_ kind: Kind) throws -> [(mean: Double, variance: Double)] {
    let selu = try Activation("selu")
    // −λα, what SELU tends to on the left.
    let floor: Float = -1.758_099_3
    let kept = 1 - Self.rate
    let scale = 1 / (kept + floor * floor * kept * Self.rate).squareRoot()
    var stream = RandomStream(seed: seed, purpose: .initialization)
    var values = stream.normals(Self.rows * width)
    return (0..<depth).map { layer in
      let weights = stream.normals(width * width).map { $0 / Float(width).squareRoot() }
      var next = [Float](repeating: 0, count: Self.rows * width)
      for row in 0..<Self.rows {
        for i in 0..<width {
          let x = values[row * width + i]
          for j in 0..<width { next[row * width + j] += x * weights[i * width + j] }
        }
      }
      selu.apply(inPlace: &next)
      var mask = RandomStream(seed: seed, purpose: .dropout, index: UInt32(layer))
      for i in next.indices {
        let isKept = mask.uniform() >= Self.rate
        switch kind {
        case .alpha: next[i] = scale * ((isKept ? next[i] : floor) - floor * Self.rate)
        case .ordinary: next[i] = isKept ? next[i] / kept : 0
        case .none: break
        }
      }
      values = next
      let mean = next.reduce(0.0) { $0 + Double($1) } / Double(next.count)
      let square = next.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(next.count)
      return (mean, square - mean * mean)
    }
  }
}
