import Datasets
import Testing

@Suite struct PreparedSplitTests {
  @Test func rowsAreThoseOfTheSplitInItsOrder() throws {
    let data = MadeUp.values((0..<40).map { Float($0) })
    let split = RowSplit(train: [3, 1, 30], validation: [7], test: [9, 8])
    let parts = try data.prepared(split)
    #expect(parts.rows == split)
    let expected = zip([parts.train, parts.validation, parts.test], [[3, 1, 30], [7], [9, 8]] as [[Float]])
    for (part, rows) in expected {
      guard case .values(let values, _) = part.targets else { return #expect(Bool(false)) }
      let found = parts.targetScaling.undo(values)
      for (a, b) in zip(found, rows) { #expect(abs(a - b) < 1e-4) }
    }
    #expect(parts.inputScaling.mean == [34.0 / 3])
    #expect(parts.fingerprint == data.fingerprint)
  }

  @Test func thereNeedBeNothingToTest() throws {
    let data = MadeUp.classes((0..<40).map { $0 % 2 })
    let (train, validation) = try data.innerSplit(0, of: Array(0..<40), outer: 0, seed: 0)
    let parts = try data.prepared(RowSplit(train: train, validation: validation, test: []))
    #expect(parts.test.count == 0 && parts.validation.count == 10)
    let noisy = parts.adding(labelNoise: 0.5, inputNoise: 0.5)
    #expect(noisy.test.count == 0 && noisy.rows == parts.rows)
    #expect(parts.standardized().test.count == 0)
    #expect(throws: DatasetError.self) { try data.prepared(RowSplit(train: [], validation: [], test: [1])) }
  }

  @Test func aLimitTakesARandomPartInProportion() throws {
    let data = MadeUp.classes((0..<1000).map { $0 < 700 ? 0 : $0 < 990 ? 1 : 2 })
    let split = try data.finalSplit(0, seed: 0)
    let parts = try data.prepared(split, trainLimit: 100, seed: 4)
    #expect(parts.train.count == 100 && parts.validation.count == 80 && parts.test.count == 200)
    #expect(Set(parts.rows.train).isSubset(of: split.train) && areDisjoint([parts.rows.train]))
    #expect(parts.rows.train != Array(split.train.prefix(100)))
    let counts = [parts.rows.train.count { $0 < 700 }, parts.rows.train.count { $0 >= 990 }]
    #expect((69...71).contains(counts[0]) && (1...2).contains(counts[1]))
    #expect(try data.prepared(split, trainLimit: 100, seed: 4).rows == parts.rows)
    let other = try data.prepared(split, trainLimit: 100, seed: 5)
    #expect(Set(other.rows.train) != Set(parts.rows.train) && other.rows.test == parts.rows.test)
    for seed in 0..<30 {
      let few = try data.prepared(split, trainLimit: 3, seed: UInt64(seed))
      #expect(Set(few.rows.train.map { $0 < 700 ? 0 : $0 < 990 ? 1 : 2 }) == [0, 1, 2])
    }
    #expect(try data.prepared(split, trainLimit: 1).train.count == 1)
    #expect(try data.prepared(split, trainLimit: 10_000).rows == split)
    for limit in [0, -1] { #expect(throws: DatasetError.self) { try data.prepared(split, trainLimit: limit) } }
  }

  @Test func theUsualPartsKnowTheirRows() throws {
    let data = try Dataset.load("moons")
    let parts = try data.prepared(trainLimit: 50, seed: 3)
    #expect(parts.rows.train.count == 50 && areDisjoint([parts.rows.train, parts.rows.validation, parts.rows.test]))
    #expect(try data.prepared(parts.rows).train == parts.train)
    #expect(parts.limited(train: 20).rows.train == Array(parts.rows.train.prefix(20)))
  }

  @Test func weightsFollowTheirRows() throws {
    let weights = (0..<40).map { Float($0) / 19.5 }
    let data = MadeUp.classes((0..<40).map { $0 % 2 }, weights: weights)
    let parts = try data.prepared(data.finalSplit(0, seed: 0))
    for made in [
      parts, parts.adding(labelNoise: 0.3, inputNoise: 0.3), parts.standardized(), parts.changingInputs { _ in },
    ] {
      #expect(made.train.weights == made.rows.train.map { weights[$0] })
      #expect(made.validation.weights == made.rows.validation.map { weights[$0] })
      #expect(made.test.weights == made.rows.test.map { weights[$0] })
    }
    let fewer = parts.limited(train: 5)
    #expect(fewer.train.weights == fewer.rows.train.map { weights[$0] })
    #expect(try data.prepared().train.weights?.count == 28)
    #expect(data.examples.prefix(3).weights == Array(weights.prefix(3)))
    #expect(try Dataset.load("xor").prepared().train.weights == nil)
  }

  @Test func aPartWithoutAnyWeightIsRefused() {
    let data = MadeUp.classes([0, 1, 0, 1, 0, 1], weights: [2, 2, 2, 0, 0, 0])
    let error = #expect(throws: DatasetError.self) {
      try data.prepared(RowSplit(train: [0, 1], validation: [2], test: [3, 4]))
    }
    #expect(error?.description.contains("the weights of the test part's 2 examples are all 0") ?? false)
  }
}

@Suite struct DrawTests {
  @Test(arguments: Dataset.generatedNames)
  func partsHaveTheUsualSizes(name: String) throws {
    let usual = try Dataset.load(name).prepared()
    let (data, split) = try Dataset.draw(name, seed: 2)
    #expect(data.isGenerated && data.name == name)
    #expect(split.train.count == usual.train.count)
    #expect(split.validation.count == usual.validation.count && split.test.count == usual.test.count)
    #expect(areDisjoint([split.train, split.validation, split.test]))
    #expect(data.examples.count == usual.train.count + usual.validation.count + usual.test.count)
    let parts = try data.prepared(split)
    for part in [parts.train, parts.validation, parts.test] {
      guard case .classes(let labels, let names) = part.targets else { return #expect(Bool(false)) }
      for k in names.indices { #expect(labels.count { $0 == k } * names.count == labels.count) }
    }
  }

  @Test(arguments: Dataset.generatedNames)
  func everySeedHasItsOwnExamples(name: String) throws {
    func rows(_ seed: UInt64) throws -> Set<[Float]> {
      let (data, split) = try Dataset.draw(name, train: 60, seed: seed)
      let examples = data.examples
      return Set(
        (split.train + split.validation + split.test).map {
          Array(examples.inputs[$0 * examples.inputSize..<($0 + 1) * examples.inputSize])
        })
    }
    let (a, b) = (try rows(0), try rows(1))
    #expect(a.isDisjoint(with: b))
    #expect(try rows(0) == a)
  }

  @Test(arguments: Dataset.generatedNames)
  func fewerAreTrainedOnAndNoMoreMade(name: String) throws {
    let (all, whole) = try Dataset.draw(name, seed: 5)
    let (some, split) = try Dataset.draw(name, train: 31, seed: 5)
    #expect(split.train.count == 31 && some.examples.count == 31 + split.validation.count + split.test.count)
    #expect(some.examples.selecting(split.test) == all.examples.selecting(whole.test))
    #expect(some.examples.selecting(split.validation) == all.examples.selecting(whole.validation))
    #expect(some.examples.selecting(split.train) == all.examples.selecting(whole.train).prefix(31))
    #expect(try Dataset.draw(name, train: 1_000_000, seed: 5).1 == whole)
  }

  @Test func refused() {
    #expect(throws: DatasetError.self) { try Dataset.draw("moons", train: 0, seed: 0) }
    let error = #expect(throws: DatasetError.self) { try Dataset.draw("mons", seed: 0) }
    #expect(error?.description == "mons: is not generated; did you mean 'moons'?")
    #expect(throws: DatasetError.self) { try Dataset.draw("mnist", seed: 0) }
  }
}
