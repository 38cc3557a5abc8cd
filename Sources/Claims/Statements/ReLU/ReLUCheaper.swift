internal import Activations

extension Claim {
  static let reluCheaper = Claim(
    "relu-cheaper", .relu, "ReLU costs less than the sigmoid and tanh.",
    lecture: "Rectified Linear Units", papers: [Papers.glorotBordesBengio],
    original: "Stated without figures: simpler operations.",
    setup: """
      This machine, one thread, 65,536 numbers that lie in its second cache, functions in turns; and a whole training \
      step of a dense network of three layers of 128 units on batches of 64. Quick: 40 rounds; full: 200.
      """,
    differences: ["Kernels of this program, which are vectorised; the ratio was larger when exponentials were calls."],
    measure: "Time of sigmoid and of tanh divided by that of ReLU: forward, and of a training step.",
    rule: .all(
      Criterion("time of sigmoid / time of ReLU, forward", .above(1)),
      Criterion("time of tanh / time of ReLU, forward", .above(1))),
    experiment: Calculation("relu-cheaper", isTiming: true) { scale, _ in
      try CostClaims.measured(["relu", "sigmoid", "tanh"], scale)
    } show: { found, _ in
      CostClaims.evidence(found, ["sigmoid", "tanh"], than: "relu")
    })
}

/// What claims about costs share.
enum CostClaims {
  /// Forward times by function and round as `forward.NAME`, those of a step as `step.NAME`.
  static func measured(_ names: [String], _ scale: ClaimScale) throws -> Observation {
    var found = Observation()
    let rounds = scale.of(3, 40, 200)
    for (name, times) in try Timing.kernels(names, count: scale.of(1_024, 65_536, 65_536), rounds: rounds) {
      found.series["forward." + name] = times
    }
    let data = try ClaimData.generated.data("digits", train: 256)
    for (name, times) in try Timing.steps(names, width: scale.of(16, 128, 128), depth: 3, rounds: rounds, data: data) {
      found.series["step." + name] = times
    }
    return found
  }

  static func title(_ name: String) -> String { (try? Activation(name).title) ?? name }

  /// Times of some as multiples of another's.
  static func evidence(_ found: Observation, _ names: [String], than other: String) -> Evidence {
    func effects(_ prefix: String, _ what: String) -> [Effect] {
      names.map { name in
        Effect(
          "time of \(name) / time of \(other == "relu" ? "ReLU" : other), \(what)",
          .samples(trimmed(Timing.ratios(found, name, other, prefix))))
      }
    }
    return Evidence(
      effects: effects("forward.", "forward") + effects("step.", "training step"),
      picture: Picture(
        "Time, as a multiple of \(title(other))'s", x: "", y: "ratio", categories: names.map(title),
        [("forward", "forward."), ("training step", "step.")].map { series, prefix in
          Picture.Series(
            series,
            names.enumerated().map { Picture.Point(Double($0), trimmed(Timing.ratios(found, $1, other, prefix))) })
        }))
  }

  /// Without the highest and the lowest tenth: a moment in which the machine was busy is no figure of a function.
  static func trimmed(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    let cut = sorted.count / 10
    return Array(sorted[cut..<(sorted.count - cut)])
  }
}
