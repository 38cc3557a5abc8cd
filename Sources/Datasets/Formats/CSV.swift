/// Tables of numbers with a header: one row an example, one column the target.
enum CSVFile {
  /// At most so many distinct integers are taken for classes.
  static let mostClasses = 20

  static func load(_ path: String, target: String?, task: Task?) throws(DatasetError) -> Dataset {
    let table = try CSVTable(parsing: try FileBytes.read(path), from: path)
    let column = try targetColumn(table, target, path)
    let inputs = try numbers(table, without: column, path)
    let targets = try targets(table, column, task, path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let kind = targets.isClassification ? "\(targets.outputCount) classes" : "numbers"
    return Dataset(
      name: name,
      description: "\(table.rows.count) rows of \(table.header.count - 1) columns from \(name), "
        + "'\(table.header[column])' (\(kind)) from the others",
      inputShape: [table.header.count - 1],
      examples: Examples(inputs: inputs, inputSize: table.header.count - 1, targets: targets), scaling: .perFeature)
  }

  private static func targetColumn(
    _ table: CSVTable, _ target: String?, _ path: String
  ) throws(DatasetError) -> Int {
    guard table.header.count > 1 else {
      throw DatasetError(
        "\(path):\(table.headerLine)", "has one column; expected at least one input column and a target")
    }
    guard let target else { return table.header.count - 1 }
    if let exact = table.header.firstIndex(of: target) { return exact }
    let nearest = Nearest.match(target, in: table.header)
    throw DatasetError(
      "\(path):\(table.headerLine)",
      "has no column '\(target)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; its columns are \(table.header.joined(separator: ", "))"))
  }

  private static func numbers(
    _ table: CSVTable, without target: Int, _ path: String
  ) throws(DatasetError) -> [Float] {
    var inputs: [Float] = []
    inputs.reserveCapacity(table.rows.count * (table.header.count - 1))
    for row in table.rows {
      for (c, cell) in row.cells.enumerated() where c != target {
        inputs.append(try number(cell, column: table.header[c], place: "\(path):\(row.line):\(c + 1)"))
      }
    }
    return inputs
  }

  private static func number(_ cell: String, column: String, place: String) throws(DatasetError) -> Float {
    guard let value = Double(cell) else {
      throw DatasetError(
        place, (cell.isEmpty ? "an empty cell" : "'\(cell)'") + " in column '\(column)'; expected a number")
    }
    let narrow = Float(value)
    guard narrow.isFinite else {
      throw DatasetError(place, "'\(cell)' in column '\(column)'; expected a finite number within Float's range")
    }
    return narrow
  }

  private static func targets(
    _ table: CSVTable, _ column: Int, _ task: Task?, _ path: String
  ) throws(DatasetError) -> Targets {
    let cells = table.rows.map { $0.cells[column] }
    let values = cells.map { Double($0) }
    for (row, cell) in zip(table.rows, cells) where cell.isEmpty {
      throw DatasetError("\(path):\(row.line):\(column + 1)", "an empty cell in the target column")
    }
    let areNumbers = values.allSatisfy { $0?.isFinite ?? false }
    let areIntegers = areNumbers && values.allSatisfy { $0 == $0?.rounded() }
    // The same number in two spellings (1, 1.0) is one class, by the spelling that comes first.
    var spellings: [Double: String] = [:]
    if areNumbers {
      for (value, cell) in zip(values, cells) where spellings[value ?? 0] == nil { spellings[value ?? 0] = cell }
    }
    let labels = areNumbers ? values.map { spellings[$0 ?? 0] ?? "" } : cells
    let distinct = Set(labels)
    let isClassification: Bool
    switch task {
    case .classification: isClassification = true
    case .regression: isClassification = false
    case nil: isClassification = !areNumbers && values.contains(nil) || areIntegers && distinct.count <= mostClasses
    }
    let name = table.header[column]
    if isClassification {
      for (row, value) in zip(table.rows, values) where value?.isNaN ?? false {
        throw DatasetError(
          "\(path):\(row.line):\(column + 1)",
          "'\(row.cells[column])' in the target column '\(name)'; expected a class")
      }
      guard distinct.count > 1 else {
        throw DatasetError(
          path, "the target '\(name)' is '\(cells[0])' in every row; expected at least two classes")
      }
      guard distinct.count <= 1_000 else {
        throw DatasetError(
          path, "the target '\(name)' has \(distinct.count) classes; expected at most 1000 (is it a number to predict?)"
        )
      }
      // Numbers in their order, other names alphabetically.
      let names = areNumbers ? distinct.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : distinct.sorted()
      let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
      return .classes(labels.map { index[$0] ?? 0 }, names: names)
    }
    var numbers: [Float] = []
    for (row, cell) in zip(table.rows, cells) {
      numbers.append(try number(cell, column: name, place: "\(path):\(row.line):\(column + 1)"))
    }
    guard Set(numbers).count > 1 else {
      throw DatasetError(path, "the target '\(name)' is \(cells[0]) in every row; there is nothing to learn")
    }
    return .values(numbers, width: 1)
  }
}

