/// What can be wrong with a safetensors file or a tensor of one: what was found, what was expected, and where.
public struct SafetensorsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, or the tensor whose values were asked for.
  public let place: String
  public let problem: String

  public init(_ place: String, _ problem: String) {
    self.place = place
    self.problem = problem
  }

  public var description: String { "\(place): \(problem)" }
}

/// A name from a file as a message shows it: quoted, cut after 60 characters, and without what would move a terminal's
/// cursor.
func quoted(_ name: String) -> String {
  var text = ""
  for scalar in name.unicodeScalars.prefix(60) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
      text += "\\u{\(String(scalar.value, radix: 16))}"
    default: text.unicodeScalars.append(scalar)
    }
  }
  return "'" + text + (name.unicodeScalars.count > 60 ? "…'" : "'")
}
