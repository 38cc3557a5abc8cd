/// Which examples are written.
public enum DatasetPart: String, Sendable, CaseIterable {
  case all, train, test
}

extension Dataset {
  /// Writes a table with a header: the inputs' columns, then the target, a row an example. Numbers are written with as
  /// many digits as bring back the same `Float`.
  /// - Throws: `DatasetError` for a test part where there is none, and for what cannot be written.
  public func writeCSV(_ path: String, part: DatasetPart = .all) throws(DatasetError) {
    let rows = try rows(of: part)
    let writer = try FileWriter(path)
    let width = examples.inputSize
    var names = columns.isEmpty ? (0..<width).map { "x\($0 + 1)" } : columns
    if case .values(_, let targets) = examples.targets, targets > 1 {
      names += (0..<targets).map { "\(targetName)\($0 + 1)" }
    } else {
      names.append(targetName)
    }
    var text = Array(names.map(Self.quoted).joined(separator: ",").utf8) + [0x0A]
    var classNames: [[UInt8]] = []
    if case .classes(_, let names) = examples.targets { classNames = names.map { Array(Self.quoted($0).utf8) } }
    for row in rows {
      for c in 0..<width {
        text.append(contentsOf: Self.number(examples.inputs[row * width + c]).utf8)
        text.append(0x2C)
      }
      switch examples.targets {
      case .classes(let labels, _): text += classNames[Int(labels[row])]
      case .values(let values, let targets):
        for t in 0..<targets {
          if t > 0 { text.append(0x2C) }
          text.append(contentsOf: Self.number(values[row * targets + t]).utf8)
        }
      }
      text.append(0x0A)
      if text.count > 1 << 20 {
        try writer.append(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    try writer.append(text)
    try writer.finish()
  }

  /// Writes float32 inputs and their targets, int64 for classes (numbers from 0 in the order of their names) and float32
  /// for numbers: `x_train`, `y_train`, `x_test`, `y_test` where there is a test part, otherwise `x` and `y`.
  public func writeNPZ(_ path: String, part: DatasetPart = .all) throws(DatasetError) {
    let rows = try rows(of: part)
    guard part == .all, let testStart else {
      return try NPZArchive.write(arrays(rows, ""), to: path)
    }
    try NPZArchive.write(
      arrays(0..<testStart, "_train") + arrays(testStart..<examples.count, "_test"), to: path)
  }

  private func rows(of part: DatasetPart) throws(DatasetError) -> Range<Int> {
    if part == .all { return 0..<examples.count }
    guard let testStart else {
      throw DatasetError(name, "has no training and test parts of its own; expected the part 'all'")
    }
    return part == .train ? 0..<testStart : testStart..<examples.count
  }

  private func arrays(_ rows: Range<Int>, _ suffix: String) -> [(name: String, array: NPYArray)] {
    let width = examples.inputSize
    let inputs = Array(examples.inputs[rows.lowerBound * width..<rows.upperBound * width])
    let x = NPYArray(shape: [rows.count] + inputShape, values: .float32(inputs))
    let y: NPYArray
    switch examples.targets {
    case .classes(let labels, _):
      y = NPYArray(shape: [rows.count], values: .int64(labels[rows].map { Int64($0) }))
    case .values(let values, let targets):
      let own = Array(values[rows.lowerBound * targets..<rows.upperBound * targets])
      y = NPYArray(shape: targets == 1 ? [rows.count] : [rows.count, targets], values: .float32(own))
    }
    return [("x" + suffix, x), ("y" + suffix, y)]
  }

  /// Whole numbers without ".0".
  private static func number(_ value: Float) -> String {
    if let whole = Int32(exactly: value), value != 0 || value.sign == .plus { return String(whole) }
    return value.description
  }

  private static func quoted(_ text: String) -> String {
    let needsMarks =
      text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D } || text.isEmpty
      || text.utf8.first == 0x20 || text.utf8.first == 0x09 || text.utf8.last == 0x20 || text.utf8.last == 0x09
    guard needsMarks else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
