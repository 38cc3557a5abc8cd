extension Claim {
  static let geluSlowerInEpochs = Claim(
    "gelu-slower-in-epochs", .gelu, "GELU needs more epochs than ReLU.",
    lecture: "Gaussian Error Linear Unit", original: "Slower training, attributed to its smoothness; no figures.",
    setup: ClaimPlans.denseWords, differences: ["The lecture names no set-up."],
    measure: "Mean validation accuracy over the epochs, GELU less ReLU, paired by seed.",
    rule: .all(Criterion(Comparison.speedName("gelu", "relu"), .below(0))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["relu", "gelu"], $0)
    } show: {
      try Comparison.speed("gelu", against: ["relu"], in: $0)
    })
}
