extension Claim {
  static let leakySlopeMatters = Claim(
    "leaky-slope-matters", .leakyReLU,
    "The slope of leaky ReLU is a parameter that must be tuned: its value makes a difference to the accuracy.",
    lecture: "Leaky ReLU", papers: [Papers.xu],
    original: """
      Xu et al. (2015): on CIFAR-10 a slope of 1/5.5 gave an error of 11.20 %, 1/100 gave 12.66 %; on CIFAR-100 40.42 and \
      42.05 %; one run each.
      """,
    setup: "\(ClaimPlans.denseWords) Slopes 0.01, 0.1, 0.18 (about 1/5.5) and 0.3.",
    differences: [
      "Dense networks on digits, not convolutions on CIFAR; each slope has its own gain and learning rate."
    ],
    measure: """
      Test accuracy of each slope less that of 0.01, paired by seed. A difference counts from half a point on.
      """,
    rule: .any(
      ["leaky-relu(0.1)", "leaky-relu(0.18)", "leaky-relu(0.3)"].flatMap {
        [
          Criterion(Comparison.testName($0, "leaky-relu"), .above(0.005)),
          Criterion(Comparison.testName($0, "leaky-relu"), .below(-0.005)),
        ]
      }),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["leaky-relu", "leaky-relu(0.1)", "leaky-relu(0.18)", "leaky-relu(0.3)"], $0)
    } show: { study in
      let slopes = ["leaky-relu(0.1)", "leaky-relu(0.18)", "leaky-relu(0.3)"]
      let all = ["leaky-relu"] + slopes
      return Evidence(
        premises: [try study.learned(all)],
        effects: try slopes.map {
          Effect(Comparison.testName($0, "leaky-relu"), .samples(try study.differences($0, "leaky-relu")))
        },
        notes: try study.divergences(all) + [Comparison.ratesNote(all, study)],
        picture: .points(
          "Accuracy by slope", y: "test accuracy",
          try zip(["0.01", "0.1", "0.18", "0.3"], all).map { ($0, try study.means($1)) }))
    })
}
