/// What can be wrong with the text of an activation.
public enum ActivationError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknownName(String, nearest: String?)
  case unknownParameter(String, activation: String, expected: [String], nearest: String?)
  case notANumber(String, parameter: String, activation: String)
  case outOfRange(Double, parameter: String, activation: String, allowed: ClosedRange<Double>)
  case tooManyParameters(found: Int, activation: String, expected: [String])
  case repeatedParameter(String, activation: String)
  case malformed(String)
  case temperature(Double)

  public var description: String {
    switch self {
    case .unknownName(let name, let nearest):
      return "unknown activation '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .unknownParameter(let name, let activation, let expected, let nearest):
      return "\(activation) has no parameter '\(name)'; \(Self.list(expected))"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .notANumber(let text, let parameter, let activation):
      return "'\(text)' is not a number; \(activation) expects one for \(parameter)"
    case .outOfRange(let value, let parameter, let activation, let allowed):
      return "\(parameter) = \(value) is out of range for \(activation); "
        + "expected \(allowed.lowerBound) to \(allowed.upperBound)"
    case .tooManyParameters(let found, let activation, let expected):
      return "\(activation) was given \(found) parameters; \(Self.list(expected))"
    case .repeatedParameter(let name, let activation):
      return "\(activation): \(name) is given twice"
    case .malformed(let text):
      return "cannot read '\(text)'; expected a name such as relu, or with parameters leaky-relu(0.02) or "
        + "swish(beta: 1.5)"
    case .temperature(let value):
      return "a softmax temperature of \(value); expected 1e-30 to 1e30"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "it takes none" : "it takes " + names.joined(separator: ", ")
  }
}
