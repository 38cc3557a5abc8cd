/// The words of one layer's text: `conv 32 kernel 5x3 stride 2`, its name taken off.
struct LayerWords {
  static let all = [
    "dense", "conv", "max-pool", "average-pool", "global-average-pool", "batch-norm", "layer-norm", "dropout",
    "alpha-dropout", "flatten", "residual", "repeat",
  ]
  private static let aliases = [
    "conv2d": "conv", "maxpool": "max-pool", "avgpool": "average-pool",
    "average-pooling": "average-pool", "max-pooling": "max-pool", "batchnorm": "batch-norm", "layernorm": "layer-norm",
    "global-average-pooling": "global-average-pool",
  ]

  /// The layer's name for a word, if it is one.
  static func of(_ word: String) -> String? { all.contains(word) ? word : aliases[word] }

  private let text: String
  /// What follows the name and is not used yet: values, and options with theirs.
  private var values: [String] = []
  private var options: [(name: String, value: String)] = []
  private var problem: String?

  init(_ text: String) {
    self.text = text
    var words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init).dropFirst()
    while let word = words.popFirst() {
      if word.first?.isLetter ?? false {
        guard let value = words.popFirst() else {
          problem = "'\(word)' has no value"
          return
        }
        if options.contains(where: { $0.name == word }) { problem = "'\(word)' twice" }
        options.append((word, value))
      } else {
        values.append(word)
      }
    }
  }

  private func error(_ problem: String) -> NetworkError { NetworkError("'\(Layer.shortened(text))': \(problem)") }

  private mutating func value(_ what: String) throws(NetworkError) -> String {
    guard !values.isEmpty else { throw error("expected \(what) after the name") }
    return values.removeFirst()
  }

  private mutating func take(_ name: String) -> String? {
    guard let at = options.firstIndex(where: { $0.name == name }) else { return nil }
    return options.remove(at: at).value
  }

  private func integer(_ word: String, _ what: String) throws(NetworkError) -> Int {
    guard let value = Int(word) else { throw error("'\(word)'; expected a whole number of \(what)") }
    return value
  }

  mutating func integer(_ what: String) throws(NetworkError) -> Int { try integer(value("a number of \(what)"), what) }

  mutating func option(_ name: String) throws(NetworkError) -> Int? {
    guard let word = take(name) else { return nil }
    return try integer(word, name)
  }

  mutating func number() throws(NetworkError) -> Double { try double(value("a number")) }

  mutating func number(_ name: String) throws(NetworkError) -> Double? {
    guard let word = take(name) else { return nil }
    return try double(word)
  }

  private func double(_ word: String) throws(NetworkError) -> Double {
    guard let value = Double(word), value.isFinite else { throw error("'\(word)'; expected a number") }
    return value
  }

  mutating func extent() throws(NetworkError) -> Extent { try extent(of: value("a size")) }

  mutating func extent(_ name: String) throws(NetworkError) -> Extent? {
    guard let word = take(name) else { return nil }
    return try extent(of: word)
  }

  private func extent(of word: String) throws(NetworkError) -> Extent {
    let parts = word.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    if parts.count == 1, let both = parts[0] { return Extent(both) }
    if parts.count == 2, let vertical = parts[0], let horizontal = parts[1] { return Extent(vertical, horizontal) }
    throw error("'\(word)'; expected a size such as 3 or 3x5")
  }

  mutating func padding() throws(NetworkError) -> Window.Padding? {
    guard let word = take("padding") else { return nil }
    switch word {
    case "same": return .same
    case "valid", "none": return .zeros(0)
    default: return .zeros(try extent(of: word))
    }
  }

  /// - Throws: `NetworkError` if anything was not used.
  func end() throws(NetworkError) {
    if let problem { throw error(problem) }
    if let option = options.first { throw error("no option '\(option.name)'") }
    if let value = values.first { throw error("'\(value)' is one value too many") }
  }
}
