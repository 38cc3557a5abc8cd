internal import Activations

extension Claim {
  static let softmaxGradientVanishes = Claim(
    "softmax-gradient-vanishes", .softmax, "Like the sigmoid's, softmax's gradient vanishes when it is saturated.",
    lecture: "Softmax vs. Sigmoid",
    original: "Stated without figures: the vanishing gradient is still a problem.",
    setup: """
      Ten classes, one score ahead of the others by a margin from 0 to 30, and another class is the right one: the norm of \
      the loss's gradient with respect to the scores, for squared error and for cross-entropy.
      """,
    differences: ["A calculation."],
    measure: "The gradient's norm at a margin of 20.",
    rule: .onlyIf(
      "the loss is not cross-entropy",
      [Criterion("gradient at a margin of 20, squared error", .below(1e-6))],
      otherwise: [Criterion("gradient at a margin of 20, cross-entropy", .below(1e-6))]),
    remark: """
      The lecture says so of softmax without naming the loss. With cross-entropy, which it recommends for the output \
      layer, the saturation cancels: the gradient is p − y.
      """,
    experiment: Calculation("softmax-gradient-vanishes") { _, _ in
      var found = Observation()
      for margin in 0...30 {
        let p = Softmax.standard.apply(to: [Double(margin)] + [Double](repeating: 0, count: 9))
        let y = (0..<10).map { $0 == 1 ? 1.0 : 0 }
        let difference = zip(p, y).map { $0 - $1 }
        let dot = zip(p, difference).reduce(0) { $0 + $1.0 * $1.1 }
        let squared = zip(p, difference).map { 2 * $0 * ($1 - dot) }
        func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        found.series["squared", default: []].append(norm(squared))
        found.series["crossEntropy", default: []].append(norm(difference))
      }
      return found
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("gradient at a margin of 20, squared error", .exact(found.list("squared")[20])),
          Effect("gradient at a margin of 20, cross-entropy", .exact(found.list("crossEntropy")[20])),
        ],
        picture: Picture(
          "The gradient of a wrong answer", x: "margin of the wrong class", y: "norm of the gradient", logY: true,
          [("squared error", "squared"), ("cross-entropy", "crossEntropy")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0), $1) })
          }))
    })
}
