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
      Dense networks of four hidden layers on digits, trained at a rate of 0.03; after the last epoch, over a batch and \
      all units of each hidden layer, the mean output divided by its root mean square. Quick: 64 units, 6 epochs, 8 \
      seeds; full: 128 units, 10 epochs, 20 seeds.
      """,
    differences: ["Means relative to the size of the outputs, which differs between the functions; digits, not MNIST."],
    measure: "|mean| / root mean square, averaged over the hidden layers, ELU less ReLU; and ELU's own.",
    rule: .all(Criterion("relative |mean| of outputs, ELU less ReLU", .below(0))),
    remark: """
      The lecture says that ELU is zero-centred. Its outputs are nearer to zero than ReLU's, but their mean is not zero: \
      the effect "relative |mean| of outputs, ELU" says how far it is from it.
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
      func shift(_ found: Observation) -> Double {
        let (means, deviations) = (found.list("end.mean").dropLast(), found.list("end.deviation").dropLast())
        return Statistics.mean(zip(means, deviations).map { abs($0) / ($0 * $0 + $1 * $1).squareRoot() })
      }
      return Evidence(
        premises: [Premise.learned(try runs.runs("relu")), Premise.learned(try runs.runs("elu"))],
        effects: [
          Effect("relative |mean| of outputs, ELU less ReLU", .samples(try runs.differences("elu", "relu", shift))),
          Effect("relative |mean| of outputs, ELU", .samples(try runs.values("elu", shift))),
          Effect("relative |mean| of outputs, ReLU", .samples(try runs.values("relu", shift))),
        ],
        picture: .points(
          "How far outputs are from centred", y: "|mean| / root mean square",
          try [("ReLU", "relu"), ("Leaky ReLU", "leaky-relu"), ("ELU", "elu"), ("Tanh", "tanh")].map {
            ($0.0, try runs.values($0.1, shift))
          }))
    })
}
