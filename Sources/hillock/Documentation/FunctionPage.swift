import Activations
import Foundation

/// The page of one function in the reference, as Markdown for DocC.
struct FunctionPage {
  let activation: Activation
  let accuracy: MeasuredAccuracy?
  let cost: MeasuredCost?

  /// The name of the file, without its ending. Not the activation's name alone: `softmax` would have the address of the
  /// type `Softmax`.
  static func name(_ activation: String) -> String { "\(activation)-function" }

  static func picture(_ activation: String) -> String { "\(activation)-curve.svg" }

  var text: String {
    let facts = activation.facts
    var sections = [
      "# \(activation.title)",
      "`f(x) = \(facts.formula)`",
      "![\(activation.title): f(x) solid, f′(x) dashed](\(Self.picture(activation.name)))",
      "```swift\nlet f = try Activation(\"\(activation.name)\")\n```",
      "## What is known", Self.list(knowledge),
    ]
    if !facts.parameters.isEmpty { sections += ["## Parameters", Self.list(parameters)] }
    sections += [
      "## Accuracy", FunctionFigures.accuracy(activation.name, accuracy) + zeros,
      "## Cost", FunctionFigures.cost(activation.name, cost),
      "## Source", facts.citation.description.replacingOccurrences(of: facts.citation.identifier ?? "", with: link),
    ]
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// Where the accuracy of f′ is absolute.
  private var zeros: String {
    let zeros = activation.facts.cancellations
    if zeros.isEmpty { return "" }
    return "\n\nNear x = " + zeros.map(ShowCommand.number).joined(separator: " and ")
      + " f′ passes through zero as a difference of larger numbers: its error there is bounded absolutely, and is not in "
      + "such a table."
  }

  private var knowledge: [(String, String)] {
    let facts = activation.facts
    var items = [
      ("Names", ([facts.name] + facts.aliases).map { "`\($0)`" }.joined(separator: ", ")),
      ("f(x)", "`\(facts.formula)`"), ("f′(x)", "`\(facts.derivativeFormula)`"), ("Range", "`\(facts.range)`"),
      (
        "Limits",
        "\(ShowCommand.number(facts.limits.atMinusInfinity)) at −∞, \(ShowCommand.number(facts.limits.atPlusInfinity)) at +∞"
      ),
      (
        "Shape",
        [
          facts.isMonotonic ? "monotonic" : "not monotonic", facts.isSmooth ? "smooth" : "not smooth",
          facts.isCentred ? "takes both signs, 0 at 0" : "not centred on 0",
        ].joined(separator: "; ")
      ),
    ]
    if !facts.kinks.isEmpty {
      let convention = facts.kinkConvention.map { "; \($0)" } ?? ""
      items.append(("Kinks", "at " + facts.kinks.map(ShowCommand.number).joined(separator: ", ") + convention))
    }
    return items + [
      ("Backward pass", "needs \(ShowCommand.needs(facts.backwardNeeds))"),
      ("Initialisation", "\(facts.initialization.rawValue); gain \(String(format: "%.6f", activation.gain))"),
      ("For it", facts.strength), ("Against it", facts.weakness),
    ]
  }

  private var parameters: [(String, String)] {
    activation.facts.parameters.map { parameter in
      let (low, high) = (parameter.allowed.lowerBound, parameter.allowed.upperBound)
      return (
        parameter.name,
        "`\(parameter.symbol)`, \(ShowCommand.number(low)) to \(ShowCommand.number(high)); "
          + "default \(ShowCommand.number(parameter.defaultValue)) (\(parameter.origin))"
          + (parameter.isLearnable ? "; can be learned" : "")
      )
    }
  }

  private var link: String {
    guard let identifier = activation.facts.citation.identifier else { return "" }
    for (prefix, address) in [("doi:", "https://doi.org/"), ("arXiv:", "https://arxiv.org/abs/")]
    where identifier.hasPrefix(prefix) {
      return "[\(identifier)](\(address)\(identifier.dropFirst(prefix.count)))"
    }
    return identifier
  }

  private static func list(_ items: [(String, String)]) -> String {
    items.map { "- **\($0.0)**: \($0.1)" }.joined(separator: "\n")
  }
}
