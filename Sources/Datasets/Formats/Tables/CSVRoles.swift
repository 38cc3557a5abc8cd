/// What a column of a table is for.
enum ColumnUse: Equatable, Sendable {
  case input, target
  case role(ColumnRole)
}

extension CSVHeader {
  /// What each column is for. Without a name for it, the target is the last column that has no role.
  func uses(target: String?, roles: ColumnRoles, _ path: String) throws(DatasetError) -> [ColumnUse] {
    if roles.isEmpty {
      var uses = [ColumnUse](repeating: .input, count: names.count)
      uses[try self.target(target, path)] = .target
      return uses
    }
    var uses = [ColumnUse](repeating: .input, count: names.count)
    func take(_ name: String, for use: ColumnUse) throws(DatasetError) {
      let c = try column(name, path)
      guard uses[c] == .input else {
        throw DatasetError(
          "\(path):\(line):\(c + 1)",
          "the column '\(name)' cannot be both \(Self.title(uses[c])) and \(Self.title(use))")
      }
      uses[c] = use
    }
    for (role, name) in roles.named { try take(name, for: .role(role)) }
    if let target {
      try take(target, for: .target)
    } else if let last = uses.lastIndex(of: .input) {
      uses[last] = .target
    }
    guard uses.contains(.target), uses.contains(.input) else {
      throw DatasetError(
        "\(path):\(line)",
        "has \(names.count) columns; expected at least one input column and a target besides "
          + roles.named.map { "'\($0.column)'" }.joined(separator: " and "))
    }
    return uses
  }

  private static func title(_ use: ColumnUse) -> String {
    switch use {
    case .input: "an input"
    case .target: "the target"
    case .role(let role): role.option
    }
  }
}

/// The columns with roles of a CSV file, collected row by row.
struct CSVRoles {
  private let path: String
  private let headerLine: Int
  private let names: [String]
  private let uses: [ColumnUse]
  private var keys = ColumnKeys()
  private var times: [Double] = []
  private var importances: [Double] = []

  init(_ header: CSVHeader, _ uses: [ColumnUse], path: String) {
    (self.path, self.uses, headerLine, names) = (path, uses, header.line, header.names)
  }

  mutating func add(_ cell: CSVCell, as role: ColumnRole, line: Int) throws(DatasetError) {
    switch role {
    case .group, .folds:
      guard let text = cell.string else { throw DatasetError(place(role, line), "bytes that are not UTF-8") }
      guard !text.isEmpty, !(cell.isNumber && cell.number.isNaN) else {
        throw unfit(cell, role, line, "expected a \(role == .group ? "group" : "fold") for every row")
      }
      keys.add(text, number: cell.number)
    case .order:
      guard cell.number.isFinite else {
        throw unfit(
          cell, role, line, cell.isNumber ? "expected a finite number" : "expected a number, larger for later")
      }
      times.append(cell.number)
    case .weight:
      guard Float(cell.number).isFinite, cell.number >= 0 else {
        throw unfit(
          cell, role, line,
          cell.isNumber ? "expected a finite number of at least 0 within Float's range" : "expected a number")
      }
      importances.append(cell.number)
    }
  }

  private func column(_ role: ColumnRole) -> Int? { uses.firstIndex(of: .role(role)) }

  private func place(_ role: ColumnRole, _ line: Int) -> String { "\(path):\(line):\((column(role) ?? 0) + 1)" }

  private func unfit(_ cell: CSVCell, _ role: ColumnRole, _ line: Int, _ expected: String) -> DatasetError {
    let text = cell.string.map { $0.isEmpty ? "an empty cell" : "'\($0.prefix(200))'" } ?? "bytes that are not UTF-8"
    return DatasetError(
      place(role, line),
      "\(text) in the \(role.rawValue) column '\(column(role).map { names[$0] } ?? "")'; \(expected)")
  }

  /// Nil without such a column, as for the others.
  var order: [Double]? { column(.order) == nil ? nil : times }

  func groups() throws(DatasetError) -> [Int32]? { try finished(.group)?.codes }

  func folds() throws(DatasetError) -> (codes: [Int32], names: [String])? {
    guard let column = column(.folds), let folds = try finished(.folds) else { return nil }
    guard folds.names.count > 1 else {
      throw DatasetError(
        place(.folds, headerLine),
        "the folds of '\(names[column])' are '\(folds.names.first ?? "")' in every row; expected at least two")
    }
    return folds
  }

  private func finished(_ role: ColumnRole) throws(DatasetError) -> (codes: [Int32], names: [String])? {
    column(role) == nil ? nil : keys.finished()
  }

  /// Divided by their mean.
  func weights() throws(DatasetError) -> [Float]? {
    guard let column = column(.weight) else { return nil }
    guard let largest = importances.max(), largest > 0 else {
      throw DatasetError(
        place(.weight, headerLine), "the weights of '\(names[column])' are 0 in every row; expected some above 0")
    }
    // The largest becomes 1 first, so that no sum overflows and no quotient is one of subnormal numbers.
    let shares = importances.map { $0 / largest }
    let mean = shares.reduce(0, +) / Double(shares.count)
    return shares.map { Float($0 / mean) }
  }
}

/// Texts by which rows belong together, numbered: numbers in their order, other texts alphabetically.
struct ColumnKeys {
  private var codes: [Int32] = []
  private var texts: [String] = []
  private var numbers: [Double] = []
  private var known: [String: Int32] = [:]
  private var areNumbers = true

  mutating func add(_ text: String, number: Double) {
    if let code = known[text] {
      codes.append(code)
      return
    }
    let code = Int32(texts.count)
    known[text] = code
    texts.append(text)
    numbers.append(number)
    // From 2⁵³ on, different integers would be one `Double`.
    if !(abs(number) < 0x1p53) { areNumbers = false }
    codes.append(code)
  }

  /// In a column of numbers, 1 and 1.0 are the same.
  func finished() -> (codes: [Int32], names: [String]) {
    var ranks = [Int32](repeating: 0, count: texts.count)
    var names: [String] = []
    let ordered = texts.indices.sorted {
      areNumbers ? (numbers[$0], $0) < (numbers[$1], $1) : texts[$0] < texts[$1]
    }
    for (i, code) in ordered.enumerated() {
      if i == 0 || !areNumbers || numbers[code] != numbers[ordered[i - 1]] { names.append(texts[code]) }
      ranks[code] = Int32(names.count - 1)
    }
    return (codes.map { ranks[Int($0)] }, names)
  }
}
