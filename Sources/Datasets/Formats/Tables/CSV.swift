/// Tables of numbers with a header: one row an example, one column the target.
enum CSVFile {
  /// The most inputs that are read: 4 GiB of them.
  static let mostNumbers = 1 << 30

  /// Reads the file once, through a buffer: what stays in memory are its numbers.
  static func load(
    _ path: String, target: String?, task: Task?, roles: ColumnRoles = .none
  ) throws(DatasetError) -> Dataset {
    try roles.check(path)
    var scanner = CSVScanner(try ByteSource(path))
    let header = try CSVHeader(&scanner)
    let uses = try header.uses(target: target, roles: roles, path)
    let column = uses.firstIndex(of: .target) ?? 0
    let name = header.names[column]
    var collected = CSVTarget(name: name, column: column + 1, path: path)
    var belonging = CSVRoles(header, uses, path: path)
    let width = header.names.count
    let isInput = uses.map { $0 == .input }
    let inputWidth = isInput.count { $0 }
    var inputs: [Float] = []
    var rows = 0
    while try scanner.beginRow() {
      // The columns of one row; a row of another length is reported before what is wrong in its cells.
      var problem: DatasetError?
      var c = 0
      repeat {
        let cell = try scanner.next()
        // A row that is too long is reported at its end.
        if c < width {
          if isInput[c] {
            let value = Float(cell.number)
            inputs.append(value)
            if !value.isFinite, problem == nil {
              problem = Self.problem(
                cell, column: header.names[c], place: "\(path):\(scanner.rowLine):\(c + 1)")
            }
          } else if problem == nil {
            do throws(DatasetError) {
              if case .role(let role) = uses[c] {
                try belonging.add(cell, as: role, line: scanner.rowLine)
              } else {
                try collected.add(cell, line: scanner.rowLine)
              }
            } catch { problem = error }
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
        inputs.reserveCapacity(min(expected * inputWidth, Self.mostNumbers))
        collected.reserve(expected)
      }
      guard inputs.count <= Self.mostNumbers else {
        throw DatasetError(path, "has more than \(Self.mostNumbers) numbers, the most that are read")
      }
    }
    guard rows > 0 else { throw DatasetError(path, "has a header and no rows") }
    let targets = try collected.targets(task: task)
    let weights = try belonging.weights()
    let groups = try belonging.groups()
    let folds = try belonging.folds()
    let title = path.split(separator: "/").last.map(String.init) ?? path
    let kind = targets.isClassification ? "\(targets.outputCount) classes" : "numbers"
    return Dataset(
      name: title,
      description: "\(rows) rows of \(inputWidth) columns from \(title), '\(name)' (\(kind)) from the others"
        + roles.suffix,
      inputShape: [inputWidth],
      examples: Examples(inputs: inputs, inputSize: inputWidth, targets: targets, weights: weights),
      scaling: .perFeature, columns: zip(header.names, uses).filter { $0.1 == .input }.map(\.0), targetName: name,
      roles: roles, groups: groups, order: belonging.order, folds: folds?.codes, foldNames: folds?.names ?? [])
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
    return try target.map { name throws(DatasetError) in try column(name, path) } ?? names.count - 1
  }

  /// The column of that name, from 0.
  func column(_ name: String, _ path: String) throws(DatasetError) -> Int {
    if let exact = names.firstIndex(of: name) { return exact }
    let nearest = Nearest.match(name, in: names)
    throw DatasetError(
      "\(path):\(line)",
      "has no column '\(name)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; its columns are \(names.joined(separator: ", "))"))
  }
}
