import Activations
import Datasets
import Studies

/// Lists and words that are typed on the command line.
enum Typed {
  /// What was typed for --task.
  static func task(_ text: String?) throws -> Task? {
    try text.map { text in
      guard let task = Task(rawValue: text.lowercased()) else {
        throw UsageError("--task \(text); expected classification or regression")
      }
      return task
    }
  }

  /// Parts between commas; those within parentheses separate parameters.
  static func parts(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth <= 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts.map { part in
      String(part.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
  }

  static func activations(_ text: String) throws -> [Activation] {
    text.lowercased() == "all" ? Activation.all : try parts(text).map { try Activation($0) }
  }

  /// Units of hidden layers: one number for all of them, or one for each.
  static func hiddenLayers(_ text: String, depth: Int?) throws -> [Int] {
    let widths = try numbers("--hidden", text, of: "units", 1...100_000)
    if let depth, !(0...1000).contains(depth) { throw UsageError("--depth \(depth); expected 0 to 1000") }
    if widths.count == 1 { return Array(repeating: widths[0], count: depth ?? 3) }
    if let depth, depth != widths.count {
      throw UsageError("--depth \(depth), but --hidden lists \(widths.count) layers")
    }
    return widths
  }

  static func numbers(_ option: String, _ text: String, of what: String, _ range: ClosedRange<Int>) throws -> [Int] {
    try parts(text).map { part in
      guard let number = Int(part), range.contains(number) else {
        throw UsageError(
          "\(option): '\(part)'; expected numbers of \(what) from \(range.lowerBound) to \(range.upperBound), "
            + "separated by commas")
      }
      return number
    }
  }

  static func numbers(
    _ option: String, _ text: String, _ expected: String, where isRight: (Double) -> Bool
  ) throws -> [Double] {
    try parts(text).map { part in
      guard let number = Double(part), number.isFinite, isRight(number) else {
        throw UsageError("\(option): '\(part)'; expected numbers \(expected), separated by commas")
      }
      return number
    }
  }

  /// A name as a folder's.
  static func slug(_ name: String) -> String {
    String(name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }
}
