extension Claim {
  static let geluSlower = Claim(
    "gelu-slower", .gelu, "GELU makes training steps slower than ReLU does, because it is harder to calculate.",
    lecture: "Gaussian Error Linear Unit", original: "Stated without figures.",
    setup: """
      This machine, one thread: a whole training step of a dense network of three layers of 128 units on batches of 64, \
      functions in turns; and the kernels alone, 65,536 numbers in the second cache. Quick: 40 rounds; full: 200.
      """,
    differences: ["A small network, in which the activation weighs more than in large ones."],
    measure: "Time of a training step with GELU divided by that with ReLU; at least 1.05 counts as slower.",
    rule: .all(Criterion("time of gelu / time of ReLU, training step", .above(1.05))),
    experiment: Calculation("gelu-slower", version: 2, isTiming: true) { scale, _ in
      try CostClaims.measured(["relu", "gelu", "gelu-tanh"], scale)
    } show: { found, _ in
      CostClaims.evidence(found, ["gelu", "gelu-tanh"], than: "relu")
    })
}
