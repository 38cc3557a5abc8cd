extension Claim {
  static let reluCheaper = Claim(
    "relu-cheaper", .relu, "ReLU costs less than the sigmoid and tanh.",
    lecture: "Rectified Linear Units", papers: [Papers.glorotBordesBengio],
    original: "Stated without figures: simpler operations.",
    setup: """
      This machine, one thread, 65,536 numbers that lie in its second cache, functions in turns; and a whole training \
      step of a dense network of three layers of 128 units on batches of 64. Quick: 40 rounds; full: 200.
      """,
    differences: [
      "Rounds of one process: where arrays lie in memory is the same in all. Kernels of this program, which are vectorised; the ratio was larger when exponentials were calls."
    ],
    measure: "Time of sigmoid and of tanh divided by that of ReLU: forward, and of a training step.",
    rule: .all(
      Criterion("time of sigmoid / time of ReLU, forward", .above(1.05)),
      Criterion("time of tanh / time of ReLU, forward", .above(1.05))),
    experiment: Calculation("relu-cheaper", version: 2, isTiming: true) { scale, _ in
      try CostClaims.measured(["relu", "sigmoid", "tanh"], scale)
    } show: { found, _ in
      CostClaims.evidence(found, ["sigmoid", "tanh"], than: "relu")
    })
}
