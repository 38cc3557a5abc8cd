internal import Studies

extension Claim {
  static let preluOverfits = Claim(
    "prelu-overfits", .prelu, "With few data, learned slopes lead to overfitting.",
    lecture: "Parameterized ReLU", papers: [Papers.xu],
    original: """
      Xu et al. (2015): on the National Data Science Bowl's small set, PReLU had the lowest training error and a higher \
      test error than randomised leaky ReLU; one run each. The lecture: for complex networks it may overfit.
      """,
    setup: """
      Dense networks of three hidden layers on few examples: 100 digits (quick: 64 units, 20 epochs, 10 seeds; full: 128 \
      units, 40 epochs, 30 seeds), ReLU, PReLU and leaky ReLU (0.25), each with its own tuned rate.
      """,
    differences: ["Digits and dense networks; the number of slopes (one a unit) is small beside that of the weights."],
    measure: """
      Training loss of the last epoch and test accuracy, ReLU less PReLU, paired by seed: overfitting is a lower loss on \
      the training examples and a lower accuracy on others.
      """,
    rule: .all(
      Criterion("training loss, relu less prelu", .above(0)),
      Criterion(Comparison.testName("relu", "prelu"), .above(0))),
    experiment: StudyExperiment { context in
      try ClaimPlans.dense(
        ["relu", "prelu", "leaky-relu(0.25)"], context, train: 100, epochs: context.scale.of(1, 20, 40),
        seeds: context.scale.of(2, 10, 30), data: "digits")
    } show: { study in
      var evidence = try Comparison.test("relu", against: ["prelu", "leaky-relu(0.25)"], in: study)
      evidence.effects.append(
        Effect(
          "training loss, relu less prelu",
          .samples(try study.differences("relu", "prelu", StudyFigures.trainLoss))))
      return evidence
    })
}
