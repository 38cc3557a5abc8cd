internal import Activations

extension Claim {
  static let sigmoidSaturates = Claim(
    "sigmoid-saturates", .sigmoid,
    "The sigmoid saturates: far from zero its slope is close to nothing, on both sides.",
    lecture: "Sigmoid – drawbacks", papers: [Papers.lecun],
    original: "Stated without figures.",
    setup: """
      The derivative is calculated on a grid of steps of 1/1024 from −20 to 20, and compared with its largest value. \
      ReLU, for x > 0, stands beside it.
      """,
    differences: ["A calculation, not a training run: what saturation does to training is measured by other claims."],
    measure: "The largest |f′| outside |x| ≤ 5, as a share of the largest anywhere.",
    rule: .all(
      Criterion("largest σ′ beyond |x| = 5, as a share of its maximum", .below(0.03)),
      Criterion("the same for the derivative of ReLU, for x above 5", .atLeast(1))),
    experiment: Calculation("sigmoid-saturates") { _, _ in
      let (sigmoid, relu) = (try Activation("sigmoid"), try Activation("relu"))
      let xs = (-20 * 1024...20 * 1024).map { Double($0) / 1024 }
      let top = xs.map { abs(sigmoid.derivative($0)) }.max() ?? 0
      let outside = xs.filter { abs($0) > 5 }.map { abs(sigmoid.derivative($0)) }.max() ?? 0
      let reluTop = xs.map { abs(relu.derivative($0)) }.max() ?? 0
      let reluRight = xs.filter { $0 > 5 }.map { abs(relu.derivative($0)) }.min() ?? 0
      var found = Observation(numbers: ["share": outside / top, "relu": reluRight / reluTop])
      found.series["sigmoid"] = (-40...40).map { sigmoid.derivative(Double($0) / 4) / top }
      found.series["tanh"] = try (-40...40).map { try Activation("tanh").derivative(Double($0) / 4) }
      found.series["relu"] = (-40...40).map { relu.derivative(Double($0) / 4) }
      return found
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("largest σ′ beyond |x| = 5, as a share of its maximum", .exact(found["share"])),
          Effect("the same for the derivative of ReLU, for x above 5", .exact(found["relu"])),
        ],
        picture: Picture(
          "The slope falls off on both sides", x: "x", y: "f′(x) / largest f′",
          [("Sigmoid", "sigmoid"), ("Tanh", "tanh"), ("ReLU", "relu")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0 - 40) / 4, $1) })
          }))
    })
}
