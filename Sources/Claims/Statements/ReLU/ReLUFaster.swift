extension Claim {
  static let reluFaster = Claim(
    "relu-faster", .relu, "ReLU learns faster than the sigmoid and tanh.",
    lecture: "Rectified Linear Units", papers: [Papers.krizhevsky, Papers.glorotBordesBengio],
    original: """
      Krizhevsky et al. (2012): a four-layer convolutional network reached 25 % training error on CIFAR-10 six times \
      faster with ReLU than with tanh, learning rates chosen for each, one run each. The lecture: better in almost all \
      models.
      """,
    setup: ClaimPlans.denseWords,
    differences: [
      "Dense networks on digits, not convolutions on CIFAR-10; speed is accuracy over a fixed number of epochs, not epochs to a fixed error."
    ],
    measure: "Mean validation accuracy over the epochs, ReLU less sigmoid and ReLU less tanh, paired by seed.",
    rule: .all(
      Criterion(Comparison.speedName("relu", "sigmoid"), .above(0)),
      Criterion(Comparison.speedName("relu", "tanh"), .above(0))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["relu", "sigmoid", "tanh"], $0)
    } show: {
      try Comparison.speed("relu", against: ["sigmoid", "tanh"], in: $0)
    })
}
