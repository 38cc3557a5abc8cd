/// The figures of a CSV file, read once through a buffer: what would be refused for training is counted instead.
enum CSVSummary {
  private static let wordsForMissing: Set<String> = ["", "na", "n/a", "nan", "null", "none", "?"]

  private struct Counts {
    var numbers = RunningStatistics()
    var missing = 0
    var texts = 0

    /// Whether the cell holds something.
    mutating func add(_ cell: CSVCell) -> Bool {
      if cell.number.isFinite {
        numbers.add(cell.number)
        return true
      }
      if cell.isNumber || cell.text.count <= 4 && wordsForMissing.contains((cell.string ?? "text").lowercased()) {
        missing += 1
        return false
      }
      texts += 1
      return true
    }

    func column(_ name: String) -> DatasetSummary.Column {
      DatasetSummary.Column(name, numbers, missing: missing, texts: texts)
    }
  }

  static func read(_ path: String, target: String?, task: Task?) throws(DatasetError) -> DatasetSummary {
    var scanner = CSVScanner(try ByteSource(path))
    let header = try CSVHeader(&scanner)
    let targetColumn = try header.target(target, path)
    let width = header.names.count
    var counts = [Counts](repeating: Counts(), count: width)
    var all = RunningStatistics()
    var collected = CSVTarget(name: header.names[targetColumn], column: targetColumn + 1, path: path)
    var problem: DatasetError?
    var rows = 0
    while try scanner.beginRow() {
      var c = 0
      repeat {
        let cell = try scanner.next()
        if c < width {
          let isPresent = counts[c].add(cell)
          if c != targetColumn {
            if cell.number.isFinite { all.add(cell.number) }
          } else if isPresent, problem == nil {
            do throws(DatasetError) {
              try collected.add(cell, line: scanner.rowLine)
            } catch { problem = error }
          }
        }
        c += 1
      } while !scanner.isRowOver
      guard c == width else {
        throw DatasetError("\(path):\(scanner.rowLine)", "has \(c) cells; the header has \(width)")
      }
      rows += 1
    }
    guard rows > 0 else { throw DatasetError(path, "has a header and no rows") }
    var targets: Targets?
    if problem == nil, collected.count > 0 {
      do throws(DatasetError) {
        targets = try collected.targets(task: task)
      } catch { problem = error }
    }
    let inputs = header.names.indices.filter { $0 != targetColumn }
    let columns = inputs.map { counts[$0].column(header.names[$0]) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return DatasetSummary(
      table: name, description: "\(rows) rows of \(width - 1) columns from \(name)", rows: rows,
      inputs: DatasetSummary.Column(
        "all inputs", all, missing: inputs.reduce(0) { $0 + counts[$1].missing },
        texts: inputs.reduce(0) { $0 + counts[$1].texts }),
      columns: columns, targetName: header.names[targetColumn], targets: targets,
      target: counts[targetColumn].column(header.names[targetColumn]),
      notes: notes(columns, counts[targetColumn].missing, problem))
  }

  private static func notes(
    _ columns: [DatasetSummary.Column], _ missingTargets: Int, _ problem: DatasetError?
  ) -> [String] {
    var notes: [String] = []
    func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
    let missing = columns.count { $0.missing > 0 }
    if missing > 0 {
      notes.append("\(count(missing, "column")) with missing values: fill or drop them before training")
    }
    let texts = columns.count { $0.texts > 0 }
    if texts > 0 {
      notes.append("\(count(texts, "column")) with texts: turn them into numbers, or drop them, before training")
    }
    if missingTargets > 0 {
      notes.append("\(count(missingTargets, "target")) missing: drop those rows before training")
    }
    if let problem { notes.append("\(problem)") }
    return notes
  }
}
