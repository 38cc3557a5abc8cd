internal import Datasets

extension Claim {
  static let sigmoidNeedsScaledInputs = Claim(
    "sigmoid-needs-scaled-inputs", .sigmoid,
    "A network of sigmoids needs its inputs scaled: large ones saturate it and it learns badly.",
    lecture: "Sigmoid – drawbacks", papers: [Papers.lecun],
    original: "LeCun et al. (1998, section 4.3) recommend inputs of mean 0 and variance 1. No figures.",
    setup: """
      Digits, standardised (mean 0, variance 1 over all pixels' own scale), and the same times 100; one hidden layer's \
      network of sigmoids, and one of ReLU for comparison, each at the best of six learning rates by the validation \
      score of two seeds, judged on the others. Quick: 1,000 digits, 64 units, 6 epochs, 8 seeds; full: 3,000 digits, 8 \
      epochs, 20 seeds.
      """,
    differences: [
      "A factor of 100 stands for whatever scale raw data have; pixels from 0 to 255 are about 80 times ours."
    ],
    measure: "Test accuracy with standardised inputs less that with inputs times 100, each at its best rate.",
    rule: .all(Criterion("accuracy of sigmoid, scaled less unscaled", .above(0.01))),
    experiment: RunExperiment(seeds: { $0.of(3, 10, 22) }) { context in
      let scale = context.scale
      let scaled = try context.data.data("digits", train: scale.of(128, 1_000, 3_000))
      let raw = scaled.changingInputs { $0 = $0.map { $0 * 100 } }
      return try rates(scale).flatMap { rate in
        try ["sigmoid", "relu"].flatMap { name in
          try [("scaled", scaled, ""), ("raw", raw, "inputs times 100")].map { kind, data, alteration in
            try Arm(
              RunFigures.name("\(name) \(kind)", rate), data: data, layers: "dense \(scale.of(12, 64, 64)), \(name)",
              rate: rate, epochs: scale.of(1, 6, 8), alterationName: alteration, isProbed: false)
          }
        }
      }
    } show: { runs in
      func tuned(_ arm: String) throws -> (rate: Double, runs: [Observation]) {
        try runs.tuned(arm, rates: rates(runs.scale))
      }
      let (scaled, raw) = (try tuned("sigmoid scaled"), try tuned("sigmoid raw"))
      let (reluScaled, reluRaw) = (try tuned("relu scaled"), try tuned("relu raw"))
      return Evidence(
        premises: [Premise.learned(scaled.runs)],
        effects: [
          Effect(
            "accuracy of sigmoid, scaled less unscaled",
            .samples(zip(scaled.runs, raw.runs).map { $0["test"] - $1["test"] })),
          Effect(
            "accuracy of ReLU, scaled less unscaled",
            .samples(zip(reluScaled.runs, reluRaw.runs).map { $0["test"] - $1["test"] })),
        ],
        notes: [
          "Best rates of sigmoid: \(scaled.rate) scaled, \(raw.rate) unscaled; of ReLU \(reluScaled.rate) and \(reluRaw.rate)."
        ],
        picture: .learning([
          ("Sigmoid, scaled", scaled.runs), ("Sigmoid, × 100", raw.runs), ("ReLU, scaled", reluScaled.runs),
          ("ReLU, × 100", reluRaw.runs),
        ]))
    })

  private static func rates(_ scale: ClaimScale) -> [Double] {
    scale.of([0.001, 0.1], [0.00001, 0.0001, 0.001, 0.01, 0.1, 0.3], [0.00001, 0.0001, 0.001, 0.01, 0.1, 0.3])
  }
}
