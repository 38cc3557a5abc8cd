extension Claim {
  static let geluApproximationsTrain = Claim(
    "gelu-approximations-train", .gelu,
    "It makes no difference to training which form of GELU is used.",
    lecture: "Gaussian Error Linear Unit", papers: [Papers.hendrycks],
    original: "Taken for granted: frameworks offer the forms as interchangeable.",
    setup: ClaimPlans.denseWords, differences: ["Dense networks on digits; transformers were not trained."],
    measure: "Test accuracy of each approximation less that of the exact form, paired by seed: within one point.",
    rule: .all(
      Criterion(Comparison.testName("gelu-tanh", "gelu"), .within(-0.01, 0.01)),
      Criterion(Comparison.testName("gelu-sigmoid", "gelu"), .within(-0.01, 0.01))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["gelu", "gelu-tanh", "gelu-sigmoid"], $0)
    } show: { study in
      let names = ["gelu-tanh", "gelu-sigmoid"]
      return Evidence(
        premises: [try study.learned(["gelu"] + names)],
        effects: try names.map { Effect(Comparison.testName($0, "gelu"), .samples(try study.differences($0, "gelu"))) },
        notes: try study.divergences(["gelu"] + names),
        picture: try .learning(study, ["gelu"] + names))
    })
}
