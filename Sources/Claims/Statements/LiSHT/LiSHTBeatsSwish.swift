extension Claim {
  static let lishtBeatsSwish = Claim(
    "lisht-beats-swish", .lisht, "LiSHT is better than Swish on a number of problems.",
    lecture: "LiSHT Activation Function", papers: [Papers.roy],
    original: """
      Roy et al. (2019): a dense network on MNIST: tanh 98.26, sigmoid 98.43, ReLU 98.48, Swish 98.45, LiSHT 98.60 % \
      accuracy; no variances. Also better on Iris, CIFAR-10 and -100 and a sentiment task.
      """,
    setup: """
      Dense networks of three hidden layers on five generated problems (digits, moons, circles, spirals, xor), and MNIST \
      for the full scale where it was fetched; own rates and gains. Quick: 500 training examples, 32 units, 6 epochs, 8 \
      seeds; full: 2,000, 64 units, 8 epochs, 20 seeds.
      """,
    differences: ["Other problems, but for MNIST; own gains and rates; 2,000 of MNIST's images for 60,000."],
    measure: """
      Test accuracy of LiSHT less Swish's, problem by problem, paired by seed. "A number of problems" is taken to mean two \
      or more: the claim holds if the second largest difference is above 0, does not if none but one can be.
      """,
    rule: .all(Criterion("problems on which LiSHT is better than Swish", .atLeast(2))),
    experiment: StudyExperiment {
      try Problems.plan(["swish", "lisht", "relu", "tanh"], $0)
    } show: { study in
      try Problems.evidence(study, "lisht", over: "swish", "problems on which LiSHT is better than Swish")
    })
}
