extension Claim {
  static let eluSlowerThanSwishSELU = Claim(
    "elu-slower-than-swish-selu", .elu, "ELU may converge more slowly than Swish and SELU.",
    lecture: "Exponential Linear Unit", original: "Stated without figures or source.",
    setup: ClaimPlans.denseWords, differences: ["The lecture names no set-up."],
    measure: "Mean validation accuracy over the epochs, ELU less Swish and ELU less SELU, paired by seed.",
    rule: .all(
      Criterion(Comparison.speedName("elu", "swish"), .below(0)),
      Criterion(Comparison.speedName("elu", "selu"), .below(0))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["elu", "swish", "selu"], $0)
    } show: {
      try Comparison.speed("elu", against: ["swish", "selu"], in: $0)
    })
}
