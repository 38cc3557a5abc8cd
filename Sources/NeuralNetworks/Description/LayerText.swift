internal import Activations

/// Layers as people write them: `conv 32 stride 2, batch-norm, relu, residual(conv 32, relu), flatten, dense 10`.
extension Layer: CustomStringConvertible {
  /// What `Layer.parse` understands, with defaults left out.
  public var text: String {
    switch self {
    case .dense(let units): return "dense \(units)"
    case .conv2D(let channels, let window, let dilation, let groups):
      return "conv \(channels)" + Self.text(window, kernel: 3, stride: 1, padding: .same)
        + (dilation == 1 ? "" : " dilation \(dilation)") + (groups == 1 ? "" : " groups \(groups)")
    case .maxPool(let window): return "max-pool \(window.kernel)" + Self.text(window)
    case .averagePool(let window): return "average-pool \(window.kernel)" + Self.text(window)
    case .globalAveragePool: return "global-average-pool"
    case .batchNorm(let momentum, let epsilon):
      return "batch-norm" + (momentum == Self.defaultMomentum ? "" : " momentum \(momentum)") + Self.text(epsilon)
    case .layerNorm(let epsilon): return "layer-norm" + Self.text(epsilon)
    case .dropout(let rate): return "dropout \(rate)"
    case .alphaDropout(let rate): return "alpha-dropout \(rate)"
    case .activation(let activation, let learning):
      return activation.description + (learning == .fixed ? "" : " learned \(learning.rawValue)")
    case .flatten: return "flatten"
    case .residual(let layers): return "residual(\(layers.map(\.text).joined(separator: ", ")))"
    }
  }

  public var description: String { text }

  private static func text(_ window: Window) -> String {
    text(window, kernel: window.kernel, stride: window.kernel, padding: .zeros(0))
  }

  private static func text(_ window: Window, kernel: Extent, stride: Extent, padding: Window.Padding) -> String {
    var text = ""
    if window.kernel != kernel { text += " kernel \(window.kernel)" }
    if window.stride != stride { text += " stride \(window.stride)" }
    if window.padding != padding {
      switch window.padding {
      case .same: text += " padding same"
      case .zeros(let zeros): text += " padding \(zeros)"
      }
    }
    return text
  }

  private static func text(_ epsilon: Double) -> String { epsilon == defaultEpsilon ? "" : " epsilon \(epsilon)" }

  // MARK: - Parsing

  /// How deep residual blocks and repetitions may be nested, and how many layers there may be.
  private static let deepest = 16
  private static let most = 10_000

  /// A list of layers, separated by commas or line breaks. `repeat 3 (…)` stands for its layers three times.
  /// - Throws: `NetworkError` with the part that makes no sense, and the nearest that does.
  public static func parse(list text: String) throws(NetworkError) -> [Layer] { try parse(list: text, depth: 0) }

  private static func parse(list text: String, depth: Int) throws(NetworkError) -> [Layer] {
    guard depth <= deepest else { throw .init("layers nested more than \(deepest) deep") }
    var layers: [Layer] = []
    var count = 0
    for part in try parts(text) {
      let next = try parse(part, depth: depth)
      count += next.reduce(0) { $0 + $1.nestedCount }
      guard count <= most else { throw .init("more than \(most) layers") }
      layers += next
    }
    return layers
  }

  /// Between commas and line breaks that stand in no brackets.
  private static func parts(_ text: String) throws(NetworkError) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      switch character {
      case "(": depth += 1
      case ")":
        depth -= 1
        guard depth >= 0 else { throw .init("a closing bracket without an opening one in '\(shortened(text))'") }
      default: break
      }
      if depth == 0, character == "," || character.isNewline {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    guard depth == 0 else {
      throw .init(
        "a bracket that is not closed in '\(shortened(text))'; in a list between [ and ], text with commas needs "
          + "quotation marks")
    }
    return parts.map(trimmed).filter { !$0.isEmpty }
  }

