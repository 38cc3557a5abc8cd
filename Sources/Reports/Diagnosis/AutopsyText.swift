internal import Charts
public import Diagnostics

/// Autopsies as text, for a terminal.
public enum AutopsyText {
  /// Layer by layer what became of units, then the steps in which most died, each with one unit's story.
  /// - Parameter waves: at most so many waves of deaths.
  public static func screen(_ autopsy: Autopsy, waves: Int = 8) -> String {
    var parts = [table(autopsy)]
    parts.append(notes(autopsy).joined(separator: "\n"))
    let deaths = deaths(autopsy, most: waves)
    if !deaths.isEmpty { parts.append(deaths.joined(separator: "\n")) }
    parts.append(effort(autopsy).joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  private static func table(_ autopsy: Autopsy) -> String {
    let kinds = UnitFate.Kind.allCases
    var rows = [["layer", "activation", "units"] + kinds.map(\.rawValue) + ["a batch says"]]
    rows += autopsy.layers.map { layer in
      [layer.name, layer.activation, "\(layer.units)"] + kinds.map { "\(layer.count($0))" } + [
        "\(layer.deadOnBatch) dead"
      ]
    }
    if autopsy.layers.count > 1 {
      rows.append(
        ["all", "", "\(autopsy.units)"] + kinds.map { "\(autopsy.count($0))" }
          + ["\(autopsy.layers.reduce(0) { $0 + $1.deadOnBatch }) dead"])
    }
    return Table(rows).lines.joined(separator: "\n")
  }

  private static func notes(_ autopsy: Autopsy) -> [String] {
    var lines = [
      "counted on \(autopsy.examples) \(autopsy.part) examples, at \(autopsy.moments.count) moments of \(autopsy.steps) "
        + "steps; sparse: active for fewer than \(percent(autopsy.sparseShare)) of them; a batch: the first "
        + "\(autopsy.batch)"
    ]
    for rule in rules(autopsy) { lines.append("dead, \(rule.layers): for every example \(rule.text)") }
    if let step = autopsy.notFiniteAfter {
      lines.append("after step \(step) pre-activations were no finite numbers: nothing was counted from there on")
    }
    return lines
  }

  /// Rules, each with the layers that it holds for.
  private static func rules(_ autopsy: Autopsy) -> [(text: String, layers: String)] {
    var found: [(text: String, layers: [String])] = []
    for layer in autopsy.layers {
      if let place = found.firstIndex(where: { $0.text == layer.rule.text }) {
        found[place].layers.append(layer.name)
      } else {
        found.append((layer.rule.text, [layer.name]))
      }
    }
    if found.count == 1 { return [(found[0].text, "all layers")] }
    return found.map { ($0.text, $0.layers.joined(separator: ", ")) }
  }

  /// The largest waves of deaths, each with its most telling case.
  private static func deaths(_ autopsy: Autopsy, most: Int) -> [String] {
    let waves = autopsy.waves
    guard !waves.isEmpty else { return [] }
    var lines = [waves.count > most ? "where most died, \(most) of \(waves.count) places" : "where units died"]
    for wave in waves.prefix(most) {
      let layer = autopsy.layers[wave.layer]
      let example = wave.cases[0]
      let isOne = wave.step == wave.after + 1
      lines.append(
        "  \(isOne ? "step \(wave.step)" : "steps \(wave.after + 1) to \(wave.step)"), epoch \(example.death.epoch): "
          + "\(wave.cases.count) of \(layer.units) units of \(layer.name)")
      let when = example.death.isExact && !isOne ? ", dead after step \(example.death.step)" : ""
      lines.append(
        "    unit \(example.unit + 1), active for \(percent(example.death.shareBefore)) before\(when): "
          + example.death.sentence + (example.isRevived ? "; it came back later" : ""))
    }
    return lines
  }

  private static func effort(_ autopsy: Autopsy) -> [String] {
    var lines: [String] = []
    if let found = autopsy.localisation {
      var line =
        "\(found.proved) of \(found.deaths) death\(found.deaths == 1 ? "" : "s") narrowed down to one step, by running "
        + "\(found.replayedSteps) steps again with \(found.censuses) counts (\(Text.fixed(found.seconds, 1)) s)"
      if found.notRepeated > 0 { line += "; \(found.notRepeated) did not repeat" }
      lines.append(line)
    } else if autopsy.deaths.isEmpty {
      lines.append("no unit died")
    }
    lines.append(
      "training \(Text.fixed(autopsy.cost.training, 1)) s, counting \(Text.fixed(autopsy.cost.watching, 1)) s")
    return lines
  }

  private static func percent(_ share: Double) -> String {
    let value = share * 100
    return (value > 0 && value < 0.01 ? "less than 0.01" : Text.short(value, value < 1 ? 2 : value < 10 ? 1 : 0)) + " %"
  }
}
