internal import Foundation
internal import NeuralNetworks
internal import Yams

/// Files that people write in YAML (or in JSON, which is YAML), read strictly: what is wrong is said with its line.
public enum YAMLFile {
  /// The largest file that is read, and how deep it may be nested.
  static let mostBytes = 1 << 20
  static let deepest = 64

  /// - Throws: `ModelError` with file, line and column.
  public static func read<T: Decodable>(_ path: String, as type: T.Type = T.self) throws(ModelError) -> T {
    let bytes: Data
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw ModelError(path, "is no file; expected YAML")
      }
      if let size = attributes[.size] as? Int, size > mostBytes {
        throw ModelError(path, "has \(size) bytes; expected a YAML file of at most \(mostBytes)")
      }
      bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch let error as ModelError {
      throw error
    } catch {
      throw ModelError(
        path, "cannot be read: \(FileManager.default.fileExists(atPath: path) ? "no permission" : "no such file")")
    }
    return try parse(Array(bytes), from: path)
  }

  /// - Parameter path: for messages.
  public static func parse<T: Decodable>(
    _ bytes: [UInt8], from path: String, as type: T.Type = T.self
  ) throws(ModelError) -> T {
    guard bytes.count <= mostBytes else {
      throw ModelError(path, "has \(bytes.count) bytes; expected a YAML file of at most \(mostBytes)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ModelError(path, "is not UTF-8 text; expected YAML")
    }
    try checkNesting(text, path)
    let node: Node
    do {
      guard let composed = try Yams.compose(yaml: text) else { throw ModelError(path, "is empty; expected YAML") }
      node = composed
    } catch let error as ModelError {
      throw error
    } catch let error as YamlError {
      throw ModelError(path, "is no YAML: \(Self.text(error))")
    } catch {
      throw ModelError(path, "is no YAML: \(error)")
    }
    do {
      return try YAMLDecoder().decode(T.self, from: node)
    } catch let error as DecodingError {
      throw describe(error, node, path)
    } catch {
      throw ModelError(path, "\(error)")
    }
  }

  /// The parser recurses, and an alias that stands for a list of aliases multiplies without end: both are kept away. What
  /// stands in comments and between quotation marks does not count.
  private static func checkNesting(_ text: String, _ path: String) throws(ModelError) {
    var (depth, line, indentation, dashes) = (0, 1, 0, 0)
    var (isIndenting, isComment, isEscaped) = (true, false, false)
    var quote: Character?
    var before: Character = "\n"
    for character in text {
      let begins = before.isWhitespace || "[{,:-".contains(before)
      defer { before = character }
      if character.isNewline {
        line += 1
        (indentation, dashes, isIndenting, isComment) = (0, 0, true, false)
        continue
      }
      if isComment { continue }
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if open == "\"", character == "\\" {
          isEscaped = true
        } else if character == open {
          quote = nil
        }
        continue
      }
      if character == "#", before.isWhitespace {
        isComment = true
        continue
      }
      if begins, character == "\"" || character == "'" {
        quote = character
        continue
      }
      if isIndenting {
        switch character {
        case " ", "\t": indentation += 1
        case "-", "?", ":": dashes += 1
        default: isIndenting = false
        }
      }
      if character == "[" || character == "{" { depth += 1 }
      if character == "]" || character == "}" { depth -= 1 }
      if depth > deepest || dashes > deepest || indentation > 4 * deepest {
        throw ModelError("\(path):\(line)", "is nested more than \(deepest) deep")
      }
      if begins, character == "&" || character == "*" {
        throw ModelError("\(path):\(line)", "'\(character)': anchors and aliases are not understood")
      }
    }
  }

  private static func text(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "\(problem), line \(mark.line), column \(mark.column)"
    default: "\(error)"
    }
  }

  private static func describe(_ error: DecodingError, _ node: Node, _ path: String) -> ModelError {
    let (context, problem): (DecodingError.Context, String) =
      switch error {
      case .keyNotFound(let key, let context): (context, "has no '\(key.stringValue)'")
      case .typeMismatch(let type, let context): (context, "expected \(name(of: type))")
      case .valueNotFound(let type, let context): (context, "expected \(name(of: type))")
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default: (.init(codingPath: [], debugDescription: ""), "\(error)")
      }
    var at = node
    for key in context.codingPath {
      let next: Node? =
        if let index = key.intValue { at.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil } } else {
          at.mapping?[Node(key.stringValue)]
        }
      guard let next else { break }
      at = next
    }
    // A misspelt key is pointed at itself, not at the mapping that holds it.
    if let unknown = context.underlyingError as? UnknownKey,
      let key = at.mapping?.first(where: { $0.key.string == unknown.key })?.key
    {
      at = key
    }
    let place = at.mark.map { "\(path):\($0.line):\($0.column)" } ?? path
    return ModelError(place, problem)
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is Int.Type: "a whole number"
    case is Double.Type: "a number"
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    default: describe(other: "\(type)")
    }
  }

  /// Lists and mappings are named after Swift's or the parser's own types.
  private static func describe(other type: String) -> String {
    if type.contains("Array") || type.contains("Sequence") { return "a list" }
    if type.contains("Dictionary") || type.contains("Mapping") { return "a mapping" }
    return "another kind of value"
  }
}
