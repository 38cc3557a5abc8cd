extension Claim {
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
    remark: "The lecture quotes the abstract's figures without their set-up.",
    experiment: StudyExperiment { context in
      try ClaimPlans.convolutional(
        ["relu", "swish"], context,
        layers: "conv width, activation, max-pool 2, conv width, activation, max-pool 2, flatten, dense 64, activation")
    } show: {
      try Comparison.test("swish", against: ["relu"], in: $0)
    })
}
