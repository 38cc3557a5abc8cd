internal import Activations

extension Claim {
  static let tanhDerivativeShape = Claim(
    "tanh-derivative-shape", .tanh,
    "Tanh is monotonic, its derivative is not; the derivative's peak is four times the sigmoid's.",
    lecture: "Tanh",
    original: "Stated without figures; that tanh's slope is steeper is given as the reason why it learns faster.",
    setup: "The kernels at steps of 2⁻¹⁰ from −8 to 8.",
    differences: ["A calculation."],
    measure: "The smallest step of tanh, the smallest and largest step of its derivative, and the peaks' ratio.",
    rule: .all(
      Criterion("smallest step of tanh", .atLeast(0)),
      Criterion("largest step up of its derivative", .above(0)),
      Criterion("largest step down of its derivative", .above(0)),
      Criterion("peak of tanh′ / peak of σ′", .within(4, 4))),
    experiment: Calculation("tanh-derivative-shape") { _, _ in
      let (tanh, sigmoid) = (try Activation("tanh"), try Activation("sigmoid"))
      let xs = (-8 * 1024...8 * 1024).map { Double($0) / 1024 }
      let (values, slopes) = (xs.map { tanh.value($0) }, xs.map { tanh.derivative($0) })
      func steps(_ list: [Double]) -> [Double] { zip(list.dropFirst(), list).map { $0 - $1 } }
      return Observation(
        numbers: [
          "least": steps(values).min() ?? .nan, "up": steps(slopes).max() ?? .nan,
          "down": -(steps(slopes).min() ?? .nan),
          "ratio": (slopes.max() ?? .nan) / (xs.map { sigmoid.derivative($0) }.max() ?? .nan),
        ],
        series: [
          "tanh": (-24...24).map { tanh.value(Double($0) / 6) },
          "slope": (-24...24).map { tanh.derivative(Double($0) / 6) },
          "sigmoid": (-24...24).map { sigmoid.derivative(Double($0) / 6) },
        ])
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("smallest step of tanh", .exact(found["least"])),
          Effect("largest step up of its derivative", .exact(found["up"])),
          Effect("largest step down of its derivative", .exact(found["down"])),
          Effect("peak of tanh′ / peak of σ′", .exact(found["ratio"])),
        ],
        picture: Picture(
          "Tanh and the slopes", x: "x", y: "value",
          [("tanh", "tanh"), ("tanh′", "slope"), ("σ′", "sigmoid")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0 - 24) / 6, $1) })
          }))
    })
}
