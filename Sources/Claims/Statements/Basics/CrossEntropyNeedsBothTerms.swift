internal import Activations
internal import Foundation

extension Claim {
  static let crossEntropyNeedsBothTerms = Claim(
    "cross-entropy-needs-both-terms", .basics,
    "For a sigmoid with binary cross-entropy the gradient with respect to z is a − y.",
    lecture: "Forward and Back Propagation",
    original: "The lecture derives it below the loss −y log a, after showing the loss with both terms.",
    setup: """
      z from −10 to 10 in steps of 1/16, y = 0 and 1: the derivative of the loss by central differences of 10⁻⁵ in Double, \
      for −[y log a + (1 − y) log(1 − a)] and for −y log a alone, against a − y.
      """,
    differences: ["A calculation."],
    measure: "The largest |derivative − (a − y)| of each.",
    rule: .onlyIf(
      "the loss has both of its terms",
      [Criterion("largest difference to a − y, both terms", .below(1e-6))],
      otherwise: [Criterion("largest difference to a − y, −y log a alone", .below(1e-6))]),
    remark: """
      The lecture's page gives ℓ = −y log(a) for binary classification. That is half of the loss: for y = 0 it is 0 for \
      every a, has no gradient, and a − y does not follow from it. Hillock's loss has both terms.
      """,
    experiment: Calculation("cross-entropy-needs-both-terms") { _, _ in
      let sigmoid = try Activation("sigmoid")
      // log σ(z) = −softplus(−z), so that nothing cancels.
      func logSigmoid(_ z: Double) -> Double { min(z, 0) - log1p(exp(-abs(z))) }
      func both(_ z: Double, _ y: Double) -> Double { -(y * logSigmoid(z) + (1 - y) * logSigmoid(-z)) }
      func half(_ z: Double, _ y: Double) -> Double { -y * logSigmoid(z) }
      func slope(_ f: (Double, Double) -> Double, _ z: Double, _ y: Double) -> Double {
        (f(z + 1e-5, y) - f(z - 1e-5, y)) / 2e-5
      }
      var found = Observation(numbers: ["both": 0, "half": 0])
      for i in -160...160 {
        let z = Double(i) / 16
        for y in [0.0, 1] {
          let exact = sigmoid.value(z) - y
          found.numbers["both"] = max(found["both"], abs(slope(both, z, y) - exact))
          found.numbers["half"] = max(found["half"], abs(slope(half, z, y) - exact))
        }
        if i % 8 == 0 {
          found.series["full", default: []].append(slope(both, z, 0))
          found.series["part", default: []].append(slope(half, z, 0))
        }
      }
      return found
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("largest difference to a − y, both terms", .exact(found["both"])),
          Effect("largest difference to a − y, −y log a alone", .exact(found["half"])),
        ],
        picture: Picture(
          "The gradient for an example of class 0", x: "z", y: "∂ℓ/∂z",
          [("both terms", "full"), ("−y log a alone", "part")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0 - 20) / 2, $1) })
          }))
    })
}
