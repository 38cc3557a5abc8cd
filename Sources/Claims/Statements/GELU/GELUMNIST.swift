internal import Foundation
internal import Studies

extension Claim {
  static let geluMNIST = Claim(
    "gelu-mnist", .gelu,
    "On MNIST with eight layers of 128 units, GELU reaches a lower training loss than ReLU and ELU.",
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
      return Evidence(
        premises: [try study.learned(["relu", "elu", "gelu"])],
        effects: try ["relu", "elu"].map {
          Effect("training loss, gelu less \($0)", .samples(try study.differences("gelu", $0, StudyFigures.trainLoss)))
        }
          + ["relu", "elu"].map {
            Effect(Comparison.testName("gelu", $0), .samples(try study.differences("gelu", $0)))
          },
        notes: try study.divergences(["relu", "elu", "gelu"]) + [Comparison.ratesNote(["relu", "elu", "gelu"], study)],
        picture: try .learning(study, ["gelu", "relu", "elu"]))
    })
}
