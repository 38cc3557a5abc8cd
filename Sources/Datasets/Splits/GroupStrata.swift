internal import Randomness

extension Dataset {
  /// A share of the groups, drawn at random in proportion; both parts mixed, and no group in both.
  func drawnGroups(
    _ share: Double, of rows: [Int], _ groups: [Int32], for purpose: String, _ stream: inout RandomStream
  ) throws(DatasetError) -> (rest: [Int], drawn: [Int]) {
    var members: [Int32: [Int]] = [:]
    for row in rows { members[groups[row], default: []].append(row) }
    let column = roles.group ?? "group"
    guard members.count > 1 else {
      let all = rows.count == examples.count
      throw DatasetError(
        name,
        all
          ? "all \(rows.count) rows have the same '\(column)'; expected at least three, for training, validation and test"
          : "\(rows.count) rows of one '\(column)' are left for \(purpose) and training; expected at least two groups")
    }
    let units = members.keys.sorted().compactMap { members[$0] }
    let layers = layers(ofGroups: units)
    let wanted = Strata.total(share, of: units.count)
    let counts = Strata.counts(layers.map(\.count), total: wanted, &stream)
    var (first, others): ([[Int]], [[Int]]) = ([], [])
    for (layer, count) in zip(layers, counts) {
      let mixed = stream.shuffled(layer)
      first += mixed.prefix(count)
      others += mixed.dropFirst(count)
    }
    var left = ClassCounts(rows, examples.targets)
    var (rest, drawn): ([Int], [Int]) = ([], [])
    var taken = 0
    for unit in stream.shuffled(first) + stream.shuffled(others) {
      if taken < wanted, 2 * (drawn.count + unit.count) <= rows.count, left.remove(unit) {
        taken += 1
        drawn += unit
      } else {
        rest += unit
      }
    }
    guard taken > 0 else {
      throw DatasetError(
        name,
        "no '\(column)' can be left out of training for \(purpose): each has all rows of a class; "
          + "expected classes in several groups"
      )
    }
    return (stream.shuffled(rest), stream.shuffled(drawn))
  }

  /// Groups in layers by the class that is most frequent in them, or by the mean of their targets.
  private func layers(ofGroups units: [[Int]]) -> [[[Int]]] {
    switch examples.targets {
    case .classes(let labels, let names):
      var layers = [[[Int]]](repeating: [], count: names.count)
      for unit in units {
        var counts: [Int32: Int] = [:]
        for row in unit { counts[labels[row], default: 0] += 1 }
        let most = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        layers[Int(most?.key ?? 0)].append(unit)
      }
      return layers.filter { !$0.isEmpty }
    case .values(let values, let width):
      return Strata.layers(
        units, by: units.map { unit in unit.reduce(0) { $0 + Double(values[$1 * width]) } / Double(unit.count) })
    }
  }
}

/// How many rows of each class are left.
private struct ClassCounts {
  private let labels: [Int32]?
  private var counts: [Int32: Int] = [:]

  init(_ rows: [Int], _ targets: Targets) {
    guard case .classes(let labels, _) = targets else {
      labels = nil
      return
    }
    self.labels = labels
    for row in rows { counts[labels[row], default: 0] += 1 }
  }

  /// - Returns: false, and nothing is removed, if no row of some class would be left.
  mutating func remove(_ rows: [Int]) -> Bool {
    guard let labels else { return true }
    var own: [Int32: Int] = [:]
    for row in rows { own[labels[row], default: 0] += 1 }
    guard own.allSatisfy({ counts[$0.key, default: 0] > $0.value }) else { return false }
    for (label, count) in own { counts[label, default: 0] -= count }
    return true
  }
}
