extension Claim {
  static let swishLearnedBeta = Claim(
    "swish-learned-beta", .swish, "Learning β makes Swish better than with β fixed at 1.",
    lecture: "Swish", papers: [Papers.ramachandran],
    original: """
      Ramachandran et al. (2017, tables 4 to 9): Swish with trained β and with β = 1 are close; trained β spread from 0 to \
      1.5 with a peak near 1 (figure 7, Mobile NASNet-A).
      """,
    setup: "\(ClaimPlans.denseWords) β learned for each channel, from 1.",
    differences: ["Dense networks on digits."],
    measure: "Test accuracy with learned β less that with β = 1, paired by seed.",
    rule: .all(Criterion(Comparison.testName("swish learned per-channel", "swish"), .above(0))),
    experiment: StudyExperiment {
      try ClaimPlans.dense(["swish", "swish learned per-channel"], $0)
    } show: {
      try Comparison.test("swish learned per-channel", against: ["swish"], in: $0)
    })
}
