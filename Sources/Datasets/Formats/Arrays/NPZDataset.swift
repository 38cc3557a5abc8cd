/// Data sets in `.npz` files: `x_train`, `y_train` and perhaps `x_test`, `y_test`, as Keras names them, or one pair `x`
/// and `y`, `X` and `y`, `inputs` and `targets`, or with `labels`.
enum NPZDataset {
  private static let inputNames = ["x", "X", "inputs", "data"]
  private static let targetNames = ["y", "Y", "targets", "labels", "target"]
  private static let mostClasses = 1_000
  private static let expected = "expected x_train and y_train, perhaps with x_test and y_test, or x and y"

  /// - Parameter allowsMissing: whether inputs that are no number are kept instead of refused.
  static func load(_ path: String, task: Task?, allowsMissing: Bool = false) throws(DatasetError) -> Dataset {
    let archive = try NPZArchive.read(path)
    let names = archive.names
    let parts = try pairs(names, path)
    var inputs: [Float] = []
    var shape: [Int] = []
    var counts: [Int] = []
    var targets: [NPYArray] = []
    for (input, target) in parts {
      let array = try archive.array(input)
      let place = "\(path)/\(input).npy"
      guard let count = array.shape.first, count > 0, !array.shape.contains(0) else {
        throw DatasetError(place, "has the shape \(array.shape); expected at least one example, rows first")
      }
      // A vector is a column.
      let own = array.shape.count == 1 ? [1] : Array(array.shape.dropFirst())
      guard shape.isEmpty || shape == own else {
        throw DatasetError(place, "has inputs of the shape \(own); those of \(parts[0].0) are \(shape)")
      }
      shape = own
      counts.append(count)
      let values = try floats(array, place, allowsMissing: allowsMissing)
      if inputs.isEmpty { inputs = values } else { inputs += values }
      let y = try archive.array(target)
      guard y.shape.first == count else {
        throw DatasetError(
          "\(path)/\(target).npy", "has the shape \(y.shape); expected \(count) rows, as \(input) has")
      }
      targets.append(y)
    }
    let place = "\(path)/\(parts[0].1).npy"
    let joined = try Self.targets(targets, task, place)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let what = counts.count > 1 ? "\(counts[0]) training and \(counts[1]) test examples" : "\(counts[0]) examples"
    let sizes = shape.map(String.init).joined(separator: " × ")
    return Dataset(
      name: name, description: "\(what) of \(sizes) from \(name)", inputShape: shape,
      examples: Examples(inputs: inputs, inputSize: shape.reduce(1, *), targets: joined),
      testStart: counts.count > 1 ? counts[0] : nil,
      scaling: shape.count == 1 ? .perFeature : shape.count == 2 ? .together : .perChannel, targetName: parts[0].1)
  }

  private static func pairs(_ names: [String], _ path: String) throws(DatasetError) -> [(String, String)] {
    func first(_ candidates: [String], _ suffix: String) -> String? {
      candidates.map { $0 + suffix }.first { names.contains($0) }
    }
    func pair(_ suffix: String) throws(DatasetError) -> (String, String)? {
      switch (first(inputNames, suffix), first(targetNames, suffix)) {
      case (nil, nil): return nil
      case (let x?, let y?): return (x, y)
      case (let x?, nil): throw DatasetError(path, "has '\(x)' and no targets for it; \(expected)")
      case (nil, let y?): throw DatasetError(path, "has '\(y)' and no inputs for it; \(expected)")
      }
    }
    if let train = try pair("_train") {
      return try [train] + [pair("_test")].compactMap { $0 }
    }
    if let only = try pair("") { return [only] }
    throw DatasetError(
      path, "has the arrays \(names.isEmpty ? "(none)" : names.prefix(20).joined(separator: ", ")); \(expected)")
  }

