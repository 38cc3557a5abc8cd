internal import Statistics
internal import Studies

extension Claim {
  static let eluMeanNearerZero = Claim(
    "elu-mean-nearer-zero", .elu, "The outputs of ELU have a mean nearer to zero than those of ReLU.",
    lecture: "Exponential Linear Unit", papers: [Papers.clevert],
    original: """
      Clevert et al. (2016, figure 2): median activations of the units stay near zero with ELU and grow with ReLU and \
      leaky ReLU while eight layers of 128 units learn MNIST. The lecture calls ELU zero-centred.
      """,
    setup: """
      Dense networks of four hidden layers on digits, trained at a rate of 0.03; after the last epoch, \
      √(Σ mean² / Σ mean of squares), sums over the units of a hidden layer, means over a batch. Quick: 64 units, 6 epochs, 8 \
      seeds; full: 128 units, 10 epochs, 20 seeds.
      """,
    differences: ["Means relative to the size of the outputs, which differs between the functions; digits, not MNIST."],
    measure: "That shift, averaged over the hidden layers, ELU less ReLU; and ELU's own.",
    rule: .all(Criterion("relative shift of outputs, ELU less ReLU", .below(0))),
    remark: """
      The lecture says that ELU is zero-centred. Its outputs are nearer to zero than ReLU's, but their mean is not zero: \
      the effect "relative shift of outputs, ELU" says how far it is from it.
      """,
    experiment: RunExperiment(seeds: { $0.of(2, 8, 20) }) { context in
      let scale = context.scale
      let data = try context.data.data("digits", train: scale.of(128, 1_000, 3_000))
      return try ["relu", "elu", "leaky-relu", "tanh"].map { name in
        try Arm(
          name, data: data, layers: "repeat 4 (dense \(scale.of(12, 64, 128)), \(name))", rate: 0.03,
          epochs: scale.of(1, 6, 10))
      }
    } show: { runs in
      func shift(_ found: Observation) -> Double { Sample.mean(Array(found.list("end.shift").dropLast())) }
      return Evidence(
        premises: [Premise.learned(try runs.runs("relu")), Premise.learned(try runs.runs("elu"))],
        effects: [
          Effect("relative shift of outputs, ELU less ReLU", .samples(try runs.differences("elu", "relu", shift))),
          Effect("relative shift of outputs, ELU", .samples(try runs.values("elu", shift))),
          Effect("relative shift of outputs, ReLU", .samples(try runs.values("relu", shift))),
        ],
        picture: .points(
          "How far outputs are from centred", y: "shift: 0 is centred, 1 constant",
          try [("ReLU", "relu"), ("Leaky ReLU", "leaky-relu"), ("ELU", "elu"), ("Tanh", "tanh")].map {
            ($0.0, try runs.values($0.1, shift))
          }))
    })
}
