internal import ActivationCatalogue

extension Activation {
  /// The activation that a text names: a name or an alias in any case, with `-`, `_` or a space between words, and its
  /// parameters, if any, in parentheses, by name or in order: `relu`, `SiLU`, `leaky-relu(0.02)`, `swish(beta: 1.5)`.
  public init(_ text: String) throws(ActivationError) {
    let trimmed = Self.trim(text[...])
    guard let open = trimmed.firstIndex(of: "(") else {
      guard !trimmed.isEmpty, !trimmed.contains(")") else { throw .malformed(text) }
      try self.init(named: String(trimmed))
      return
    }
    guard trimmed.last == ")" else { throw .malformed(text) }
    let inside = trimmed[trimmed.index(after: open)..<trimmed.index(before: trimmed.endIndex)]
    guard !inside.contains("("), !inside.contains(")") else { throw .malformed(text) }
    var settings: [(name: String?, value: String)] = []
    if !Self.trim(inside).isEmpty {
      for part in inside.split(separator: ",", omittingEmptySubsequences: false) {
        if let separator = part.firstIndex(where: { $0 == ":" || $0 == "=" }) {
          settings.append(
            (String(Self.trim(part[..<separator])), String(Self.trim(part[part.index(after: separator)...]))))
        } else {
          settings.append((nil, String(Self.trim(part))))
        }
      }
    }
    try self.init(named: String(Self.trim(trimmed[..<open])), settings: settings)
  }

  /// The activation of this name or alias, with the parameters given; those that are not keep their defaults. A setting
  /// without a name takes the next parameter in order.
  public init(named name: String, settings: [(name: String?, value: String)] = []) throws(ActivationError) {
    let word = Self.normalise(name)
    guard
      let index = Self.catalogue.firstIndex(where: { $0.name == word || $0.aliases.contains(word) })
        ?? Self.catalogue.firstIndex(where: { Self.compact($0.name) == Self.compact(word) })
    else {
      throw .unknownName(
        name, nearest: NearestMatch.find(word, among: Self.catalogue.flatMap { [$0.name] + $0.aliases }))
    }
    let facts = Self.catalogue[index]
    var values = facts.parameters.map(\.defaultValue)
    var seen: Set<Int> = []
    let names = facts.parameters.map(\.name)
    if settings.count > names.count, settings.allSatisfy({ $0.name == nil }) {
      throw .tooManyParameters(found: settings.count, activation: facts.name, expected: names)
    }
    for (position, setting) in settings.enumerated() {
      var place = position
      if let key = setting.name {
        guard let found = facts.parameters.firstIndex(where: { $0.name == key.lowercased() || $0.symbol == key }) else {
          throw .unknownParameter(
            key, activation: facts.name, expected: names, nearest: NearestMatch.find(key, among: names))
        }
        place = found
      }
      guard place < names.count else {
        throw .tooManyParameters(found: settings.count, activation: facts.name, expected: names)
      }
      let parameter = facts.parameters[place]
      guard let value = Double(setting.value), value.isFinite else {
        throw .notANumber(setting.value, parameter: parameter.name, activation: facts.name)
      }
      guard parameter.allowed.contains(value) else {
        throw .outOfRange(value, parameter: parameter.name, activation: facts.name, allowed: parameter.allowed)
      }
      guard seen.insert(place).inserted else { throw .repeatedParameter(parameter.name, activation: facts.name) }
      values[place] = value
    }
    self.init(index: index, parameters: values)
  }

  /// Lower case, words joined by a hyphen.
  private static func normalise(_ name: String) -> String {
    String(trim(name[...]).lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
  }

  private static func compact(_ name: String) -> String { name.filter { $0 != "-" } }

  private static func trim(_ text: Substring) -> Substring {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