  /// Inputs; bytes of images (two dimensions or more an example) as 0…1.
  private static func floats(
    _ array: NPYArray, _ place: String, allowsMissing: Bool
  ) throws(DatasetError) -> [Float] {
    let values: [Float]
    switch array.values {
    case .uint8(let bytes):
      let scale: Float = array.shape.count >= 3 ? 255 : 1
      return bytes.map { Float($0) / scale }
    case .int32(let numbers): return numbers.map { Float($0) }
    case .int64(let numbers): return numbers.map { Float($0) }
    case .float32(let numbers): values = numbers
    case .float64(let numbers): values = numbers.map { Float($0) }
    }
    if !allowsMissing, let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw DatasetError(
        place, "has \(number(array, bad)) at \(index(bad, array.shape)); expected finite numbers within Float's range")
    }
    return values
  }

  private static func number(_ array: NPYArray, _ i: Int) -> String {
    switch array.values {
    case .float32(let values): "\(values[i])"
    case .float64(let values): "\(values[i])"
    case .uint8(let values): "\(values[i])"
    case .int32(let values): "\(values[i])"
    case .int64(let values): "\(values[i])"
    }
  }

  /// "[3, 5]", as NumPy writes an element's index.
  private static func index(_ place: Int, _ shape: [Int]) -> String {
    var rest = place
    var index: [Int] = []
    for size in shape.reversed() {
      index.insert(rest % size, at: 0)
      rest /= size
    }
    return "\(index)"
  }

  // MARK: Targets

  private static func targets(_ arrays: [NPYArray], _ task: Task?, _ place: String) throws(DatasetError) -> Targets {
    var integers: [Int64] = []
    var numbers: [Double] = []
    var areIntegers = true
    let width = arrays[0].shape.dropFirst().reduce(1, *)
    for array in arrays {
      guard array.shape.count <= 2, array.shape.dropFirst().reduce(1, *) == width, width > 0 else {
        throw DatasetError(
          place, "has the shape \(array.shape); expected one target an example, or a row of numbers to predict")
      }
      switch array.values {
      case .uint8(let values): integers += values.map { Int64($0) }
      case .int32(let values): integers += values.map { Int64($0) }
      case .int64(let values): integers += values
      case .float32(let values):
        areIntegers = false
        numbers += values.map { Double($0) }
      case .float64(let values):
        areIntegers = false
        numbers += values
      }
    }
    if !areIntegers, !integers.isEmpty {
      throw DatasetError(place, "has another type of numbers than the test part's targets")
    }
    if areIntegers, task == .regression { numbers = integers.map { Double($0) } }
    if let bad = numbers.firstIndex(where: { !Float($0).isFinite }) {
      throw DatasetError(place, "has \(numbers[bad]) in row \(bad / width); expected finite numbers")
    }
    guard task == .classification || task == nil && areIntegers else {
      return .values(numbers.map { Float($0) }, width: width)
    }
    guard width == 1 else {
      throw DatasetError(place, "has \(width) columns; expected one class an example, as a number")
    }
    if !areIntegers {
      guard let exact = wholes(numbers) else {
        throw DatasetError(place, "has numbers that are no integers; expected classes")
      }
      integers = exact
    }
    return try classes(integers, place)
  }

  private static func wholes(_ numbers: [Double]) -> [Int64]? {
    let exact = numbers.compactMap { Int64(exactly: $0) }
    return exact.count == numbers.count ? exact : nil
  }

  private static func classes(_ labels: [Int64], _ place: String) throws(DatasetError) -> Targets {
    var distinct: Set<Int64> = []
    for label in labels {
      distinct.insert(label)
      if distinct.count > mostClasses {
        throw DatasetError(
          place,
          "has more than \(mostClasses) classes; expected at most that (are they numbers to predict? --task regression)"
        )
      }
    }
    guard distinct.count > 1 else {
      throw DatasetError(place, "is \(labels.first ?? 0) in every row; expected at least two classes")
    }
    let ordered = distinct.sorted()
    let index = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, Int32($0)) })
    return .classes(labels.map { index[$0] ?? 0 }, names: ordered.map(String.init))
  }
}
