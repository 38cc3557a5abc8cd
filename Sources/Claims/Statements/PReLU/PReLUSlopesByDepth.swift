internal import Datasets
internal import Statistics
internal import Studies

extension Claim {
  static let preluSlopesByDepth = Claim(
    "prelu-slopes-by-depth", .prelu,
    "Learned slopes are larger in the first convolutional layer than in deeper ones.",
    lecture: "Parameterized ReLU", papers: [Papers.he],
    original: """
      He et al. (2015, table 1), a network of 14 layers on ImageNet: in conv1 a mean slope of 0.596 with one slope a channel \
      and 0.681 with one slope shared; in the four layers of conv2 from 0.204 to 0.464 (shared: 0.099 to 0.561); in conv3 \
      below 0.2.
      """,
    setup: """
      A convolutional network of four convolutions and a dense layer, PReLU with one slope a channel that starts at 0.25, \
      SGD with momentum. Quick: generated digits, 8 channels, 8 epochs, 8 seeds. Full: the part of CIFAR-10 where it was \
      fetched (5,000 images), 16 channels, 12 epochs, 10 seeds.
      """,
    differences: [
      "A much smaller network, much less data and fewer steps; filters of 3 × 3, not 7 × 7, in the first layer."
    ],
    measure: "Mean learned slope of the first convolution less the mean over the other convolutions, paired by seed.",
    rule: .all(Criterion("learned slope, first convolution less the later ones", .above(0))),
    experiment: RunExperiment(seeds: { $0.of(2, 8, 10) }) { context in
      let scale = context.scale
      let name = scale == .full ? try context.data.first(of: ["cifar10", "mnist", "digits"]) : "digits"
      let width = scale.of(4, 8, 16)
      return [
        try Arm(
          "prelu", data: try context.data.data(name, train: scale.of(96, 1_500, 5_000)),
          layers: "conv \(width), prelu learned per-channel, max-pool 2, conv \(2 * width), prelu learned per-channel, "
            + "conv \(2 * width), prelu learned per-channel, max-pool 2, conv \(2 * width), prelu learned per-channel, "
            + "global-average-pool",
          rate: 0.02, epochs: scale.of(1, 8, 12))
      ]
    } show: { runs in
      let found = try runs.runs("prelu")
      return Evidence(
        premises: [
          Premise.learned(found),
          Premise("no run blew up", found.allSatisfy { $0.list("end.learned").prefix(4).allSatisfy { abs($0) < 100 } }),
        ],
        effects: [
          Effect(
            "learned slope, first convolution less the later ones",
            .samples(found.map { $0.list("end.learned")[0] - Sample.mean(Array($0.list("end.learned")[1...3])) })),
          Effect("learned slope, first convolution", .samples(found.map { $0.list("end.learned")[0] })),
          Effect(
            "learned slope, later convolutions",
            .samples(found.map { Sample.mean(Array($0.list("end.learned")[1...3])) })),
        ],
        picture: .points(
          "Learned slopes by layer", y: "mean slope over the channels",
          (0..<4).map { layer in ("convolution \(layer + 1)", found.map { $0.list("end.learned")[layer] }) }))
    })
}
