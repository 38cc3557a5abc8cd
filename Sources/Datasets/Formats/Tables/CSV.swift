/// Tables of numbers with a header: one row an example, one column the target.
enum CSVFile {
  /// The most inputs that are read: 4 GiB of them.
  static let mostNumbers = 1 << 30

  /// Reads the file once, through a buffer: what stays in memory are its numbers.
  static func load(_ path: String, target: String?, task: Task?) throws(DatasetError) -> Dataset {
    var scanner = CSVScanner(try ByteSource(path))
    let header = try CSVHeader(&scanner)
    let column = try header.target(target, path)
    let name = header.names[column]
    var collected = CSVTarget(name: name, column: column + 1, path: path)
    let width = header.names.count
    var inputs: [Float] = []
    var rows = 0
    while try scanner.beginRow() {
      // The columns of one row; a row of another length is reported before what is wrong in its cells.
      var problem: DatasetError?
      var c = 0
      repeat {
        let cell = try scanner.next()
        if c == column {
          if problem == nil {
            do throws(DatasetError) {
              try collected.add(cell, line: scanner.rowLine)
            } catch { problem = error }
          }
        } else if c < width {
          let value = Float(cell.number)
          inputs.append(value)
          if !value.isFinite, problem == nil {
            problem = Self.problem(
              cell, column: header.names[c], place: "\(path):\(scanner.rowLine):\(c + 1)")
          }
        }
        c += 1
      } while !scanner.isRowOver
      guard c == width else {
        throw DatasetError("\(path):\(scanner.rowLine)", "has \(c) cells; the header has \(width)")
      }
      if let problem { throw problem }
      rows += 1
      if rows == 1_000 {
        let expected = estimate(rows, scanner.position, path)
        inputs.reserveCapacity(min(expected * (width - 1), Self.mostNumbers))
        collected.reserve(expected)
      }
      guard inputs.count <= Self.mostNumbers else {
        throw DatasetError(path, "has more than \(Self.mostNumbers) numbers, the most that are read")
      }
    }
    guard rows > 0 else { throw DatasetError(path, "has a header and no rows") }
    let targets = try collected.targets(task: task)
    let title = path.split(separator: "/").last.map(String.init) ?? path
    let kind = targets.isClassification ? "\(targets.outputCount) classes" : "numbers"
    return Dataset(
      name: title,
      description: "\(rows) rows of \(width - 1) columns from \(title), '\(name)' (\(kind)) from the others",
      inputShape: [width - 1],
      examples: Examples(inputs: inputs, inputSize: width - 1, targets: targets), scaling: .perFeature,
      columns: header.names.indices.filter { $0 != column }.map { header.names[$0] }, targetName: name)
  }

  /// About how many rows the file has, from its first ones: memory that grows by doubling would take twice as much.
  private static func estimate(_ rows: Int, _ bytes: Int, _ path: String) -> Int {
    guard bytes > 0, !path.lowercased().hasSuffix(".gz") else { return rows }
    return FileBytes.size(path) / max(1, bytes / rows) * 33 / 32 + 1_000
  }

  private static func problem(_ cell: CSVCell, column: String, place: String) -> DatasetError {
    guard let text = cell.string else { return DatasetError(place, "bytes that are not UTF-8") }
    return unfit(text, column: column, place: place)
  }

  /// What is said about a cell that is no finite `Float`.
  static func unfit(_ text: String, column: String, place: String) -> DatasetError {
    guard Double(text) != nil else {
      let found = text.isEmpty ? "an empty cell" : "'\(text.prefix(200))'"
      return DatasetError(place, "\(found) in column '\(column)'; expected a number")
    }
    return DatasetError(place, "'\(text)' in column '\(column)'; expected a finite number within Float's range")
  }
}

/// The first row of a CSV file.
struct CSVHeader {
  let names: [String]
  /// Not 1 where empty lines come before.
  let line: Int

  init(_ scanner: inout CSVScanner) throws(DatasetError) {
    let path = scanner.path
    guard try scanner.beginRow() else { throw DatasetError(path, "is empty; expected a header and rows") }
    line = scanner.rowLine
    var names: [String] = []
    repeat {
      let cell = try scanner.next()
      guard let name = cell.string else {
        throw DatasetError("\(path):\(line):\(names.count + 1)", "bytes that are not UTF-8")
      }
      names.append(name)
    } while !scanner.isRowOver
    var seen: Set<String> = []
    for (c, name) in names.enumerated() {
      guard !name.isEmpty else { throw DatasetError("\(path):\(line):\(c + 1)", "a column without a name") }
      guard seen.insert(name).inserted else {
        throw DatasetError("\(path):\(line):\(c + 1)", "a second column '\(name)'")
      }
    }
    if names.allSatisfy({ Double($0) != nil }) {
      throw DatasetError("\(path):\(line)", "the first row is numbers; expected a header with the columns' names")
    }
    self.names = names
  }

  /// The column to predict, from 0: the one of that name, the last one for nil.
  func target(_ target: String?, _ path: String) throws(DatasetError) -> Int {
    guard names.count > 1 else {
      throw DatasetError("\(path):\(line)", "has one column; expected at least one input column and a target")
    }
    guard let target else { return names.count - 1 }
    if let exact = names.firstIndex(of: target) { return exact }
    let nearest = Nearest.match(target, in: names)
    throw DatasetError(
      "\(path):\(line)",
      "has no column '\(target)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; its columns are \(names.joined(separator: ", "))"))
  }
}
