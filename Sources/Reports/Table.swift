/// A table in plain text, its columns as wide as their widest cells.
public struct Table: Sendable {
  public enum Alignment: Sendable { case left, right }

  public var header: [String]
  public var alignments: [Alignment]
  public var rows: [[String]] = []

  public init(_ columns: [(String, Alignment)]) {
    header = columns.map(\.0)
    alignments = columns.map(\.1)
  }

  /// The first row is the header; columns that hold nothing but numbers are to the right.
  init(_ all: [[String]]) {
    header = all.first ?? []
    rows = Array(all.dropFirst())
    let rows = rows
    alignments = header.indices.map { column in
      let cells = rows.map { $0[column] }
      let isRight = cells.allSatisfy { cell in
        (cell == "–" || cell.first.map { "0123456789+−".contains($0) } ?? true) && !cell.contains(" to ")
      }
      return isRight ? .right : .left
    }
  }

  /// Header and rows.
  var lines: [String] {
    let all = [header] + rows
    let widths = widths
    return all.map { cells in
      let padded = cells.indices.map { c in
        let space = String(repeating: " ", count: widths[c] - cells[c].count)
        return alignments[c] == .left ? cells[c] + space : space + cells[c]
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private var widths: [Int] {
    let all = [header] + rows
    return header.indices.map { c in all.map { $0[c].count }.max() ?? 0 }
  }

  /// With a rule below the header.
  /// - Parameter style: what is done to the header's line.
  public func ruled(header style: (String) -> String = { $0 }) -> String {
    let lines = lines
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([style(lines[0]), rule] + lines.dropFirst()).joined(separator: "\n")
  }
}
