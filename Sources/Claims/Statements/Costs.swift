internal import Activations

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
          .samples(Timing.ratios(found, name, other, prefix)))
      }
    }
    return Evidence(
      effects: effects("forward.", "forward") + effects("step.", "training step"),
      picture: Picture(
        "Time, as a multiple of \(title(other))'s", x: "", y: "ratio", categories: names.map(title),
        [("forward", "forward."), ("training step", "step.")].map { series, prefix in
          Picture.Series(
            series,
            names.enumerated().map { Picture.Point(Double($0), Timing.ratios(found, $1, other, prefix)) })
        }))
  }
}
