/// What a number of a plan may be. Said once, for plans as they are and for files, which also know the place.
struct PlanLimit<Value>: Sendable {
  /// With an article: "a depth".
  let name: String
  let expected: String
  let holds: @Sendable (Value) -> Bool

  /// "a depth of -3; expected 0 to 1000"
  func problem(_ value: Value) -> String { "\(name) of \(value); expected \(expected)" }
}

extension PlanLimit<Int> {
  private init(_ name: String, _ range: ClosedRange<Int>) {
    self.init(name: name, expected: "\(range.lowerBound) to \(range.upperBound)") { range.contains($0) }
  }

  static let epochs = PlanLimit("a number of epochs", 1...1_000_000)
  static let depth = PlanLimit("a depth", 0...1_000)
  static let width = PlanLimit("a width", 1...100_000)
  static let batch = PlanLimit("a batch size", 1...1 << 20)
  static let trainSize = PlanLimit(
    name: "a training-set size", expected: "a number of examples, or all", holds: { $0 > 0 })
  static let seeds = PlanLimit("a number of seeds", 1...10_000)
  static let tuningSeeds = PlanLimit("a number of inner splits or draws for tuning", 1...100)
  static let firstSeed = PlanLimit("a first seed", 1...1_000_000_000)
  static let splitSeed = PlanLimit("a seed of splits", 0...1_000_000_000)
  static let refinements = PlanLimit("a number of refinements", 0...10)
  static let shift = PlanLimit(name: "a shift", expected: "0 or more pixels", holds: { $0 >= 0 })
}

extension PlanLimit<Double> {
  static let rate = PlanLimit(
    name: "a learning rate", expected: "a finite number above 0", holds: { $0 > 0 && $0.isFinite })
  static let weightDecay = PlanLimit(name: "a weight decay", expected: "0 to 1", holds: { (0...1).contains($0) })
  static let dropout = PlanLimit(name: "a dropout", expected: "0 to less than 1", holds: { (0..<1).contains($0) })
  static let labelNoise = PlanLimit(name: "a label noise", expected: "0 to 1", holds: { (0...1).contains($0) })
  static let inputNoise = PlanLimit(name: "an input noise", expected: "0 to 1000", holds: { (0...1_000).contains($0) })
  static let margin = PlanLimit(
    name: "an equivalence margin", expected: "a finite number above 0", holds: { $0 > 0 && $0.isFinite })
}
