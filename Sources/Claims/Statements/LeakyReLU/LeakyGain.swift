extension Claim {
  static let leakyGain = Claim(
    "leaky-gain", .leakyReLU, "Leaky ReLU brings only a limited improvement over ReLU: less than a point of accuracy.",
    lecture: "Leaky ReLU", papers: [Papers.maas, Papers.xu],
    original: """
      Maas et al. (2013): no gain in accuracy on acoustic models. Xu et al. (2015): on CIFAR-10 error 12.45 % with ReLU, \
      12.66 % with a slope of 1/100, 11.20 % with 1/5.5; one run each.
      """,
    setup: ClaimPlans.denseWords, differences: ["Dense networks on digits, not convolutions on CIFAR-10."],
    measure: "Test accuracy of leaky ReLU (0.01) less ReLU's, paired by seed.",
    rule: .all(Criterion(Comparison.testName("leaky-relu", "relu"), .within(-0.01, 0.01))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["relu", "leaky-relu"], $0)
    } show: {
      try Comparison.test("leaky-relu", against: ["relu"], in: $0)
    })
}
