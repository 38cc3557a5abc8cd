internal import Charts

/// A table of a report, the same in a terminal, in Markdown and on a page.
struct ReportTable {
  struct Cell {
    var text: String
    /// How a page shows it, by `PageStyle`; empty for nothing in particular.
    var style = ""
  }

  struct Column {
    var name: String
    /// Numbers stand to the right.
    var isNumber = false
    /// The one that says what a row is about.
    var isHead = false
  }

  var caption: String
  var columns: [Column]
  var rows: [[Cell]] = []

  /// Columns aligned by blanks.
  var text: String { Table(cells).lines.joined(separator: "\n") }

  var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let all = cells
    return ([line(all[0]), line(columns.map { $0.isNumber ? "---:" : "---" })] + all.dropFirst().map(line))
      .joined(separator: "\n")
  }

  private var cells: [[String]] { [columns.map(\.name)] + rows.map { $0.map(\.text) } }

  /// For `template`.
  var context: [String: Any] {
    [
      "caption": caption, "columns": columns.map { ["name": $0.name, "style": $0.isNumber ? "n" : ""] },
      "lines": rows.map { row in
        [
          "cells": zip(columns, row).map { column, cell -> [String: Any] in
            [
              "text": cell.text, "isHead": column.isHead,
              "style": [column.isNumber ? "n" : "", cell.style].filter { !$0.isEmpty }.joined(separator: " "),
            ]
          }
        ]
      },
    ]
  }

  /// Shows the table that the page's context has under a name, if it has one.
  static func template(_ name: String) -> String {
    """
    {{#\(name)}}<div class="wide"><table>
    <caption>{{caption}}</caption>
    <thead><tr>{{#columns}}<th scope="col" class="{{style}}">{{name}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{#lines}}<tr>{{#cells}}{{#isHead}}<th scope="row">{{text}}</th>{{/isHead}}{{^isHead}}<td class="{{style}}">{{text}}</td>{{/isHead}}{{/cells}}</tr>
    {{/lines}}
    </tbody></table></div>
    {{/\(name)}}
    """
  }
}
