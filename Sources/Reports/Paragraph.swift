/// Plain text for terminals.
public enum Paragraph {
  /// Lines broken at blanks; those after the first are indented, and the first has `first` characters before it.
  /// - Parameter width: characters of a line at the most, where no word is longer.
  public static func wrapped(_ text: some StringProtocol, width: Int, indent: Int = 0, first: Int = 0) -> String {
    var result = ""
    var column = first
    for word in text.split(separator: " ") {
      if result.isEmpty {
        result += word
        column += word.count
      } else if column + 1 + word.count <= width {
        result += " " + word
        column += 1 + word.count
      } else {
        result += "\n" + String(repeating: " ", count: indent) + word
        column = indent + word.count
      }
    }
    return result
  }
}