  private static func parse(_ text: String, depth: Int) throws(NetworkError) -> [Layer] {
    let word = text.prefix { !$0.isWhitespace && $0 != "(" }.lowercased()
    let rest = trimmed(String(text.dropFirst(word.count)))
    switch word {
    case "residual": return [.residual(try parse(list: try bracketed(rest, text), depth: depth + 1))]
    case "repeat":
      let digits = rest.prefix { $0.isNumber }
      guard let count = Int(digits), (1...most).contains(count) else {
        throw .init("'\(shortened(text))'; expected repeat, a number from 1 to \(most), and layers in brackets")
      }
      let layers = try parse(
        list: try bracketed(trimmed(String(rest.dropFirst(digits.count))), text), depth: depth + 1)
      guard layers.reduce(0, { $0 + $1.nestedCount }) * count <= most else {
        throw .init("'\(shortened(text))' makes more than \(most) layers")
      }
      return Array(repeating: layers, count: count).flatMap { $0 }
    default: return [try parseOne(word, text)]
    }
  }

  private static func bracketed(_ rest: String, _ text: String) throws(NetworkError) -> String {
    guard rest.hasPrefix("("), rest.hasSuffix(")") else {
      throw .init("'\(shortened(text))'; expected layers in brackets after the word")
    }
    return String(rest.dropFirst().dropLast())
  }

  private static func parseOne(_ word: String, _ text: String) throws(NetworkError) -> Layer {
    guard let known = LayerWords.of(word) else { return try parseActivation(text) }
    var words = LayerWords(text)
    let layer: Layer
    switch known {
    case "dense": layer = .dense(units: try words.integer("units"))
    case "conv":
      let channels = try words.integer("channels")
      let window = Window(
        try words.extent("kernel") ?? 3, stride: try words.extent("stride") ?? 1,
        padding: try words.padding() ?? .same)
      layer = .conv2D(
        channels: channels, window: window, dilation: try words.extent("dilation") ?? 1,
        groups: try words.option("groups") ?? 1)
    case "max-pool", "average-pool":
      let kernel = try words.extent()
      let window = Window(
        kernel, stride: try words.extent("stride") ?? kernel, padding: try words.padding() ?? .zeros(0))
      layer = known == "max-pool" ? .maxPool(window) : .averagePool(window)
    case "global-average-pool": layer = .globalAveragePool
    case "batch-norm":
      layer = .batchNorm(
        momentum: try words.number("momentum") ?? defaultMomentum,
        epsilon: try words.number("epsilon") ?? defaultEpsilon)
    case "layer-norm": layer = .layerNorm(epsilon: try words.number("epsilon") ?? defaultEpsilon)
    case "dropout": layer = .dropout(try words.number())
    case "alpha-dropout": layer = .alphaDropout(try words.number())
    default: layer = .flatten
    }
    try words.end()
    return layer
  }

  /// `prelu learned per-channel`
  private static func parseActivation(_ text: String) throws(NetworkError) -> Layer {
    var name = text
    var learning = Learning.fixed
    let words = text.split(separator: " ")
    if let at = words.firstIndex(where: { $0.lowercased() == "learned" }) {
      let kind = words[(at + 1)...].joined(separator: " ").lowercased()
      guard let found = Learning(rawValue: kind.isEmpty ? "per-layer" : kind) else {
        throw .init("'\(shortened(text))': learned \(kind); expected per-layer or per-channel")
      }
      learning = found
      name = words[..<at].joined(separator: " ")
    }
    do throws(ActivationError) {
      return .activation(try Activation(name), learning: learning)
    } catch {
      let word = String(name.prefix { $0 != " " && $0 != "(" })
      if word.lowercased() == "softmax" {
        throw .init("'softmax' is no layer here: the loss of classes contains it; end with dense and one unit a class")
      }
      let layer = NearestMatch.find(word, among: LayerWords.all)
      throw .init(layer.map { "'\(shortened(text))' is no layer; did you mean '\($0)'?" } ?? "\(error)")
    }
  }

  static func shortened(_ text: String) -> String { text.count > 60 ? text.prefix(57) + "…" : text }

  static func trimmed(_ text: String) -> String {
    var part = text[...]
    while let first = part.first, first.isWhitespace { part.removeFirst() }
    while let last = part.last, last.isWhitespace { part.removeLast() }
    return String(part)
  }
}
