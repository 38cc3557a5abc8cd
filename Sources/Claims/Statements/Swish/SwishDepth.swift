internal import NeuralNetworks
internal import Studies

extension Claim {
  static let swishDepth = swishDepth(
    "swish-depth", normalization: .batch,
    "With batch normalisation Swish and ReLU are alike up to about 40 layers, and Swish is better between 40 and 50.",
    words: "with batch normalisation before each activation",
    remark: nil)

  static let swishDepthPlain = swishDepth(
    "swish-depth-plain", normalization: .none,
    "Without batch normalisation, too, Swish is like ReLU in shallower networks and better from 40 layers on.",
    words: "without normalisation", remark: nil)

  private static func swishDepth(
    _ id: String, normalization: Normalization, _ statement: String, words: String, remark: String?
  ) -> Claim {
    let shallow = Criterion("test accuracy at 10 layers, swish less relu", .within(-0.02, 0.02))
    let deep = Criterion("test accuracy at 45 layers, swish less relu", .above(0))
    return Claim(
      id, .swish, statement, lecture: "Swish", papers: [Papers.swishFirst],
      original: """
        Ramachandran et al. (2017, first version, section 5): fully connected networks of 512 units on MNIST, with batch \
        normalisation, SGD: similar up to 40 layers, Swish ahead by a large margin from 40 to 50; medians of three runs.
        """,
      setup: """
        Dense networks \(words), 10, 30 and 45 hidden layers (quick: 10 and 45), on images of digits, SGD with momentum; \
        own rates and gains. Quick: 600 generated digits, 32 units, 4 epochs, 6 seeds. Full: 4,000 of MNIST, 128 units, 6 \
        epochs, 10 seeds.
        """,
      differences: [
        "128 units for 512; 4,000 images for 60,000; learning rates tuned for each function, and weights with its own gain: the paper's initialisation was not chosen for Swish."
      ],
      measure: "Test accuracy of Swish less ReLU's at 10 and at 45 layers, paired by seed.",
      rule: .all(shallow, deep), remark: remark,
      experiment: StudyExperiment { context in
        let scale = context.scale
        return try ClaimPlans.dense(
          ["relu", "swish"], context, depths: scale.of([2, 4], [10, 45], [10, 30, 45]), width: scale.of(12, 32, 128),
          normalizations: [normalization], rates: [0.003, 0.01, 0.03, 0.1], train: scale.of(128, 600, 4_000),
          epochs: scale.of(1, 4, 6), seeds: scale.of(2, 6, 10))
      } show: { study in
        let depths = study.plan.grid.depths
        let deepest = depths.max() ?? 0
        return Evidence(
          premises: [try study.learned(["relu", "swish"])],
          effects: [
            Effect(
              shallow.effect, .samples(try study.differences("swish", "relu") { $0.depth == depths.min() })),
            Effect(deep.effect, .samples(try study.differences("swish", "relu") { $0.depth == deepest })),
          ],
          notes: try study.divergences(["relu", "swish"]),
          picture: Picture(
            "Accuracy by depth", x: "hidden layers", y: "test accuracy",
            try [("relu", "ReLU"), ("swish", "Swish")].map { name, title in
              Picture.Series(title, try study.curve(name, against: { $0.depth.map(Double.init) }))
            }))
      })
  }

  static let swishBatchSize = Claim(
    "swish-batch-size", .swish, "Swish is better than ReLU at every batch size.",
    lecture: "Swish", papers: [Papers.swishFirst],
    original: """
      Ramachandran et al. (2017, first version): ResNet-32 on CIFAR-10 with batches from 128 to 8,192; Swish is ahead at \
      each; medians of three runs.
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
