internal import Activations
internal import Foundation
internal import Randomness

extension Claim {
  static let softmaxIdentities = Claim(
    "softmax-identities", .softmax,
    "Softmax sums to one, does not change when all scores are shifted, and is the sigmoid for two classes.",
    lecture: "Softmax Function; Softmax vs. Sigmoid", papers: [Papers.bridle],
    original: "Identities: eˣ/(e⁰ + eˣ) = 1/(1 + e⁻ˣ).",
    setup: """
      The kernels in Float on random scores (deviation 5, multiples of 1/64, so that shifts are exact): 4,000 rows of 10 \
      classes (full: 100,000), shifted by 1 to 1,000; and softmax of (x, 0) against the sigmoid's kernel.
      """,
    differences: ["In Float, where each identity can fail by rounding: the question is by how much."],
    measure: "Largest |sum − 1|, largest change by a shift, largest difference to the sigmoid.",
    rule: .all(
      Criterion("largest |sum − 1|", .atMost(1e-6)), Criterion("largest change by a shift", .atMost(0)),
      Criterion("largest difference of softmax(x, 0) to σ(x)", .atMost(2e-7))),
    experiment: Calculation("softmax-identities") { scale, _ in
      let (rows, classes) = (scale.of(50, 4_000, 100_000), 10)
      var stream = RandomStream(seed: 1, purpose: .generation)
      let scores = (0..<rows * classes).map { _ in (stream.normal() * 5 * 64).rounded() / 64 }
      let shifts = (0..<rows).map { _ in Float(1 + stream.integer(below: 1_000)) }
      let shifted = scores.indices.map { scores[$0] + shifts[$0 / classes] }
      var (sum, change, sigmoid) = (0.0, 0.0, 0.0)
      let softmax = Softmax.standard
      for row in 0..<rows {
        let range = row * classes..<(row + 1) * classes
        let (a, b) = (softmax.apply(to: Array(scores[range])), softmax.apply(to: Array(shifted[range])))
        sum = max(sum, abs(a.reduce(0.0) { $0 + Double($1) } - 1))
        change = max(change, zip(a, b).map { Double(abs($0 - $1)) }.max() ?? 0)
        let x = scores[row * classes]
        let pair = softmax.apply(to: [x, 0])[0]
        sigmoid = max(sigmoid, Double(abs(pair - (try Activation("sigmoid")).apply(to: [x])[0])))
      }
      let xs = (-32...32).map { Float($0) / 4 }
      return Observation(
        numbers: ["sum": sum, "shift": change, "sigmoid": sigmoid],
        series: [
          "softmax": xs.map { Double(softmax.apply(to: [$0, 0])[0]) },
          "sigmoid": xs.map { Double(1 / (1 + exp(-$0))) },
        ])
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("largest |sum − 1|", .exact(found["sum"])),
          Effect("largest change by a shift", .exact(found["shift"])),
          Effect("largest difference of softmax(x, 0) to σ(x)", .exact(found["sigmoid"])),
        ],
        picture: Picture(
          "Softmax of (x, 0) and the sigmoid", x: "x", y: "value",
          [("softmax", "softmax"), ("σ(x)", "sigmoid")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0 - 32) / 4, $1) })
          }))
    })
}
