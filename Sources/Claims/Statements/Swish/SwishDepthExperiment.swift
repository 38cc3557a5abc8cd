internal import NeuralNetworks
internal import Studies

extension Claim {
  /// The same experiment with and without normalisation.
  static func swishDepth(
    _ id: String, normalization: Normalization, _ statement: String, words: String
  ) -> Claim {
    let shallow = Criterion("test accuracy at 10 layers, swish less relu", .within(-0.02, 0.02))
    let middle = Criterion("test accuracy at 30 layers, swish less relu", .within(-0.02, 0.02))
    let deep = Criterion("test accuracy at 45 layers, swish less relu", .above(0))
    return Claim(
      id, .swish, statement, lecture: "Swish", papers: [Papers.swishFirst],
      original: """
        Ramachandran et al. (2017, first version, section 5): fully connected networks of 512 units on MNIST, with batch \
        normalisation: similar up to 40 layers, Swish ahead by a large margin from 40 to 50; few runs, no intervals.
        """,
      setup: """
        Dense networks \(words), 10, 30 and 45 hidden layers, on images of digits, SGD with momentum; \
        batches of 32, own rates and gains. Quick: 1,000 generated digits, 48 units, 8 epochs, 6 seeds. Full: 4,000 of \
        MNIST, 128 units, 10 epochs, 10 seeds.
        """,
      differences: [
        "128 units for 512; 4,000 images for 60,000; learning rates tuned for each function, and weights with its own gain: the paper's initialisation was not chosen for Swish."
      ],
      measure: "Test accuracy of Swish less ReLU's at 10, 30 and 45 layers, paired by seed.",
      rule: .all(shallow, middle, deep),
      experiment: StudyExperiment { context in
        let scale = context.scale
        return try ClaimPlans.dense(
          ["relu", "swish"], context, depths: scale.of([2, 3, 4], [10, 30, 45], [10, 30, 45]),
          width: scale.of(12, 48, 128),
          normalizations: [normalization], batches: [32],
          rates: [0.0003, 0.001, 0.003, 0.01, 0.03], train: scale.of(128, 1_000, 4_000),
          epochs: scale.of(1, 8, 10), seeds: scale.of(2, 6, 10))
      } show: { study in
        let depths = study.plan.grid.depths
        let deepest = depths.max() ?? 0
        return Evidence(
          premises: [try study.learned(["relu", "swish"])],
          effects: [
            Effect(
              shallow.effect, .samples(try study.differences("swish", "relu") { $0.depth == depths.min() })),
            Effect(
              middle.effect,
              .samples(try study.differences("swish", "relu") { $0.depth != depths.min() && $0.depth != deepest })),
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
}
