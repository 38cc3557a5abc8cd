extension Claim {
  static let eluFasterThanReLU = Claim(
    "elu-faster-than-relu", .elu, "ELU converges faster than ReLU.",
    lecture: "Exponential Linear Unit", papers: [Papers.clevert],
    original: """
      Clevert et al. (2016): on MNIST with eight layers of 128 units, and on CIFAR and ImageNet, the training error of ELU \
      networks falls faster (figures over five runs on MNIST, without intervals).
      """,
    setup: ClaimPlans.denseWords,
    differences: ["Three layers, not eight; validation accuracy, not training error; rates tuned for each."],
    measure: "Mean validation accuracy over the epochs, ELU less ReLU, paired by seed.",
    rule: .all(Criterion(Comparison.speedName("elu", "relu"), .above(0))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["relu", "elu"], $0)
    } show: {
      try Comparison.speed("elu", against: ["relu"], in: $0)
    })
}
