import Datasets
import Randomness
import Testing

@Suite struct SplittingTests {
  static func regression(_ columns: [(Int) -> Float], count: Int) -> Dataset {
    var inputs: [Float] = []
    for row in 0..<count { for column in columns { inputs.append(column(row)) } }
    return Dataset(
      name: "table", description: "", inputShape: [columns.count],
      examples: Examples(
        inputs: inputs, inputSize: columns.count,
        targets: .values((0..<count).map { 100 + Float($0) }, width: 1)), scaling: .perFeature)
  }

  /// The targets, which tell the rows apart after the split.
  static func rows(_ examples: Examples) -> [Float] {
    if case .values(let values, _) = examples.targets { values } else { [] }
  }

  @Test(arguments: [3, 4, 7, 20, 101])
  func noRowIsInTwoPartsOrLost(count: Int) throws {
    let parts = try Self.regression([{ Float($0) }], count: count).prepared()
    let all = [parts.train, parts.validation, parts.test].flatMap { Self.rows($0) }
    #expect(all.count == count)
    #expect(Set(all).count == count)
    #expect(parts.task == .regression && parts.outputCount == 1 && parts.classNames.isEmpty)
  }

  @Test(arguments: [0, 1, 2])
  func tooFewExamples(count: Int) {
    #expect(throws: DatasetError.self) { try Self.regression([{ Float($0) }], count: count).prepared() }
  }

  @Test(arguments: [0, -1, Int.min])
  func aLimitBelowOneIsRefused(limit: Int) throws {
    let data = try Dataset.load("moons")
    let error = #expect(throws: DatasetError.self) { try data.prepared(trainLimit: limit) }
    #expect(error?.description.contains("expected at least 1") ?? false)
  }

  @Test func constantColumnsBecomeZero() throws {
    let parts = try Self.regression([{ Float($0) }, { _ in 0.1 }, { _ in 0 }], count: 50).prepared()
    for part in [parts.train, parts.validation, parts.test] {
      for row in 0..<part.count { #expect(part.inputs[row * 3 + 1] == 0 && part.inputs[row * 3 + 2] == 0) }
    }
  }

  @Test func numbersNearFloatsLimitsStayFinite() throws {
    let parts = try Self.regression([{ $0 % 4 == 1 ? -3e38 : 3e38 }], count: 200).prepared()
    for part in [parts.train, parts.validation, parts.test] {
      #expect(part.inputs.allSatisfy { $0.isFinite && abs($0) < 10 })
    }
  }

  @Test func targetsOfRegressionAreScaledByTheTrainingPart() throws {
    let parts = try Self.regression([{ Float($0) }], count: 100).prepared()
    guard case .values(let values, _) = parts.train.targets else { return #expect(Bool(false)) }
    let mean = values.reduce(0, +) / Float(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
    #expect(abs(mean) < 1e-5 && abs(variance - 1) < 1e-4)
  }
}
