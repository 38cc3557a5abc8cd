extension Claim {
  static let mishBeatsSwish = Claim(
    "mish-beats-swish", .mish, "Mish is better than Swish on a variety of tasks.",
    lecture: "Mish", papers: [Papers.misra],
    original: """
      Misra (2019, and the figures beside the code): SqueezeNet on CIFAR-10, 23 runs each: Mish 87.48 %, Swish 87.32 %, \
      ReLU 86.66 %, p = 0.1973 between the first two; many other benchmarks, most of single runs. The lecture: the jury is \
      still out.
      """,
    setup: "The problems of lisht-beats-swish.",
    differences: ["Dense networks on small problems for convolutional ones on CIFAR-10."],
    measure: "As lisht-beats-swish, Mish less Swish.",
    rule: .all(Criterion("problems on which Mish is better than Swish", .atLeast(2))),
    experiment: StudyExperiment {
      try Problems.plan(["swish", "mish", "relu"], $0)
    } show: { study in
      try Problems.evidence(study, "mish", over: "swish", "problems on which Mish is better than Swish")
    })
}
