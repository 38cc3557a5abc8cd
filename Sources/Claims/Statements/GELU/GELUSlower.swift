internal import Foundation
internal import Studies

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
    experiment: Calculation("gelu-slower", isTiming: true) { scale, _ in
      try CostClaims.measured(["relu", "gelu", "gelu-tanh"], scale)
    } show: { found, _ in
      CostClaims.evidence(found, ["gelu", "gelu-tanh"], than: "relu")
    })

  static let geluSlowerInEpochs = Claim(
    "gelu-slower-in-epochs", .gelu, "GELU needs more epochs than ReLU.",
    lecture: "Gaussian Error Linear Unit", original: "Slower training, attributed to its smoothness; no figures.",
    setup: ClaimPlans.denseWords, differences: ["The lecture names no set-up."],
    measure: "Mean validation accuracy over the epochs, GELU less ReLU, paired by seed.",
    rule: .all(Criterion(Comparison.speedName("gelu", "relu"), .below(0))),
    experiment: StudyExperiment { try ClaimPlans.dense(["relu", "gelu"], $0) } show: {
      try Comparison.speed("gelu", against: ["relu"], in: $0)
    })

  static let geluMNIST = Claim(
    "gelu-mnist", .gelu, "On MNIST with eight layers of 128 units, GELU reaches a lower training loss than ReLU and ELU.",
    lecture: "Gaussian Error Linear Unit", papers: [Papers.hendrycks],
    original: """
      Hendrycks & Gimpel (2016, figure 2): eight layers of 128 units, Adam, batches of 128, 50 epochs, learning rates \
      tuned, medians of five runs: GELU's training log loss is the lowest, with and without dropout.
      """,
    setup: """
      Eight layers of 128 units (quick: 64), Adam, batches of 128, each function with its own rate and gain, on images of \
      digits. Quick: 1,000 generated digits, 6 epochs, 8 seeds; full: 10,000 of MNIST, 8 epochs, 10 seeds.
      """,
    differences: ["10,000 images for 60,000; fewer epochs; own gains; no dropout; means with intervals for medians."],
    measure: "Training loss of the last epoch (nats), GELU less ReLU and GELU less ELU, paired by seed.",
    rule: .all(
      Criterion("training loss, gelu less relu", .below(0)), Criterion("training loss, gelu less elu", .below(0))),
    experiment: StudyExperiment { context in
      try ClaimPlans.dense(
        ["relu", "elu", "gelu"], context, depths: [8], batches: [128], optimizer: "adam",
        rates: [0.0003, 0.001, 0.003], epochs: context.scale.of(1, 6, 8), seeds: context.scale.of(2, 8, 10))
    } show: { study in
      // A diverged trial counts as a constant guess.
      let loss: StudyFigures.Measure = { found, data in
        found.divergence == nil ? found.list("trainLoss").last ?? .nan : -log(data.chanceScore)
      }
      return Evidence(
        premises: [try study.learned(["relu", "elu", "gelu"])],
        effects: try ["relu", "elu"].map {
          Effect("training loss, gelu less \($0)", .samples(try study.differences("gelu", $0, loss)))
        } + ["relu", "elu"].map {
          Effect(Comparison.testName("gelu", $0), .samples(try study.differences("gelu", $0)))
        },
        notes: try study.divergences(["relu", "elu", "gelu"]) + [Comparison.ratesNote(["relu", "elu", "gelu"], study)],
        picture: try .learning(study, ["gelu", "relu", "elu"]))
    })
}
