internal import NeuralNetworks
internal import Studies

extension Claim {
  static let swishLearnedBeta = Claim(
    "swish-learned-beta", .swish, "Learning β makes Swish better than with β fixed at 1.",
    lecture: "Swish", papers: [Papers.ramachandran],
    original: """
      Ramachandran et al. (2017, tables 4 to 9): Swish with trained β and with β = 1 are close; trained β spread from 0 to \
      1.5 with a peak near 1 (figure 7, Mobile NASNet-A).
      """,
    setup: "\(ClaimPlans.denseWords) β learned for each channel, from 1.",
    differences: ["Dense networks on digits."],
    measure: "Test accuracy with learned β less that with β = 1, paired by seed.",
    rule: .all(Criterion(Comparison.testName("swish learned per-channel", "swish"), .above(0))),
    experiment: StudyExperiment { try ClaimPlans.dense(["swish", "swish learned per-channel"], $0) } show: {
      try Comparison.test("swish learned per-channel", against: ["swish"], in: $0)
    })

  static let swishDip = Claim(
    "swish-dip", .swish, "What makes Swish good is that it is not monotonic: its dip below zero.",
    lecture: "Swish", papers: [Papers.ramachandran],
    original: """
      Ramachandran et al. (2017) show that a large share of pre-activations falls into the dip (from −5 to 0) and call \
      the bump important; no run without it.
      """,
    setup: """
      Swish against Swish with its negative side cut off, max(0, x σ(x)), which has the same curve for x > 0 and no dip; \
      the study of the other comparisons, each with its own learning rate; the cut one starts with ReLU's gain, which is \
      smaller than Swish's by a seventh. \(ClaimPlans.denseWords)
      """,
    differences: [
      "Cutting also takes away the gradient on the negative side and adds a kink: what is lost may be due to these, so that the test can refute the claim but supports it only together with them."
    ],
    measure: "Test accuracy of Swish less that of Swish cut off at zero, paired by seed.",
    rule: .all(Criterion("test accuracy, swish less swish cut off", .above(0))),
    experiment: StudyExperiment { context in
      var plan = try ClaimPlans.dense(["swish"], context)
      plan.networks.append(
        NetworkTemplate(name: "cut", layers: "repeat depth (dense width, normalization, activation, relu)"))
      return plan
    } show: { study in
      func means(_ name: String) throws -> [Double] { try study.means("swish") { $0.network.name == name } }
      return Evidence(
        premises: [try study.learned(["swish"])],
        effects: [
          Effect(
            "test accuracy, swish less swish cut off", .samples(zip(try means("dense"), try means("cut")).map { $0 - $1 }))
        ],
        notes: try study.divergences(["swish"]),
        picture: Picture(
          "Learning curves", x: "epoch", y: "validation accuracy",
          try [("Swish", "dense"), ("max(0, Swish)", "cut")].map { title, name in
            Picture.Series(title, try study.curve("swish") { $0.network.name == name })
          }))
    })

  static let imagenet = Claim(
    "imagenet", .swish, "Replacing ReLU by Swish raises the accuracy of convolutional image classifiers.",
    lecture: "Swish", papers: [Papers.ramachandran],
    original: """
      Ramachandran et al. (2017, abstract): top-1 accuracy on ImageNet +0.9 % for Mobile NASNet-A and +0.6 % for \
      Inception-ResNet-v2. Not run here: ImageNet takes hundreds of GPU hours a network.
      """,
    setup: """
      A scaled-down run: a convolutional network of two convolutions and a dense layer, own rates and gains. Quick: 1,000 \
      generated digits; full: 5,000 images of CIFAR-10 where the part was fetched, 16 channels, 6 epochs, 10 seeds.
      """,
    differences: ["Everything but the functions: the verdict is about the scaled-down run, not about ImageNet."],
    measure: "Test accuracy of Swish less ReLU's, paired by seed.",
    rule: .all(Criterion(Comparison.testName("swish", "relu"), .above(0))),
    remark: "The lecture quotes the abstract's figures without their set-up; they are those of single networks.",
    experiment: StudyExperiment { context in
      try ClaimPlans.convolutional(
        ["relu", "swish"], context,
        layers: "conv width, activation, max-pool 2, conv width, activation, max-pool 2, flatten, dense 64, activation")
    } show: {
      try Comparison.test("swish", against: ["relu"], in: $0)
    })
}
