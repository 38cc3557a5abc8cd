import ArgumentParser
import Charts
import Datasets
import Foundation
import Reports
import Studies

struct DataInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show what a data set holds: shape, parts, classes, ranges, missing values.",
    discussion: """
      Missing values are empty cells, NA, N/A, NaN, null, None and ?. They are counted here; training refuses them.
      """)

  @Argument(help: ArgumentHelp("A name, a folder, a CSV file or an .npz file.", valueName: "data"))
  var data: String
  @Option(help: "Column of a CSV file to predict. (default: the last one)")
  var target: String?
  @Option(help: "classification or regression. (default: by the target's content)")
  var task: String?
  @Option(help: ArgumentHelp("Draw examples, as an SVG file.", valueName: "file"))
  var contactSheet: String?
  @Flag(help: "Print as JSON.")
  var json = false

  /// More columns are not printed as a table.
  private static let mostColumns = 60

  func run() throws {
    try reporting {
      let task = try Typed.task(task)
      let (summary, loaded) = try DatasetSummary.of(
        data, target: target, task: task, cacheFolder: DataFolder.path)
      print(json ? try JSONText.of(summary) : Self.text(summary))
      guard let contactSheet else { return }
      let data =
        if let loaded, summary.inputs.missing == 0 { loaded } else {
          try Dataset.loadOrCached(data, target: target, task: task)
        }
      guard let picture = DatasetPicture.svg(data) else {
        throw UsageError(
          "there is no picture of \(data.name), inputs of \(Self.shape(summary.inputShape)): "
            + "only of images and of one or two columns")
      }
      try OutputFile.write(picture, to: contactSheet)
      if !json { print("\nwrote \(contactSheet)") }
    }
  }

  private static func shape(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: " × ") }

  static func text(_ summary: DatasetSummary) -> String {
    var lines = ["\(Terminal.bold(summary.name)): \(summary.description)", ""]
    let parts = summary.testCount.map { ": \(summary.count - $0) training, \($0) test" } ?? ""
    lines.append("examples  \(summary.count)\(parts)")
    lines.append("inputs    \(shape(summary.inputShape))\(summary.inputShape.count == 1 ? " columns" : "")")
    let kind =
      switch summary.task {
      case .classification: "\(summary.classes.count) classes"
      case .regression: "numbers"
      case nil: "neither classes nor numbers"
      }
    lines.append("target    \(summary.targetName), \(kind)")
    lines += ["", columns(summary)]
    if !summary.classes.isEmpty { lines += ["", classes(summary)] }
    if !summary.notes.isEmpty { lines += [""] + summary.notes.map { "! \($0)" } }
    return lines.joined(separator: "\n")
  }

  private static func columns(_ summary: DatasetSummary) -> String {
    let shown = summary.columns.prefix(mostColumns)
    var rows = shown + (summary.columns.count == 1 ? [] : [summary.inputs])
    if let target = summary.target { rows.append(target) }
    let hasTexts = rows.contains { $0.texts > 0 }
    var table = Table(
      [
        ("column", .left), ("numbers", .right), ("missing", .right), ("minimum", .right), ("maximum", .right),
        ("mean", .right), ("deviation", .right),
      ] + (hasTexts ? [("texts", .right)] : []))
    for row in rows {
      let figures = [row.minimum, row.maximum, row.mean, row.deviation].map { $0.map { Text.short($0) } ?? "–" }
      table.rows.append(
        [row.name, String(row.count), String(row.missing)] + figures + (hasTexts ? [String(row.texts)] : []))
    }
    let left = summary.columns.count - shown.count
    return table.text + (left > 0 ? "\n… and \(left) more columns; --json has them all" : "")
  }

  private static func classes(_ summary: DatasetSummary) -> String {
    let shown = summary.classes.prefix(mostColumns)
    let hasTest = summary.testCount != nil
    var table = Table(
      [("class", .left), ("examples", .right), ("share", .right)] + (hasTest ? [("of them test", .right)] : []))
    let all = summary.classes.reduce(0) { $0 + $1.count }
    for entry in shown {
      let share = String(format: "%.1f %%", 100 * Double(entry.count) / Double(max(1, all)))
      table.rows.append(
        [entry.name, String(entry.count), share] + (hasTest ? [String(entry.testCount ?? 0)] : []))
    }
    let left = summary.classes.count - shown.count
    return table.text + (left > 0 ? "\n… and \(left) more classes; --json has them all" : "")
  }
}
