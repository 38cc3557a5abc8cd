import Activations
import ArgumentParser
import Foundation
import Reports

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every activation with its formula and what is known about it.")

  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      if json {
        try printJSON()
      } else {
        print(Self.table().text)
        print("\nAlso softmax and log-softmax, over several numbers at once. More on one: hillock show NAME")
      }
    }
  }

  static func table() -> Table {
    var table = Table([
      ("name", .left), ("formula", .left), ("range", .left), ("monotonic", .left), ("smooth", .left), ("gain", .right),
      ("aliases", .left),
    ])
    for activation in Activation.all {
      let facts = activation.facts
      table.rows.append([
        facts.name, facts.formula, facts.range, facts.isMonotonic ? "yes" : "no", facts.isSmooth ? "yes" : "no",
        String(format: "%.4f", activation.gain), facts.aliases.joined(separator: ", "),
      ])
    }
    return table
  }

  private func printJSON() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(Activation.all.map(ActivationSheet.init)), as: UTF8.self))
  }
}

/// What is known about an activation, for programs.
struct ActivationSheet: Encodable {
  let name, title, formula, derivative, range, initialization, citation: String
  let aliases: [String]
  let parameters: [String: Double]
  let kinks: [Double]
  let isMonotonic, isSmooth, isCentred, isLearnable: Bool
  let gain: Double

  init(_ activation: Activation) {
    let facts = activation.facts
    (name, title, formula, derivative) = (facts.name, facts.title, facts.formula, facts.derivativeFormula)
    (range, initialization, citation) = (facts.range, facts.initialization.rawValue, facts.citation.description)
    (aliases, kinks, isLearnable) = (facts.aliases, facts.kinks, activation.isLearnable)
    (isMonotonic, isSmooth, isCentred) = (facts.isMonotonic, facts.isSmooth, facts.isCentred)
    parameters = Dictionary(uniqueKeysWithValues: zip(facts.parameters.map(\.name), activation.parameters))
    gain = activation.gain
  }
}
