internal import Activations

extension Claim {
  static let sigmoidDerivativeQuarter = Claim(
    "sigmoid-derivative-quarter", .sigmoid,
    "The derivative of the sigmoid is never larger than 1/4, which it reaches at zero.",
    lecture: "Sigmoid – drawbacks", papers: [Papers.hochreiter],
    original: "A fact of calculus: σ′ = σ(1 − σ).",
    setup: """
      The kernel's derivative at some 2.6 million Floats, evenly spread from −20 to 20, and at zero. Quick and full are the same.
      """,
    differences: ["Calculated in Float, whose rounding could exceed the bound; it must not."],
    measure: "The largest σ′, and σ′(0).",
    rule: .all(Criterion("largest σ′", .atMost(0.25)), Criterion("σ′(0)", .within(0.25, 0.25))),
    experiment: Calculation("sigmoid-derivative-quarter") { scale, _ in
      let sigmoid = try Activation("sigmoid")
      let steps = scale == .tiny ? 20 * 64 : 20 * 65_536
      let xs = (-steps...steps).map { Float($0) * 20 / Float(steps) }
      let slopes = sigmoid.derivative(of: xs)
      return Observation(
        numbers: ["largest": Double(slopes.max() ?? .nan), "zero": Double(sigmoid.derivative(of: [Float(0)])[0])],
        series: ["slopes": (-32...32).map { sigmoid.derivative(Double($0) / 4) }])
    } show: { found, _ in
      Evidence(
        effects: [Effect("largest σ′", .exact(found["largest"])), Effect("σ′(0)", .exact(found["zero"]))],
        picture: Picture(
          "σ′ has its maximum of 1/4 at zero", x: "x", y: "σ′(x)",
          [
            Picture.Series("σ′", found.list("slopes").enumerated().map { Picture.Point(Double($0 - 32) / 4, $1) }),
            Picture.Series("1/4", [Picture.Point(-8, 0.25), Picture.Point(8, 0.25)]),
          ]))
    })
}
