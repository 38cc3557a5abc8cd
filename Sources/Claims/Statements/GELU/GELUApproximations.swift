internal import Activations
internal import Foundation

extension Claim {
  static let geluApproximations = Claim(
    "gelu-approximations", .gelu,
    "The tanh form of GELU is off by less than 0.001 everywhere, the sigmoid form by less than 0.03.",
    lecture: "Gaussian Error Linear Unit", papers: [Papers.hendrycks],
    original: "Both forms are given as approximations, without errors.",
    setup:
      "The three kernels in Double from −12 to 12 in steps of 2⁻¹², and the tanh form with the lecture's constant.",
    differences: ["A calculation."],
    measure: "The largest |difference| to x Φ(x).",
    rule: .all(
      Criterion("largest error of the tanh form", .below(0.001)),
      Criterion("largest error of the sigmoid form", .below(0.03))),
    remark: """
      The lecture prints the constant as 0.04475. It is 0.044715 (Hendrycks & Gimpel 2016). With the misprint the largest \
      error is about as large, since the constant was not chosen for it, but the function is another one.
      """,
    experiment: Calculation("gelu-approximations") { scale, _ in
      let (exact, tanh, sigmoid) = (try Activation("gelu"), try Activation("gelu-tanh"), try Activation("gelu-sigmoid"))
      let steps = scale == .tiny ? 16 : 4_096
      let xs = (-12 * steps...12 * steps).map { Double($0) / Double(steps) }
      func misprinted(_ x: Double) -> Double {
        0.5 * x * (1 + Foundation.tanh(0.7978845608028654 * (x + 0.04475 * x * x * x)))
      }
      func largest(_ f: (Double) -> Double) -> Double { xs.map { abs(f($0) - exact.value($0)) }.max() ?? .nan }
      return Observation(
        numbers: [
          "tanh": largest { tanh.value($0) }, "sigmoid": largest { sigmoid.value($0) },
          "misprint": largest(misprinted),
        ],
        series: [
          "tanh": (-50...50).map { tanh.value(Double($0) / 10) - exact.value(Double($0) / 10) },
          "sigmoid": (-50...50).map { sigmoid.value(Double($0) / 10) - exact.value(Double($0) / 10) },
        ])
    } show: { found, _ in
      Evidence(
        effects: [
          Effect("largest error of the tanh form", .exact(found["tanh"])),
          Effect("largest error of the sigmoid form", .exact(found["sigmoid"])),
          Effect("largest error of the tanh form with the lecture's 0.04475", .exact(found["misprint"])),
        ],
        picture: Picture(
          "The approximations' errors", x: "x", y: "approximation − x Φ(x)",
          [("tanh form", "tanh"), ("sigmoid form", "sigmoid")].map { title, name in
            Picture.Series(title, found.list(name).enumerated().map { Picture.Point(Double($0 - 50) / 10, $1) })
          }))
    })
}
