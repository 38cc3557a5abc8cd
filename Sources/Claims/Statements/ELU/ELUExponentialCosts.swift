extension Claim {
  static let eluExponentialCosts = Claim(
    "elu-exponential-costs", .elu, "ELU is dearer than ReLU and than leaky ReLU, which has no exponential.",
    lecture: "Exponential Linear Unit", papers: [Papers.clevert],
    original: "Stated without figures; Clevert et al. (2016) found networks 5 % slower with their implementation.",
    setup: """
      This machine, one thread, 65,536 numbers in its second cache, functions in turns; and a whole training step of a \
      dense network of three layers of 128 units on batches of 64. Quick: 40 rounds; full: 200.
      """,
    differences: ["Rounds of one process. Kernels of this program on a processor."],
    measure: """
      Time of ELU divided by that of ReLU and by that of leaky ReLU, forward; of a training step too, which is not part of \
      the rule.
      """,
    rule: .all(
      Criterion("time of elu / time of ReLU, forward", .above(1.05)),
      Criterion("time of elu / time of leaky-relu, forward", .above(1.05))),
    experiment: Calculation("elu-exponential-costs", version: 2, isTiming: true) { scale, _ in
      try CostClaims.measured(["relu", "leaky-relu", "elu"], scale)
    } show: { found, _ in
      var evidence = CostClaims.evidence(found, ["leaky-relu", "elu"], than: "relu")
      evidence.effects.append(
        Effect(
          "time of elu / time of leaky-relu, forward", .samples(Timing.ratios(found, "elu", "leaky-relu", "forward."))))
      return evidence
    })
}
