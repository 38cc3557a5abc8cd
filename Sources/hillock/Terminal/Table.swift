/// A table in plain text.
struct Table {
  enum Alignment { case left, right }

  var header: [String]
  var alignments: [Alignment]
  var rows: [[String]] = []

  init(_ columns: [(String, Alignment)]) {
    header = columns.map(\.0)
    alignments = columns.map(\.1)
  }

  var text: String {
    let all = [header] + rows
    let widths = header.indices.map { c in all.map { $0[c].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { c in
        let space = String(repeating: " ", count: widths[c] - cells[c].count)
        return alignments[c] == .left ? cells[c] + space : space + cells[c]
      }
      return trimmed(padded.joined(separator: "  "))
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([Terminal.bold(line(header)), rule] + rows.map(line)).joined(separator: "\n")
  }

  private func trimmed(_ text: String) -> String {
    var copy = text
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}
