extension Claim {
  static let tanhFasterThanSigmoid = Claim(
    "tanh-faster-than-sigmoid", .tanh, "Tanh learns faster than the sigmoid.",
    lecture: "Tanh", papers: [Papers.lecun, Papers.glorotBengio],
    original: """
      Glorot & Bengio (2010) found networks of sigmoids with one to five layers slower and worse than those of tanh, on \
      Shapeset and MNIST among others. LeCun et al. (1998) recommend tanh. The lecture adds that studies disagree.
      """,
    setup: ClaimPlans.denseWords,
    differences: [
      "Each function has its own gain and learning rate; in most comparisons they share both, which is a part of the difference that they found."
    ],
    measure:
      "Mean validation accuracy over the epochs (how fast it learns), tanh less sigmoid, paired by seed: at least half a point counts.",
    rule: .all(Criterion(Comparison.speedName("tanh", "sigmoid"), .above(0.005))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["sigmoid", "tanh"], $0)
    } show: {
      try Comparison.speed("tanh", against: ["sigmoid"], in: $0)
    })
}
