import Datasets

/// Data whose only input is the number of the row.
enum MadeUp {
  static func classes(_ labels: [Int], groups: [Int32]? = nil, weights: [Float]? = nil) -> Dataset {
    data(
      .classes(labels.map { Int32($0) }, names: (0...(labels.max() ?? 0)).map { "class \($0)" }), labels.count,
      groups: groups, weights: weights)
  }

  static func values(
    _ values: [Float], groups: [Int32]? = nil, order: [Double]? = nil, folds: [Int32]? = nil, foldNames: [String] = []
  ) -> Dataset {
    data(
      .values(values, width: 1), values.count, groups: groups, order: order, folds: folds, foldNames: foldNames)
  }

  static func data(
    _ targets: Targets, _ count: Int, groups: [Int32]? = nil, order: [Double]? = nil, folds: [Int32]? = nil,
    foldNames: [String] = [], weights: [Float]? = nil, testStart: Int? = nil
  ) -> Dataset {
    Dataset(
      name: "made up", description: "", inputShape: [1],
      examples: Examples(inputs: (0..<count).map { Float($0) }, inputSize: 1, targets: targets, weights: weights),
      testStart: testStart, scaling: .perFeature, groups: groups, order: order, folds: folds, foldNames: foldNames)
  }
}

extension Dataset {
  /// Every split that a study makes, outer, inner and final, for some indices.
  func everySplit(_ indices: Range<Int> = 0..<5, seed: UInt64 = 7) throws -> [(pool: [Int], parts: [[Int]])] {
    var splits: [(pool: [Int], parts: [[Int]])] = []
    for index in indices {
      let outer = try outerSplit(index, seed: seed)
      splits.append((Array(0..<examples.count), [outer.development, outer.test]))
      for inner in 0..<3 {
        let split = try innerSplit(inner, of: outer.development, outer: index, seed: seed)
        splits.append((outer.development, [split.train, split.validation]))
      }
      let final = try finalSplit(index, seed: seed)
      splits.append((outer.development, [final.train, final.validation]))
    }
    return splits
  }
}

func areDisjoint(_ parts: [[Int]]) -> Bool {
  let all = parts.flatMap { $0 }
  return Set(all).count == all.count
}