/// A CSV file's cells (RFC 4180, with LF or CRLF, and a byte-order mark).
struct CSVTable {
  struct Row {
    let line: Int
    let cells: [String]
  }

  let header: [String]
  /// The line of the header: not the first one where empty lines come before.
  let headerLine: Int
  let rows: [Row]

  init(parsing bytes: [UInt8], from path: String) throws(DatasetError) {
    var reader = Reader(bytes: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes, path: path)
    guard let first = try reader.next() else { throw DatasetError(path, "is empty; expected a header and rows") }
    header = first.cells
    headerLine = first.line
    var seen: Set<String> = []
    for (c, name) in header.enumerated() {
      guard !name.isEmpty else { throw DatasetError("\(path):\(first.line):\(c + 1)", "a column without a name") }
      guard seen.insert(name).inserted else {
        throw DatasetError("\(path):\(first.line):\(c + 1)", "a second column '\(name)'")
      }
    }
    if header.allSatisfy({ Double($0) != nil }) {
      throw DatasetError("\(path):\(first.line)", "the first row is numbers; expected a header with the columns' names")
    }
    var rows: [Row] = []
    while let row = try reader.next() {
      guard row.cells.count == header.count else {
        throw DatasetError("\(path):\(row.line)", "has \(row.cells.count) cells; the header has \(header.count)")
      }
      rows.append(row)
    }
    guard !rows.isEmpty else { throw DatasetError(path, "has a header and no rows") }
    self.rows = rows
  }

  private struct Reader {
    let bytes: [UInt8]
    let path: String
    var at = 0
    var line = 1

    init(bytes: [UInt8], path: String) {
      self.bytes = bytes
      self.path = path
    }

    /// The next row that is not an empty line.
    mutating func next() throws(DatasetError) -> Row? {
      while at < bytes.count, bytes[at] == 0x0A || bytes[at] == 0x0D {
        if bytes[at] == 0x0A { line += 1 }
        at += 1
      }
      guard at < bytes.count else { return nil }
      let start = line
      var cells: [String] = []
      while true {
        cells.append(try cell(number: cells.count + 1))
        guard at < bytes.count else { break }
        let byte = bytes[at]
        at += 1
        if byte == 0x2C {
          if at == bytes.count { cells.append("") }
          if at == bytes.count { break }
          continue
        }
        if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
        line += 1
        break
      }
      return Row(line: start, cells: cells)
    }

    /// Up to the comma or the end of the line, which stays.
    private mutating func cell(number: Int) throws(DatasetError) -> String {
      guard at < bytes.count else { return "" }
      if bytes[at] != 0x22 {
        let start = at
        while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        return trimmed(try text(bytes[start..<at], number))
      }
      let start = line
      at += 1
      var content: [UInt8] = []
      while at < bytes.count {
        if bytes[at] == 0x22 {
          if at + 1 < bytes.count, bytes[at + 1] == 0x22 {
            at += 1
          } else {
            at += 1
            guard at == bytes.count || [0x2C, 0x0A, 0x0D].contains(bytes[at]) else {
              throw DatasetError("\(path):\(line):\(number)", "text after a closing quotation mark")
            }
            return try text(content[...], number)
          }
        }
        if bytes[at] == 0x0A { line += 1 }
        content.append(bytes[at])
        at += 1
      }
      throw DatasetError("\(path):\(start):\(number)", "a quotation mark that is not closed")
    }

    private func text(_ bytes: ArraySlice<UInt8>, _ number: Int) throws(DatasetError) -> String {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw DatasetError("\(path):\(line):\(number)", "bytes that are not UTF-8")
      }
      return text
    }

    private func trimmed(_ text: String) -> String {
      var part = Substring(text)
      while let first = part.first, first == " " || first == "\t" { part.removeFirst() }
      while let last = part.last, last == " " || last == "\t" { part.removeLast() }
      return String(part)
    }
  }
}
