import Activations
import ArgumentParser

/// Parameters of an activation as options, next to those in its name.
struct ActivationOptions: ParsableArguments {
  @Option(help: "Value of the parameter alpha.")
  var alpha: Double?
  @Option(help: "Value of the parameter beta.")
  var beta: Double?
  @Option(help: "Value of the parameter slope.")
  var slope: Double?

  /// The activation of that name with these parameters.
  func activation(_ text: String) throws -> Activation {
    let given = [("alpha", alpha), ("beta", beta), ("slope", slope)].compactMap { name, value in
      value.map { "\(name): \($0)" }
    }
    if given.isEmpty { return try Activation(text) }
    guard !text.contains("(") else {
      throw UsageError("\(text) has its parameters in its name; give them there or as options, not both")
    }
    return try Activation("\(text)(\(given.joined(separator: ", ")))")
  }
}
