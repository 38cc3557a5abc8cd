import Datasets
import Randomness
import Testing

@Suite struct RandomSplitTests {
  static let unbalanced = MadeUp.classes((0..<503).map { $0 < 300 ? 0 : $0 < 450 ? 1 : 2 })
  static let numbers = MadeUp.values((0..<503).map { Float(($0 * 7919) % 503) })

  @Test(arguments: [unbalanced, numbers])
  func partsAreDisjointAndLoseNoRow(data: Dataset) throws {
    for split in try data.everySplit() {
      #expect(areDisjoint(split.parts))
      #expect(Set(split.parts.flatMap { $0 }) == Set(split.pool))
    }
  }

  @Test(arguments: [unbalanced, numbers])
  func partsHaveTheirShares(data: Dataset) throws {
    let outer = try data.outerSplit(3, seed: 1)
    #expect(outer.test.count == 101 && outer.development.count == 402)
    #expect(try data.innerSplit(2, of: outer.development, outer: 3, seed: 1).validation.count == 101)
    let final = try data.finalSplit(3, seed: 1)
    #expect(final.validation.count == 40 && final.test == outer.test)
  }

  @Test func everyClassHasItsShare() throws {
    for index in 0..<20 {
      let (_, test) = try Self.unbalanced.outerSplit(index, seed: 2)
      let counts = [test.count { $0 < 300 }, test.count { (300..<450).contains($0) }, test.count { $0 >= 450 }]
      for (count, size) in zip(counts, [300.0, 150, 53]) {
        #expect(abs(Double(count) - size * 101 / 503) < 1, "\(counts)")
      }
    }
  }

  @Test func everyTenthOfTheTargetsHasItsShare() throws {
    for index in 0..<20 {
      let (_, test) = try Self.numbers.outerSplit(index, seed: 2)
      for tenth in 0..<10 {
        let range = tenth * 503 / 10..<(tenth + 1) * 503 / 10
        let count = test.count { range.contains(($0 * 7919) % 503) }
        #expect((10...11).contains(count), "tenth \(tenth): \(count)")
      }
    }
  }

  /// Over many splits, each row is tested in a fifth of them, in a small class too.
  @Test func everyRowIsTestedAsOften() throws {
    let data = MadeUp.classes((0..<40).map { $0 < 33 ? 0 : 1 })
    var counts = [Int](repeating: 0, count: 40)
    let splits = 4_000
    for index in 0..<splits { for row in try data.outerSplit(index, seed: 11).test { counts[row] += 1 } }
    // Five deviations of a binomial count.
    let reach = 5 * (Double(splits) * 0.2 * 0.8).squareRoot()
    for count in counts { #expect(abs(Double(count) - 0.2 * Double(splits)) < reach, "\(counts)") }
  }

  @Test(arguments: [unbalanced, numbers])
  func aSplitIsKnownByItsSeedAndIndexAlone(data: Dataset) throws {
    let first = try data.outerSplit(4, seed: 5)
    // Others in between, more of them and in another order, change nothing.
    for index in [9, 0, 70_000] { _ = try data.outerSplit(index, seed: 5) }
    let again = try data.outerSplit(4, seed: 5)
    #expect(first.development == again.development && first.test == again.test)
    #expect(try Set(data.outerSplit(5, seed: 5).test) != Set(first.test))
    #expect(try Set(data.outerSplit(4, seed: 6).test) != Set(first.test))

    let inner = try data.innerSplit(1, of: first.development, outer: 4, seed: 5)
    let reversed = try data.innerSplit(1, of: first.development.reversed(), outer: 4, seed: 5)
    #expect(inner.train == reversed.train && inner.validation == reversed.validation)
    for (index, outer) in [(0, 4), (2, 4), (1, 3)] {
      let other = try data.innerSplit(index, of: first.development, outer: outer, seed: 5)
      #expect(Set(other.validation) != Set(inner.validation))
    }
    #expect(try data.finalSplit(4, seed: 5) == data.finalSplit(4, seed: 5))
  }

  /// Stored studies depend on these rows: they never change.
  @Test func theRowsAreThoseOfEver() throws {
    let data = MadeUp.classes((0..<20).map { $0 % 2 })
    #expect(try data.outerSplit(0, seed: 0).test == [13, 2, 19, 18])
    #expect(try data.outerSplit(1, seed: 0).test == [6, 7, 14, 9])
  }

  @Test func rowsAreMixed() throws {
    let (development, _) = try Self.unbalanced.outerSplit(0, seed: 0)
    #expect(development != development.sorted())
    let labels = Set(development.prefix(30).map { $0 < 300 ? 0 : $0 < 450 ? 1 : 2 })
    #expect(labels.count > 1)
  }

  @Test(arguments: [-1, Int.min, Int.max])
  func indicesThatAreNone(index: Int) throws {
    #expect(throws: DatasetError.self) { try Self.numbers.outerSplit(index, seed: 0) }
    #expect(throws: DatasetError.self) { try Self.numbers.innerSplit(index, of: [1, 2, 3], outer: 0, seed: 0) }
    #expect(throws: DatasetError.self) { try Self.numbers.innerSplit(0, of: [1, 2, 3], outer: index, seed: 0) }
  }

  @Test func aTestPartOfTheirOwnIsTheTestPart() throws {
    let data = MadeUp.data(.values((0..<30).map { Float($0) }, width: 1), 30, testStart: 24)
    #expect(data.replication == .fixedTest && data.splitLimit == 1)
    for index in [0, 3] {
      let outer = try data.outerSplit(index, seed: 1)
      #expect(outer.development == Array(0..<24) && outer.test == Array(24..<30))
      let final = try data.finalSplit(index, seed: 1)
      #expect(final.validation.count == 2 && final.test == outer.test)
      #expect(Set(final.train + final.validation) == Set(0..<24))
    }
    #expect(try data.finalSplit(0, seed: 1).validation != data.finalSplit(1, seed: 1).validation)
  }

  @Test func theKindsOfReplication() throws {
    #expect(Self.numbers.replication == .splits && Self.numbers.splitLimit == nil)
    let moons = try Dataset.load("moons")
    #expect(moons.isGenerated && moons.replication == .draws && moons.splitLimit == nil)
    #expect(try moons.outerSplit(0, seed: 0).test.count == 400)
  }

  @Test func sharesOfClasses() {
    #expect(MadeUp.classes([0, 0, 0, 1]).largestClassShare == 0.75)
    #expect(MadeUp.classes([0, 0, 0, 1], weights: [0.5, 0.5, 0.5, 2.5]).largestClassShare == 0.625)
    #expect(Self.numbers.largestClassShare == nil && Self.numbers.groupCount == nil)
  }
}

/// Tables of a few rows, and classes with fewer.
@Suite struct TinySplitTests {
  @Test func sixRowsOfWhichOneClassHasOne() throws {
    let data = MadeUp.classes([0, 0, 0, 1, 0, 0])
    for split in try data.everySplit(0..<20) {
      #expect(areDisjoint(split.parts) && split.parts.allSatisfy { !$0.isEmpty })
      #expect(split.parts[0].contains(3), "the only row of its class is trained on")
      #expect(split.parts[0].contains { $0 != 3 })
    }
  }

