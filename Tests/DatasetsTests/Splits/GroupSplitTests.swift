import Datasets
import Randomness
import Testing

@Suite struct GroupSplitTests {
  /// 60 groups of 1 to 12 rows, in any order; half of them mostly of one class.
  static func patients() -> (classes: Dataset, values: Dataset) {
    var stream = RandomStream(seed: 31, purpose: .test)
    var rows: [(group: Int32, label: Int)] = []
    for group in 0..<60 {
      for _ in 0..<1 + stream.integer(below: 12) {
        rows.append((Int32(group), stream.integer(below: 5) == 0 ? 1 - group % 2 : group % 2))
      }
    }
    stream.shuffle(&rows)
    let groups = rows.map(\.group)
    return (
      MadeUp.classes(rows.map(\.label), groups: groups),
      MadeUp.values(rows.map { Float($0.group) + stream.normal() }, groups: groups)
    )
  }

  @Test func noGroupIsOnTwoSides() throws {
    for data in [Self.patients().classes, Self.patients().values] {
      let groups = try #require(data.groups)
      for split in try data.everySplit(0..<10) {
        let sides = split.parts.map { Set($0.map { groups[$0] }) }
        #expect(sides[0].isDisjoint(with: sides[1]))
        #expect(areDisjoint(split.parts) && Set(split.parts.flatMap { $0 }) == Set(split.pool))
        #expect(split.parts.allSatisfy { !$0.isEmpty })
      }
      let outer = try data.outerSplit(0, seed: 1)
      #expect(Set(outer.test.map { groups[$0] }).count == 12)
      #expect(data.groupCount == 60 && data.replication == .splits && data.splitLimit == nil)
      #expect(try data.outerSplit(0, seed: 1) == outer)
      #expect(try Set(data.outerSplit(1, seed: 1).test) != Set(outer.test))
    }
  }

  @Test func groupsAreTakenInProportion() throws {
    let (classes, values) = Self.patients()
    let groups = try #require(classes.groups)
    for index in 0..<20 {
      let tested = Set(try classes.outerSplit(index, seed: 8).test.map { groups[$0] })
      // Not exactly 6 of 12: the majority of a small group is sometimes the other class.
      #expect((4...8).contains(tested.count { $0 % 2 == 0 }), "\(tested)")
      let low = Set(try values.outerSplit(index, seed: 8).test.map { groups[$0] }).count { $0 < 30 }
      #expect((5...7).contains(low))
    }
  }

  @Test func allRowsInOneGroup() {
    let data = MadeUp.values([1, 2, 3, 4], groups: [5, 5, 5, 5])
    let error = #expect(throws: DatasetError.self) { try data.outerSplit(0, seed: 0) }
    #expect(error?.description.contains("all 4 rows have the same 'group'") ?? false)
  }

  @Test func twoGroupsAreTooFewForThreeParts() throws {
    let data = MadeUp.values([1, 2, 3, 4, 5], groups: [0, 0, 1, 1, 1])
    let outer = try data.outerSplit(0, seed: 0)
    #expect(Set(outer.test) == [0, 1], "the larger group would be more than half")
    let error = #expect(throws: DatasetError.self) { try data.finalSplit(0, seed: 0) }
    #expect(error?.description.contains("3 rows of one 'group' are left for a validation part") ?? false)
    #expect(throws: DatasetError.self) { try data.innerSplit(0, of: outer.development, outer: 0, seed: 0) }
  }

  @Test func aGroupWithAllOfAClassIsTrainedOn() throws {
    // Class 1 is in group 3 alone.
    let data = MadeUp.classes([0, 0, 0, 0, 0, 0, 1, 1, 0, 0], groups: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    for split in try data.everySplit(0..<20) { #expect(Set(split.parts[0]).isSuperset(of: [6, 7])) }
    let apart = MadeUp.classes([0, 0, 1, 1], groups: [0, 0, 1, 1])
    let error = #expect(throws: DatasetError.self) { try apart.outerSplit(0, seed: 0) }
    #expect(error?.description.contains("each has all rows of a class") ?? false)
  }

  @Test func aHugeGroupIsNeverTested() throws {
    let groups = (0..<100).map { $0 < 60 ? Int32(0) : Int32($0 / 10) }
    let data = MadeUp.values((0..<100).map { Float($0) }, groups: groups)
    for index in 0..<20 { #expect(try data.outerSplit(index, seed: 0).test.allSatisfy { $0 >= 60 }) }
  }

  @Test func theTestPartKnowsItsGroups() throws {
    let data = Self.patients().classes
    let groups = try #require(data.groups)
    let split = try data.finalSplit(2, seed: 0)
    #expect(try data.prepared(split).testGroups == split.test.map { groups[$0] })
    #expect(try Dataset.load("xor").prepared().testGroups == nil)
  }
}
