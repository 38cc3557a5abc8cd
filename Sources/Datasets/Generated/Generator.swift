/// One kind of data that can be generated.
struct Generator: Sendable {
  let name: String
  /// As many examples as `Dataset.load` makes.
  let count: Int
  let make: @Sendable (_ count: Int, _ seed: UInt64) -> Dataset

  /// The places of the shapes in this list are part of their numbers and never change.
  static let all = [
    Generator(name: "digits", count: 10_000) { Digits.dataset(count: $0, seed: $1) },
    Generator(name: "moons", count: 2_000) { Shapes.moons(count: $0, seed: $1) },
    Generator(name: "circles", count: 2_000) { Shapes.circles(count: $0, seed: $1) },
    Generator(name: "spirals", count: 3_000) { Shapes.spirals(count: $0, seed: $1) },
    Generator(name: "xor", count: 2_000) { Shapes.xor(count: $0, seed: $1) },
  ]
}

extension Dataset {
  /// Generated data, all new for every seed, with as many training, validation and test examples as `load(name)` has
  /// after `prepared()`. The classes are equally frequent in every part.
  ///
  /// The validation and test examples are the same however many are trained on, and fewer training examples are the
  /// first ones of more.
  /// - Parameter train: at most so many training examples; nil for all. Only those are generated.
  /// - Throws: `DatasetError` for a name of no generated data, and for a limit below 1.
  public static func draw(
    _ name: String, train: Int? = nil, seed: UInt64
  ) throws(DatasetError) -> (Dataset, RowSplit) {
    guard let generator = Generator.all.first(where: { $0.name == name.lowercased() }) else {
      let nearest = Nearest.match(name, in: generatedNames)
      throw DatasetError(
        name,
        "is not generated"
          + (nearest.map { "; did you mean '\($0)'?" } ?? "; expected one of \(generatedNames.joined(separator: ", "))")
      )
    }
    if let train, train < 1 {
      throw DatasetError(name, "a limit of \(train) training examples; expected at least 1")
    }
    let held = generator.count * 15 / 100
    let trained = min(train ?? .max, generator.count - 2 * held)
    let data = generator.make(2 * held + trained, seed)
    return (
      data,
      RowSplit(
        train: Array(2 * held..<2 * held + trained), validation: Array(0..<held), test: Array(held..<2 * held))
    )
  }
}
