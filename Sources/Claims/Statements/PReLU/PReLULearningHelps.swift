internal import Studies

extension Claim {
  static let preluLearningHelps = Claim(
    "prelu-learning-helps", .prelu,
    "Learning the slope helps beyond what a well-chosen fixed slope does.",
    lecture: "Parameterized ReLU", papers: [Papers.he, Papers.xu],
    original: """
      He et al. (2015, table 2): on ImageNet with 14 layers, top-1 error 33.82 % with ReLU, 32.64 % with PReLU. One run each.
      """,
    setup: """
      The dense networks of the other comparisons: PReLU with one slope a channel, learned from 0.25, against leaky ReLU \
      with slopes 0.25 (where PReLU starts) and 0.1. \(ClaimPlans.denseWords)
      """,
    differences: ["Dense networks on digits; fixed slopes on a grid, not the value that was learned."],
    measure: "Test accuracy of PReLU less that of each fixed slope, paired by seed.",
    rule: .all(
      Criterion(Comparison.testName("prelu", "leaky-relu(0.25)"), .above(0)),
      Criterion(Comparison.testName("prelu", "leaky-relu(0.1)"), .above(0))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["relu", "prelu", "leaky-relu(0.25)", "leaky-relu(0.1)"], $0)
    } show: {
      try Comparison.test("prelu", against: ["leaky-relu(0.25)", "leaky-relu(0.1)", "relu"], in: $0)
    })
}
