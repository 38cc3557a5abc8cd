internal import Randomness

/// Drawing in proportion from layers of things that are alike.
enum Strata {
  /// The most layers of numbers to predict.
  static let most = 10
  /// The fewest things in such a layer, so that a fifth of it is one.
  static let fewest = 5

  /// How many to take from each layer, `total` in all: each layer's share, rounded up or down at random so that every
  /// single thing is as likely to be taken as any other (systematic sampling, Madow & Madow 1944).
  static func counts(_ sizes: [Int], total: Int, _ stream: inout RandomStream) -> [Int] {
    var counts = [Int](repeating: 0, count: sizes.count)
    let all = sizes.reduce(0, +)
    guard all > 0 else { return counts }
    let order = stream.shuffled(Array(sizes.indices))
    // In units of 1 / all, so that nothing is rounded but the results.
    var sum = stream.integer(below: all)
    for layer in order {
      let before = sum / all
      sum += total * sizes[layer]
      counts[layer] = sum / all - before
    }
    return counts
  }

  /// The share of a number of things, at least one.
  static func total(_ share: Double, of count: Int) -> Int { max(1, Int((share * Double(count)).rounded())) }

  /// Things in the order of their values, in layers of equal size.
  static func layers<T>(_ things: [T], by values: [Double]) -> [[T]] {
    let ordered = things.indices.sorted { (values[$0], $0) < (values[$1], $1) }.map { things[$0] }
    let count = max(1, min(most, things.count / fewest))
    return (0..<count).map { Array(ordered[$0 * things.count / count..<($0 + 1) * things.count / count]) }
  }
}

extension Dataset {
  /// Rows in layers: those of a class, or of a tenth of the numbers to predict (the first one of several).
  func layers(of rows: [Int]) -> [[Int]] {
    switch examples.targets {
    case .classes(let labels, let names):
      var layers = [[Int]](repeating: [], count: names.count)
      for row in rows { layers[Int(labels[row])].append(row) }
      return layers.filter { !$0.isEmpty }
    case .values(let values, let width):
      return Strata.layers(rows, by: rows.map { Double(values[$0 * width]) })
    }
  }

  /// A share of the rows, or of their groups, drawn at random in proportion, and the rest; both mixed.
  /// - Parameter purpose: what it is for, in messages.
  func drawn(
    _ share: Double, of rows: [Int], for purpose: String, _ stream: inout RandomStream
  ) throws(DatasetError) -> (rest: [Int], drawn: [Int]) {
    if let groups { return try drawnGroups(share, of: rows, groups, for: purpose, &stream) }
    let layers = layers(of: rows)
    // No class is drawn from that is too small: one of two rows would be half of it.
    let fewest = layers.contains { $0.count > 2 } ? 3 : 2
    let sizes = layers.map { $0.count < fewest && examples.targets.isClassification ? 0 : $0.count }
    let all = sizes.reduce(0, +)
    guard all > 1 else {
      throw DatasetError(
        name,
        "\(rows.count) examples are too few for \(purpose)"
          + (examples.targets.isClassification ? ": no class has two" : ""))
    }
    let counts = Strata.counts(sizes, total: Strata.total(share, of: all), &stream)
    var (rest, drawn): ([Int], [Int]) = ([], [])
    for (layer, count) in zip(layers, counts) {
      let mixed = stream.shuffled(layer)
      drawn += mixed.prefix(count)
      rest += mixed.dropFirst(count)
    }
    return (stream.shuffled(rest), stream.shuffled(drawn))
  }

  /// So many of these rows, in proportion, with every class if there are not more classes than that; mixed.
  func subset(_ count: Int, of rows: [Int], seed: UInt64) -> [Int] {
    var stream = RandomStream(seed: seed, purpose: .subset)
    let layers = layers(of: rows.sorted())
    var counts = Strata.counts(layers.map(\.count), total: count, &stream)
    if examples.targets.isClassification, count >= layers.count {
      while let none = counts.firstIndex(of: 0), let most = counts.indices.max(by: { counts[$0] < counts[$1] }) {
        counts[none] += 1
        counts[most] -= 1
      }
    }
    return stream.shuffled(zip(layers, counts).flatMap { stream.shuffled($0).prefix($1) })
  }
}
