/// The target column of a CSV file, collected row by row: what it is, classes or numbers, is known at its end only.
struct CSVTarget {
  /// At most so many distinct integers are taken for classes.
  static let mostIntegerClasses = 20
  static let mostClasses = 1_000

  let name: String
  /// The number of the column, from 1.
  let column: Int
  let path: String

  /// Every cell as a number; NaN for what is none.
  private var values: [Double] = []
  /// The number of every cell's text, as long as there are few.
  private var codes: [Int32] = []
  private var texts = TextCodes()
  private var hasFewTexts = true
  /// The first spelling of every number, as long as there are few: 1 and 1.0 are one class.
  private var spellings: [Double: String] = [:]
  private var hasText = false
  private var areFinite = true
  private var areIntegers = true
  /// The first cell that is NaN, and the first one that is no number for `Float`.
  private var firstNaN: (line: Int, text: String)?
  private var firstUnfit: (line: Int, text: String)?
  private var firstText = ""

  init(name: String, column: Int, path: String) {
    (self.name, self.column, self.path) = (name, column, path)
  }

  var count: Int { values.count }

  mutating func reserve(_ rows: Int) { values.reserveCapacity(rows) }

  @inline(__always)
  mutating func add(_ cell: CSVCell, line: Int) throws(DatasetError) {
    if hasFewTexts || !cell.isNumber || spellings.count <= Self.mostClasses || !cell.number.isFinite {
      try addWithText(cell, line: line)
    }
    if areIntegers, cell.number != cell.number.rounded() { areIntegers = false }
    if firstUnfit == nil, !Float(cell.number).isFinite { firstUnfit = (line, try text(cell, line: line)) }
    values.append(cell.number)
  }

  private mutating func addWithText(_ cell: CSVCell, line: Int) throws(DatasetError) {
    guard cell.text.count > 0 else { throw DatasetError(place(line), "an empty cell in the target column") }
    if values.isEmpty { firstText = try text(cell, line: line) }
    if !cell.isNumber { hasText = true }
    if !cell.number.isFinite {
      areFinite = false
      if cell.isNumber, cell.number.isNaN, firstNaN == nil { firstNaN = (line, try text(cell, line: line)) }
    }
    var spelling: String?
    if hasFewTexts {
      switch texts.code(cell.text) {
      case .known(let code): codes.append(code)
      case .new(let code):
        codes.append(code)
        spelling = texts.texts[Int(code)]
      case .notUTF8: throw DatasetError(place(line), "bytes that are not UTF-8")
      case .full:
        hasFewTexts = false
        codes = []
        spelling = try text(cell, line: line)
      }
    } else if spellings.count <= Self.mostClasses, spellings[cell.number] == nil {
      spelling = try text(cell, line: line)
    }
    if let spelling, cell.number.isFinite, spellings.count <= Self.mostClasses, spellings[cell.number] == nil {
      spellings[cell.number] = spelling
    }
  }

  private func place(_ line: Int) -> String { "\(path):\(line):\(column)" }

  private func text(_ cell: CSVCell, line: Int) throws(DatasetError) -> String {
    guard let text = cell.string else { throw DatasetError(place(line), "bytes that are not UTF-8") }
    return text
  }

  /// - Parameter task: what to do with the column; by its content if nil.
  func targets(task: Task?) throws(DatasetError) -> Targets {
    let distinct = areFinite ? spellings.count : hasFewTexts ? texts.texts.count : TextCodes.limit
    let isClassification: Bool
    switch task {
    case .classification: isClassification = true
    case .regression: isClassification = false
    case nil: isClassification = hasText || areFinite && areIntegers && distinct <= Self.mostIntegerClasses
    }
    return isClassification ? try classes(distinct) : try numbers()
  }

  private func classes(_ distinct: Int) throws(DatasetError) -> Targets {
    if let firstNaN {
      throw DatasetError(
        place(firstNaN.line), "'\(firstNaN.text)' in the target column '\(name)'; expected a class")
    }
    guard distinct > 1 else {
      throw DatasetError(path, "the target '\(name)' is '\(firstText)' in every row; expected at least two classes")
    }
    guard distinct <= Self.mostClasses else {
      throw DatasetError(
        path,
        "the target '\(name)' has more than \(Self.mostClasses) classes; expected at most that (is it a number to predict?)"
      )
    }
    // Numbers in their order, other names alphabetically.
    if areFinite {
      let ordered = spellings.sorted { $0.key < $1.key }
      let index = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1.key, Int32($0)) })
      return .classes(values.map { index[$0] ?? 0 }, names: ordered.map(\.value))
    }
    let names = texts.texts.sorted()
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    let labels = texts.texts.map { index[$0] ?? 0 }
    return .classes(codes.map { labels[Int($0)] }, names: names)
  }

  private func numbers() throws(DatasetError) -> Targets {
    if let firstUnfit {
      throw CSVFile.unfit(firstUnfit.text, column: name, place: place(firstUnfit.line))
    }
    let numbers = values.map { Float($0) }
    guard let first = numbers.first, numbers.contains(where: { $0 != first }) else {
      throw DatasetError(path, "the target '\(name)' is \(firstText) in every row; there is nothing to learn")
    }
    return .values(numbers, width: 1)
  }
}
