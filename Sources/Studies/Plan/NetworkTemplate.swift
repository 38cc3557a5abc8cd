internal import Activations
public import NeuralNetworks

/// A network with open places: what a study trains with every activation and at every point of its grid.
///
/// Its layers are text as in `Layer.parse(list:)`, with these words for what is filled in: `activation`, the one that is
/// compared; `depth` and `width`, the grid's numbers; `normalization`, nothing, `batch-norm` or `layer-norm`; `dropout`
/// without a number, the share that is tuned (nothing at 0). The output layer is added.
///
/// ```
/// conv width, normalization, activation, max-pool 2, repeat depth (residual(conv width, normalization, activation))
/// ```
public struct NetworkTemplate: Codable, Hashable, Sendable {
  public var name: String
  public var layers: String

  public init(name: String, layers: String) {
    self.name = name
    self.layers = layers
  }

  /// Networks by name.
  public static let known = [
    NetworkTemplate(name: "dense", layers: "repeat depth (dense width, normalization, activation, dropout)"),
    NetworkTemplate(
      name: "residual",
      layers: "dense width, normalization, activation, repeat depth (residual(dense width, normalization, activation, "
        + "dropout, dense width))"),
    NetworkTemplate(
      name: "convolutional",
      layers:
        "conv width, normalization, activation, max-pool 2, repeat depth (conv width, normalization, activation), "
        + "max-pool 2, flatten, dropout, dense 64, normalization, activation"),
    NetworkTemplate(
      name: "convolutional-residual",
      layers: "conv width, normalization, activation, max-pool 2, repeat depth (residual(conv width, normalization, "
        + "activation, conv width, normalization), activation), global-average-pool, dropout"),
  ]

  /// A dense network with hidden layers of different widths.
  public static func dense(_ hidden: [Int]) -> NetworkTemplate {
    NetworkTemplate(
      name: "dense \(hidden.isEmpty ? "0" : hidden.map(String.init).joined(separator: "-"))",
      layers: hidden.map { "dense \($0), normalization, activation, dropout" }.joined(separator: ", "))
  }

  var mentionsActivation: Bool { mentions("activation") }
  var mentionsDepth: Bool { mentions("depth") }
  var mentionsWidth: Bool { mentions("width") }
  var mentionsNormalization: Bool { mentions("normalization") }
  /// `dropout` that is not followed by a number.
  var mentionsDropout: Bool { Self.pieces(of: layers).enumerated().contains { isOpenDropout($0.offset) } }

  private func mentions(_ word: String) -> Bool { Self.pieces(of: layers).contains { $0.lowercased() == word } }

  private func isOpenDropout(_ index: Int) -> Bool { Self.isOpenDropout(Self.pieces(of: layers), index) }

  private static func isOpenDropout(_ pieces: [String], _ index: Int) -> Bool {
    guard pieces[index].lowercased() == "dropout" else { return false }
    let next = pieces[(index + 1)...].first { !$0.allSatisfy(\.isWhitespace) }
    return !(next?.first?.isNumber ?? false)
  }

  /// The text cut into words and what stands between them.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    for character in text {
      let isWord = character.isLetter || character.isNumber || "-_.".contains(character)
      if let last = pieces.last?.last, isWord, last.isLetter || last.isNumber || "-_.".contains(last) {
        pieces[pieces.count - 1].append(character)
      } else {
        pieces.append(String(character))
      }
    }
    return pieces
  }

  /// The network for one activation at one point of the grid.
  /// - Throws: `NetworkError` that names the layer that cannot be.
  public func network(
    inputShape: [Int], outputs: Int, choice: ActivationChoice, depth: Int?, width: Int?, normalization: Normalization,
    dropout: Double, initialization: Initialization
  ) throws(NetworkError) -> Network {
    let pieces = Self.pieces(of: layers)
    var text = ""
    for (index, piece) in pieces.enumerated() {
      switch piece.lowercased() {
      case "activation": text += choice.layer.text
      case "depth": text += depth.map(String.init) ?? piece
      case "width": text += width.map(String.init) ?? piece
      case "normalization": text += normalization.layer?.text ?? ""
      case "dropout" where Self.isOpenDropout(pieces, index): text += dropout > 0 ? "dropout \(dropout)" : ""
      default: text += piece
      }
    }
    return try Network(
      inputShape: inputShape, layers: try Layer.parse(list: Self.withoutEmpty(text)), initialization: initialization
    ).ending(outputs: outputs)
  }

  /// Takes `repeat 0 (…)` out.
  private static func withoutEmpty(_ text: String) -> String {
    guard let start = text.firstRange(of: "repeat 0 (") else { return text }
    var depth = 1
    var end = start.upperBound
    while end < text.endIndex, depth > 0 {
      if text[end] == "(" { depth += 1 }
      if text[end] == ")" { depth -= 1 }
      end = text.index(after: end)
    }
    return withoutEmpty(String(text[..<start.lowerBound] + text[end...]))
  }
}

/// What stands between a layer and its activation.
public enum Normalization: String, Codable, Hashable, Sendable, CaseIterable {
  case none, batch, layer

  var layer: Layer? {
    switch self {
    case .none: nil
    case .batch: .batchNorm()
    case .layer: .layerNorm()
    }
  }
}
