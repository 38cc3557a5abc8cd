internal import Studies

extension Claim {
  static let swishBatchSize = Claim(
    "swish-batch-size", .swish, "Swish is better than ReLU at every batch size.",
    lecture: "Swish", papers: [Papers.swishFirst],
    original: """
      Ramachandran et al. (2017, first version): a residual network on CIFAR-10 over batch sizes; Swish is ahead at each; \
      few runs, no intervals.
      """,
    setup: """
      A dense network of three hidden layers on images of digits with batches of 32, 128 and 512, rates tuned at each. \
      Quick: 1,000 generated digits, 64 units, 6 epochs, 8 seeds; full: 10,000 of MNIST, 128 units, 6 epochs, 12 seeds.
      """,
    differences: ["Dense networks on digits for a residual convolutional network on CIFAR-10."],
    measure: "Test accuracy of Swish less ReLU's at each batch size, paired by seed.",
    rule: .all(
      Criterion("test accuracy at batches of 32, swish less relu", .above(0)),
      Criterion("test accuracy at batches of 128, swish less relu", .above(0)),
      Criterion("test accuracy at batches of 512, swish less relu", .above(0))),
    experiment: StudyExperiment { context in
      try ClaimPlans.dense(
        ["relu", "swish"], context, batches: [32, 128, 512], seeds: context.scale.of(2, 8, 12))
    } show: { study in
      return Evidence(
        premises: [try study.learned(["relu", "swish"])],
        effects: try [32, 128, 512].map { batch in
          Effect(
            "test accuracy at batches of \(batch), swish less relu",
            .samples(
              try study.differences("swish", "relu") { $0.batch == batch || study.scale == .tiny }))
        },
        notes: try study.divergences(["relu", "swish"]),
        picture: Picture(
          "Accuracy by batch size", x: "batch size", y: "test accuracy", logX: true,
          try [("relu", "ReLU"), ("swish", "Swish")].map { name, title in
            Picture.Series(title, try study.curve(name, against: { Double($0.batch) }))
          }))
    })
}
