internal import NeuralNetworks
internal import Studies

extension Claim {
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
    measure: """
      Test accuracy of Swish less that of Swish cut off at zero, and less ReLU's, paired by seed: the dip can only be what \
      makes Swish better if Swish is better.
      """,
    rule: .all(
      Criterion("test accuracy, swish less relu", .above(0)),
      Criterion("test accuracy, swish less swish cut off", .above(0))),
    experiment: StudyExperiment { context in
      var plan = try ClaimPlans.dense(["swish", "relu"], context)
      plan.networks.append(
        NetworkTemplate(name: "cut", layers: "repeat depth (dense width, normalization, activation, relu)"))
      return plan
    } show: { study in
      func means(_ name: String) throws -> [Double] { try study.means("swish") { $0.network.name == name } }
      return Evidence(
        premises: [try study.learned(["swish"])],
        effects: [
          Effect(
            "test accuracy, swish less relu",
            .samples(try study.differences("swish", "relu") { $0.network.name == "dense" })),
          Effect(
            "test accuracy, swish less swish cut off",
            .samples(zip(try means("dense"), try means("cut")).map { $0 - $1 })),
        ],
        notes: try study.divergences(["swish"]),
        picture: Picture(
          "Learning curves", x: "epoch", y: "validation accuracy",
          try [("Swish", "dense"), ("max(0, Swish)", "cut")].map { title, name in
            Picture.Series(title, try study.curve("swish") { $0.network.name == name })
          }))
    })
}
