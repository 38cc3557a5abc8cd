internal import Activations

extension Claim {
  static let costPerFunction = Claim(
    "cost-per-function", .choosing,
    "Functions must be cheap, since every unit calculates one: a dear one slows training noticeably.",
    lecture: "Activation Functions",
    original: "Stated without figures.",
    setup: """
      This machine, one thread: every function of the catalogue in turns, 65,536 numbers in the second cache; and a whole \
      training step of a dense network of three layers of 128 units on batches of 64. Quick: 40 rounds; full: 200.
      """,
    differences: ["A small network; the larger the layers, the smaller the function's share."],
    measure: """
      Time of a training step with the dearest of sigmoid, tanh, ELU, GELU, Swish and Mish divided by that with ReLU: \
      noticeable from 1.1 on. Beside it the share of a step that each function takes: what the step takes longer than with \
      the linear function.
      """,
    rule: .any(
      ["sigmoid", "tanh", "elu", "gelu", "swish", "mish"].map {
        Criterion("time of \($0) / time of ReLU, training step", .above(1.1))
      }),
    experiment: Calculation("cost-per-function", version: 2, isTiming: true) { scale, _ in
      try CostClaims.measured(Activation.all.map(\.name), scale)
    } show: { found, _ in
      var evidence = CostClaims.evidence(found, Activation.all.map(\.name).filter { $0 != "relu" }, than: "relu")
      // What a step takes longer than without a function.
      for name in Activation.all.map(\.name) where name != "linear" {
        let shares = zip(found.list("step." + name), found.list("step.linear")).map { ($0 - $1) / $0 }
        evidence.effects.append(Effect("share of a training step that \(name) takes", .samples(shares)))
      }
      return evidence
    })
}
