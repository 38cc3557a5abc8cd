/// What was typed, as a shell would take it again.
enum TypedCommand {
  static var line: String {
    (["hillock"] + CommandLine.arguments.dropFirst()).map {
      $0.contains { " ()'\"$&;|<>*?".contains($0) } ? "'\($0.replacing("'", with: "'\\''"))'" : $0
    }.joined(separator: " ")
  }
}
