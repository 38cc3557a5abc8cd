internal import Activations

/// A network in JSON or YAML:
///
/// ```yaml
/// input: [28, 28]
/// initialization: he            # variance-preserving if absent
/// layers:
///   - conv 32
///   - relu
///   - residual: [conv 32, batch-norm, relu]
///   - global-average-pool
///   - dense 10
/// ```
extension Network: Codable {
  fileprivate enum Keys: String, CodingKey, CaseIterable { case input, initialization, layers }

  public init(from decoder: any Decoder) throws {
    let parts = try Parts(from: decoder)
    guard let input = parts.input else {
      throw DecodingError.keyNotFound(
        Keys.input, .init(codingPath: decoder.codingPath, debugDescription: "no input shape"))
    }
    self.init(inputShape: input, layers: parts.layers, initialization: parts.initialization)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(inputShape, forKey: .input)
    try container.encode(initialization, forKey: .initialization)
    try container.encode(LayerList(layers), forKey: .layers)
  }

  /// A network whose input shape may come from elsewhere.
  public struct Parts: Decodable, Hashable, Sendable {
    public var input: [Int]?
    public var layers: [Layer]
    public var initialization: Initialization

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      try decoder.refuseOthers(than: Keys.allCases.map(\.rawValue))
      input = try container.decodeIfPresent([Int].self, forKey: .input)
      layers = try container.decode(LayerList.self, forKey: .layers).layers
      initialization = .variancePreserving
      if let name = try container.decodeIfPresent(String.self, forKey: .initialization) {
        guard let found = Initialization(rawValue: name.lowercased()) else {
          let known = Initialization.allCases.map(\.rawValue)
          throw DecodingError.dataCorruptedError(
            forKey: .initialization, in: container,
            debugDescription: "no initialization '\(name)'; expected \(known.joined(separator: ", "))")
        }
        initialization = found
      }
    }
  }
}

/// A list whose items are a layer's text, or a mapping from `residual` to a list.
private struct LayerList: Codable {
  var layers: [Layer]

  init(_ layers: [Layer]) { self.layers = layers }

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      layers = try Self.parse(text, decoder)
      return
    }
    var container = try decoder.unkeyedContainer()
    layers = []
    while !container.isAtEnd { layers += try container.decode(Item.self).layers }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for layer in layers { try container.encode(Item(layers: [layer])) }
  }

  static func parse(_ text: String, _ decoder: any Decoder) throws -> [Layer] {
    do {
      return try Layer.parse(list: text)
    } catch {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: error.description))
    }
  }

  struct Item: Codable {
    private enum Keys: String, CodingKey { case residual }

    var layers: [Layer]

    init(layers: [Layer]) { self.layers = layers }

    init(from decoder: any Decoder) throws {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        layers = try LayerList.parse(text, decoder)
        return
      }
      guard decoder.codingPath.count < 64 else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "residual blocks nested too deep"))
      }
      let container = try decoder.container(keyedBy: Keys.self)
      try decoder.refuseOthers(than: ["residual"])
      layers = [.residual(try container.decode(LayerList.self, forKey: .residual).layers)]
    }

    func encode(to encoder: any Encoder) throws {
      if case .residual(let inner) = layers[0] {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(LayerList(inner), forKey: .residual)
      } else {
        var container = encoder.singleValueContainer()
        try container.encode(layers[0].text)
      }
    }
  }
}

/// A key that is not known, beside the decoding error that tells of it.
public struct UnknownKey: Error, Hashable, Sendable {
  public let key: String
}

extension Decoder {
  /// A key that is misspelt would otherwise be overlooked.
  /// - Throws: `DecodingError` with an `UnknownKey` and the nearest match.
  public func refuseOthers(than known: [String]) throws {
    for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      let nearest = NearestMatch.find(key.stringValue, among: known)
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: codingPath,
          debugDescription: "no key '\(key.stringValue)'"
            + (nearest.map { "; did you mean '\($0)'?" } ?? "; expected \(known.joined(separator: ", "))"),
          underlyingError: UnknownKey(key: key.stringValue)))
    }
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
