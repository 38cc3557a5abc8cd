import Datasets
import Randomness
import Testing

@Suite struct WindowTests {
  /// Rows in no order, with times of which some are the same.
  static func data(_ count: Int, ties: Int) -> (Dataset, [Double]) {
    var stream = RandomStream(seed: UInt64(count), purpose: .test, index: UInt32(ties))
    let order = stream.shuffled((0..<count).map { Double($0 / ties) - 3.5 })
    return (MadeUp.values((0..<count).map { Float($0) }, order: order), order)
  }

  @Test(arguments: [(200, 1), (200, 7), (101, 3), (24, 1), (6, 1), (6, 2), (6, 3), (3, 1)])
  func nothingIsTrainedOnThatComesLater(count: Int, ties: Int) throws {
    let (data, order) = Self.data(count, ties: ties)
    #expect(data.replication == .windows)
    let limit = try #require(data.splitLimit)
    #expect((1...10).contains(limit))
    var tested: [Int] = []
    for index in 0..<limit {
      let outer = try data.outerSplit(index, seed: 1)
      func isBefore(_ a: [Int], _ b: [Int]) -> Bool {
        (a.map { order[$0] }.max() ?? .infinity) < (b.map { order[$0] }.min() ?? -.infinity)
      }
      #expect(isBefore(outer.development, outer.test))
      // All that was before the block, and nothing is tested twice.
      #expect(outer.development.count == order.count { $0 < (outer.test.map { order[$0] }.min() ?? 0) })
      tested += outer.test
      guard Set(outer.development.map { order[$0] }).count > 1 else {
        #expect(throws: DatasetError.self) { try data.finalSplit(index, seed: 1) }
        continue
      }
      for inner in 0..<12 {
        let split = try data.innerSplit(inner, of: outer.development, outer: index, seed: 1)
        #expect(isBefore(split.train, split.validation))
        #expect(areDisjoint([split.train, split.validation]))
        #expect(Set(split.train + split.validation).isSubset(of: outer.development))
      }
      let final = try data.finalSplit(index, seed: 1)
      #expect(isBefore(final.train, final.validation) && isBefore(final.validation, final.test))
      #expect(Set(final.train + final.validation) == Set(outer.development) && final.test == outer.test)
    }
    #expect(areDisjoint([tested]))
    let untested = Set(0..<count).subtracting(tested)
    #expect((untested.map { order[$0] }.max() ?? .infinity) < (tested.map { order[$0] }.min() ?? -.infinity))
    #expect(throws: DatasetError.self) { try data.outerSplit(limit, seed: 1) }
  }

  @Test func windowsAndTheirBeginnings() throws {
    let data = MadeUp.values((0..<200).map { Float($0) }, order: (0..<200).map { Double($0) })
    #expect(data.splitLimit == 10)
    #expect(try data.outerSplit(0, seed: 0).test == Array(100..<110))
    #expect(try data.outerSplit(9, seed: 9).test == Array(190..<200))
    let development = try data.outerSplit(0, seed: 0).development
    #expect(development == Array(0..<100))
    for (inner, end) in [(0, 100), (1, 85), (2, 70), (3, 55), (4, 40), (5, 100)] {
      let split = try data.innerSplit(inner, of: development, outer: 0, seed: 0)
      #expect(Set(split.train + split.validation) == Set(0..<end))
      #expect(abs(split.validation.count * 4 - end) <= 4 && split.validation.max() == end - 1)
    }
    #expect(try data.finalSplit(0, seed: 0).validation == Array(90..<100))
  }

  @Test func fewRowsHaveFewWindows() throws {
    func limit(_ count: Int) -> Int? {
      MadeUp.values(Array(repeating: 1, count: count), order: (0..<count).map { Double($0) }).splitLimit
    }
    #expect(limit(99) == 10 && limit(60) == 6 && limit(20) == 2 && limit(19) == 2 && limit(18) == 1 && limit(2) == 1)
    // Two times: one window, wherever the change is.
    for early in [1, 10, 39] {
      let data = MadeUp.values(
        (0..<40).map { Float($0) }, order: (0..<40).map { $0 < early ? 1 : 2 })
      #expect(data.splitLimit == 1)
      #expect(try data.outerSplit(0, seed: 0).test == Array(early..<40))
    }
  }

  @Test func oneTime() {
    let data = MadeUp.values([1, 2, 3, 4], order: [6, 6, 6, 6])
    #expect(data.splitLimit == 0)
    let error = #expect(throws: DatasetError.self) { try data.outerSplit(0, seed: 0) }
    #expect(error?.description == "made up: all rows have the same 'order'; expected earlier and later ones")
  }
}

@Suite struct FoldTests {
  static let folds: [Int32] = (0..<50).map { Int32(($0 * 13) % 5) }
  static let data = MadeUp.values(
    (0..<50).map { Float($0) }, folds: folds, foldNames: ["a", "b", "c", "d", "e"])

  @Test func theyAreTheUsers() throws {
    #expect(Self.data.replication == .folds && Self.data.splitLimit == 5)
    for index in 0..<5 {
      let outer = try Self.data.outerSplit(index, seed: UInt64(index))
      #expect(outer.test == (0..<50).filter { Self.folds[$0] == index })
      #expect(outer.development == (0..<50).filter { Self.folds[$0] != index })
    }
    for split in try Self.data.everySplit() {
      #expect(areDisjoint(split.parts) && Set(split.parts.flatMap { $0 }) == Set(split.pool))
    }
    let error = #expect(throws: DatasetError.self) { try Self.data.outerSplit(5, seed: 0) }
    #expect(error?.description == "made up: has no split 5; expected 0 to 4")
  }

  @Test func anEmptyFold() {
    let data = MadeUp.values([1, 2, 3], folds: [0, 0, 0], foldNames: ["a", "b"])
    for index in 0..<2 { #expect(throws: DatasetError.self) { try data.outerSplit(index, seed: 0) } }
  }
}
