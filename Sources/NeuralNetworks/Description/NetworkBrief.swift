extension Network {
  /// The layers with those that repeat said once: "flatten, 20 × (dense 64, sigmoid), dense 10".
  public var brief: String { layers.brief }
}

extension [Layer] {
  /// As a person would say them: a group of at most six layers that stands there three times in a row or more is said once. Not
  /// meant to be parsed; `text` is.
  public var brief: String { brief(separator: ", ") }

  private func brief(separator: String) -> String {
    let words = map { layer in
      if case .residual(let inner) = layer { "residual(\(inner.brief(separator: separator)))" } else { layer.text }
    }
    return Network.brief(words, separator: separator)
  }
}

extension Network {
  /// Layers' texts with groups that repeat said once.
  public static func brief(_ words: [String], separator: String) -> String {
    var parts: [String] = []
    var start = 0
    while start < words.count {
      let (length, times) = repetition(words[start...])
      let group = words[start..<start + length].joined(separator: separator)
      parts.append(times == 1 ? group : length == 1 ? "\(times) × \(group)" : "\(times) × (\(group))")
      start += length * times
    }
    return parts.joined(separator: separator)
  }

  /// The group at the beginning whose repetitions reach furthest, the shortest of these; one layer, once, if none is there
  /// three times. Two are as short said twice.
  private static func repetition(_ words: ArraySlice<String>) -> (length: Int, times: Int) {
    var best = (length: 1, times: 1)
    for length in 1...6 where 3 * length <= words.count {
      let group = words.prefix(length)
      var times = 1
      while words.dropFirst(times * length).prefix(length).elementsEqual(group) { times += 1 }
      if times > 2, length * times > best.length * best.times { best = (length, times) }
    }
    return best
  }
}
