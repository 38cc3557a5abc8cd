import Activations
import ArgumentParser
import Foundation
import Reports

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything about one activation: formula, facts, parameters, gain, source.")

  @Argument(help: "An activation: gelu, leaky-relu(0.02), softmax.")
  var name: String
  @OptionGroup var options: ActivationOptions
  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    try reporting {
      if let text = SoftmaxSheet.text(name) {
        print(text)
        return
      }
      let activation = try options.activation(name)
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(ActivationSheet(activation)), as: UTF8.self))
      } else {
        print(Self.text(activation))
      }
    }
  }

  static func text(_ activation: Activation) -> String {
    let facts = activation.facts
    var lines = [Terminal.bold(activation.title), ""]
    func add(_ name: String, _ value: String) {
      lines.append(name.padding(toLength: 16, withPad: " ", startingAt: 0) + value)
    }
    add("name", ([facts.name] + facts.aliases).joined(separator: ", "))
    add("f(x)", facts.formula)
    add("f′(x)", facts.derivativeFormula)
    add("range", facts.range)
    add("limits", "\(number(facts.limits.atMinusInfinity)) at −∞, \(number(facts.limits.atPlusInfinity)) at +∞")
    let properties = [
      facts.isMonotonic ? "monotonic" : "not monotonic", facts.isSmooth ? "smooth" : "not smooth",
      facts.isCentred ? "takes both signs, 0 at 0" : "not centred on 0",
    ]
    add("properties", properties.joined(separator: "; "))
    if !facts.kinks.isEmpty {
      add("kinks at", facts.kinks.map(number).joined(separator: ", ") + (facts.kinkConvention.map { "; \($0)" } ?? ""))
    }
    for (parameter, value) in zip(facts.parameters, activation.parameters) {
      let range = "\(number(parameter.allowed.lowerBound)) to \(number(parameter.allowed.upperBound))"
      add(
        parameter.name,
        "\(parameter.symbol) = \(number(value)); default \(number(parameter.defaultValue)) (\(parameter.origin)); \(range)"
          + (parameter.isLearnable ? "; can be learned" : ""))
    }
    add("needs", "\(needs(facts.backwardNeeds)) for the backward pass")
    add("initialisation", "\(facts.initialization.rawValue) is the usual one")
    add(
      "gain",
      String(format: "%.6f", activation.gain)
        + String(
          format: " = 1 / √E[f(z)²]; E[f(z)] = %.6f, E[f′(z)²] = %.6f for z ~ N(0, 1)", activation.mean,
          activation.meanSquareSlope))
    add("for it", facts.strength)
    add("against it", facts.weakness)
    add("source", facts.citation.description)
    var table = Table([("x", .right), ("f(x)", .right), ("f′(x)", .right)])
    for x in [-6, -3, -1, -0.5, 0, 0.5, 1, 3, 6] {
      table.rows.append([
        number(x), String(format: "%.9g", activation.value(x)), String(format: "%.9g", activation.derivative(x)),
      ])
    }
    return lines.joined(separator: "\n") + "\n\n" + table.text
  }

  static func needs(_ needs: BackwardNeeds) -> String {
    switch needs {
    case .nothing: "nothing"
    case .input: "its input"
    case .output: "its output"
    case .inputOrOutput: "its input or its output"
    }
  }

  static func number(_ value: Double) -> String {
    if value.isInfinite { return value > 0 ? "∞" : "−∞" }
    return String(format: "%g", value).replacingOccurrences(of: "-", with: "−")
  }
}

/// Softmax works on several numbers at once, so it is not in the catalogue.
enum SoftmaxSheet {
  static func text(_ name: String) -> String? {
    let example: [Double] = [1, 2, 3]
    func row(_ values: [Double]) -> String { values.map { String(format: "%.6f", $0) }.joined(separator: "  ") }
    switch name.lowercased() {
    case "softmax":
      return """
        \(Terminal.bold("Softmax"))

        f(x)ᵢ           e^(xᵢ/T) / Σⱼ e^(xⱼ/T), computed after subtracting the largest x; T = 1 by default
        ∂fᵢ/∂xⱼ         fᵢ (δᵢⱼ − fⱼ) / T
        range           (0, 1), the outputs add up to 1
        of two inputs   softmax(0, x)₂ = σ(x)
        against argmax  argmax keeps the index alone and has no useful derivative; softmax with T → 0 tends to it
        source          Bridle, J. S. (1990). Probabilistic interpretation of feedforward classification network outputs. doi:10.1007/978-3-642-76153-9_28

        x               \(row(example))
        softmax(x)      \(row(Softmax.standard.apply(to: example)))
        """
    case "log-softmax", "logsoftmax":
      return """
        \(Terminal.bold("Log-softmax"))

        f(x)ᵢ           xᵢ/T − ln Σⱼ e^(xⱼ/T); finite where softmax itself would be rounded to 0
        ∂fᵢ/∂xⱼ         (δᵢⱼ − softmax(x)ⱼ) / T
        range           (−∞, 0]

        x               \(row(example))
        log-softmax(x)  \(row(Softmax.logarithmic.apply(to: example)))
        """
    default: return nil
    }
  }
}
