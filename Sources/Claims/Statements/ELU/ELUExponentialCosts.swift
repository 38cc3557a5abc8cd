extension Claim {
  static let eluExponentialCosts = Claim(
    "elu-exponential-costs", .elu, "ELU is dearer than ReLU, because of its exponential.",
    lecture: "Exponential Linear Unit", papers: [Papers.clevert],
    original: "Stated without figures; Clevert et al. (2016) found networks 5 % slower with their implementation.",
    setup: """
      This machine, one thread, 65,536 numbers in its second cache, functions in turns; and a whole training step of a \
      dense network of three layers of 128 units on batches of 64. Quick: 40 rounds; full: 200.
      """,
    differences: ["Kernels of this program on a processor."],
    measure: "Time of ELU divided by that of ReLU, forward; of a training step too, which is not part of the rule.",
    rule: .all(Criterion("time of elu / time of ReLU, forward", .above(1))),
    experiment: Calculation("elu-exponential-costs", version: 2, isTiming: true) { scale, _ in
      try CostClaims.measured(["relu", "leaky-relu", "elu"], scale)
    } show: { found, _ in
      CostClaims.evidence(found, ["leaky-relu", "elu"], than: "relu")
    })
}
