internal import Activations
internal import Diagnostics
internal import NeuralNetworks
internal import Statistics
internal import Studies

extension Claim {
  static let preluLearnedValue = Claim(
    "prelu-learned-value", .prelu,
    "What helps is that the slope is learned while the weights are, not the value at which it ends.",
    lecture: "Parameterized ReLU", papers: [Papers.he],
    original: "He et al. (2015) do not train with the slopes that were learned held fixed.",
    setup: """
      Dense networks of three hidden layers on digits with PReLU, one slope a layer, learned from 0.25; then the same \
      network, initial deviates and rate with each layer's slope fixed at the value that it had learned. Rate 0.02. Quick: \
      1,000 digits, 64 units, 6 epochs, 8 seeds; full: 3,000, 128 units, 8 epochs, 20 seeds.
      """,
    differences: [
      "The question is ours. Fixed slopes come with their own gain, a little different from PReLU's at 0.25."
    ],
    measure: "Test accuracy with slopes learned less that with slopes fixed at the learned values, paired by seed.",
    rule: .all(Criterion("test accuracy, learned less fixed at the learned values", .above(0))),
    experiment: Calculation("prelu-learned-value") { scale, isCancelled in
      let data = try ClaimData.generated.data("digits", train: scale.of(128, 1_000, 3_000))
      let width = scale.of(12, 64, 128)
      var found = Observation()
      for seed in 0..<UInt64(scale.of(2, 8, 20)) {
        func observe(_ layers: String) throws -> Observation? {
          try Arm("prelu", data: data, layers: layers, rate: 0.02, epochs: scale.of(1, 6, 8)).observe(
            seed: seed + 1, isCancelled)
        }
        guard let learned = try observe("repeat 3 (dense \(width), prelu learned per-layer)") else { return nil }
        let slopes = Array(learned.list("end.learned").prefix(3))
        guard slopes.allSatisfy({ abs($0) < 5 }) else {
          found.numbers["blown up", default: 0] += 1
          continue
        }
        guard
          let fixed = try observe(slopes.map { "dense \(width), leaky-relu(\($0))" }.joined(separator: ", "))
        else { return nil }
        found.series["learned", default: []].append(learned["test"])
        found.series["fixed", default: []].append(fixed["test"])
        found.series["chance", default: []].append(learned["chance"])
        for (layer, slope) in slopes.enumerated() { found.series["slope \(layer + 1)", default: []].append(slope) }
      }
      return found
    } show: { found, _ in
      let (learned, fixed) = (found.list("learned"), found.list("fixed"))
      let chance = found.list("chance").first ?? 0
      return Evidence(
        premises: [
          Premise("no run blew up", found.numbers["blown up"] == nil),
          Premise("the better one learned", Sample.mean(learned) > chance + (1 - chance) / 4),
        ],
        effects: [
          Effect(
            "test accuracy, learned less fixed at the learned values", .samples(zip(learned, fixed).map { $0 - $1 })),
          Effect("learned slope, first layer", .samples(found.list("slope 1"))),
          Effect("learned slope, third layer", .samples(found.list("slope 3"))),
        ],
        picture: .points(
          "Slopes learned, and fixed at what was learned", y: "test accuracy", [("learned", learned), ("fixed", fixed)])
      )
    })
}