  @Test func sixRowsOfNumbers() throws {
    for values in [[1, 2, 3, 4, 5, 6], [2, 2, 2, 2, 2, 2]] as [[Float]] {
      for split in try MadeUp.values(values).everySplit(0..<20) {
        #expect(areDisjoint(split.parts) && split.parts.allSatisfy { !$0.isEmpty })
      }
    }
  }

  @Test func aConstantTargetIsScaledToZero() throws {
    let data = MadeUp.values(Array(repeating: 4, count: 30))
    let parts = try data.prepared(data.finalSplit(0, seed: 0))
    for part in [parts.train, parts.validation, parts.test] {
      #expect(part.targets == .values(Array(repeating: 0, count: part.count), width: 1))
    }
  }

  /// Every class is trained on wherever it has a row, whatever the sizes.
  @Test func classesNeverLeaveTraining() throws {
    var stream = RandomStream(seed: 23, purpose: .test)
    for round in 0..<200 {
      var labels: [Int] = []
      for label in 0..<1 + stream.integer(below: 6) {
        labels += Array(repeating: label, count: 1 + stream.integer(below: stream.integer(below: 2) == 0 ? 3 : 12))
      }
      stream.shuffle(&labels)
      let data = MadeUp.classes(labels)
      do {
        for split in try data.everySplit(0..<3, seed: UInt64(round)) {
          #expect(Set(split.parts[0].map { labels[$0] }) == Set(split.pool.map { labels[$0] }), "\(labels)")
          #expect(areDisjoint(split.parts) && split.parts.allSatisfy { !$0.isEmpty })
        }
      } catch let error as DatasetError {
        // Only where no class has rows enough for three parts.
        let most = Set(labels).map { label in labels.count { $0 == label } }.max() ?? 0
        #expect(most <= 3, "\(labels): \(error)")
      }
    }
  }

  @Test func smallClassesStayInDevelopment() throws {
    // Three of class 1 and two of class 2 among many.
    let data = MadeUp.classes(Array(repeating: 0, count: 40) + [1, 1, 2])
    for index in 0..<50 { #expect(try data.outerSplit(index, seed: 3).test.allSatisfy { $0 < 40 }) }
    // Where no class has three rows, those of two are all that can be tested.
    let pairs = MadeUp.classes([0, 0, 1, 1, 2])
    for index in 0..<20 {
      let (development, test) = try pairs.outerSplit(index, seed: 3)
      #expect(test.count == 1 && test[0] < 4 && development.count == 4)
    }
  }

  @Test func nothingToSplit() {
    let error = #expect(throws: DatasetError.self) { try MadeUp.classes([0, 1, 2]).outerSplit(0, seed: 0) }
    #expect(error?.description == "made up: 3 examples are too few for a test part: no class has two")
    #expect(throws: DatasetError.self) { try MadeUp.values([1]).outerSplit(0, seed: 0) }
    #expect(throws: DatasetError.self) { try MadeUp.values([1, 2, 3]).innerSplit(0, of: [2], outer: 0, seed: 0) }
    #expect(throws: DatasetError.self) { try MadeUp.values([1, 2, 3]).innerSplit(0, of: [], outer: 0, seed: 0) }
  }
}
